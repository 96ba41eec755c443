"""Checks of a built site as its readers and their browsers get it; run by `make quality`.

It knows nothing of openhub: it reads the files that stand in the output folder.
"""
