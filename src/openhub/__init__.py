"""openhub: a static site generator for community hubs."""
