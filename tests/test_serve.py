"""The preview: it answers as the published site would, follows changes, shows problems, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tornado.websocket import websocket_connect
from watchdog.events import (
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
)

from openhub.model import Output
from openhub.serve import Server
from openhub.serve.answers import SCRIPT, STYLE, answer, media_type, with_charset
from openhub.serve.building import Preview, Wish, differing
from openhub.serve.watch import Watch, _Listener

PATIENCE = 30.0
HUB = """
=== openhub.yaml
title: Wheelhouse
url: https://example.org/wheels/
authority: example.org,2026
=== content/posts/first.md
---
title: First
date: 2026-11-20
news: good
---
It works, even for Jiří.
"""


def page(path: str, text: str) -> Output:
    return Output(path=path, content=text.encode())


def preview(*outputs: Output, **more) -> Preview:
    return Preview(files={output.path: output for output in outputs}, **more)


SITE = preview(
    page("index.html", "<body>home</body>"),
    page("posts/první/index.html", "<body>post</body>"),
    page("404.html", "<body>lost</body>"),
    page("feed.xml", "<feed/>"),
    base="/wheels/",
)


# ── answers ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 302, "/wheels/"),
        ("/wheels", 302, "/wheels/"),
        ("/wheels/", 200, ""),
        ("/wheels/index.html", 200, ""),
        ("/wheels/posts/první/", 200, ""),
        ("/wheels/posts/první", 302, "/wheels/posts/první/"),
        ("/wheels/nothing/", 404, ""),
        ("/wheels/../secret", 404, ""),
        ("/posts/první/", 404, ""),
    ],
)
def test_addresses_are_those_of_the_published_site(path, status, location):
    given = answer(SITE, path)
    assert (given.status, given.location) == (status, location)
    assert (b"lost" in given.content) == (status == 404)


def test_a_hub_at_the_root_is_served_at_the_root():
    assert answer(preview(page("index.html", "home")), "/").status == 200


def test_only_pages_get_the_script():
    home = answer(SITE, "/wheels/").content.decode()
    assert home == f'<body>home<script src="{SCRIPT}" defer></script></body>'
    assert answer(SITE, "/wheels/feed.xml").content == b"<feed/>"
    assert b"livereload.com/protocols" in answer(SITE, SCRIPT).content


def test_problems_stand_over_the_last_good_page():
    broken = preview(page("index.html", "<body>good</body>"), problems=("a.md:1:1: <script> & co [x]",))
    shown = answer(broken, "/").content.decode()
    assert shown.startswith("<body>good")
    assert "1 problem;" in shown
    assert "<li>a.md:1:1: &lt;script&gt; &amp; co [x]</li>" in shown
    assert "style=" not in shown  # the policy of the pages allows none
    assert answer(broken, STYLE).type == "text/css"


def test_problems_are_shown_where_nothing_was_ever_built():
    shown = answer(Preview(problems=("openhub.yaml:1:1: bad [x]",)), "/")
    assert (shown.status, b"openhub.yaml:1:1: bad" in shown.content) == (404, True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("events.ics", "text/calendar; charset=utf-8"),
        ("hub.json", "application/json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.png", "image/png"),
        ("strange", "application/octet-stream"),
    ],
)
def test_texts_say_that_they_are_utf8(name, kind):
    assert with_charset(media_type(name)) == kind


def test_a_copied_file_that_went_away_is_missing(tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"png")
    shown = preview(Output(path="a.png", copy=str(picture)))
    assert answer(shown, "/a.png").content == b"png"
    picture.unlink()
    assert answer(shown, "/a.png").status == 404


def test_what_differs_is_named():
    before = Preview(stamps={"a": b"1", "b": b"1", "gone": b"1"})
    assert differing(before, Preview(stamps={"a": b"1", "b": b"2", "new": b"1"})) == {"b", "gone", "new"}


# ── watching ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("event", "heeded"),
    [
        (FileModifiedEvent("content/a.md"), True),
        (FileMovedEvent("content/.a.md.swp", "content/a.md"), True),
        (FileOpenedEvent("content/a.md"), False),
        (FileClosedNoWriteEvent("content/a.md"), False),
        (FileModifiedEvent("content/.a.md.swp"), False),
        (DirModifiedEvent("content"), False),
    ],
)
def test_reading_is_no_change(event, heeded):
    heard = []
    _Listener(lambda: heard.append(1)).on_any_event(event)
    assert bool(heard) == heeded


@pytest.mark.parametrize(
    ("path", "heeded"),
    [
        ("openhub.yaml", True),
        ("CHANGELOG.md", True),
        ("History.txt", True),
        ("notes/RELEASES.md", True),
        ("content/posts/a.md", True),
        ("static", True),
        ("serve.log", False),
        ("public/index.html", False),
        ("notes/other.md", False),
    ],
)
def test_only_what_a_build_reads_is_heeded(tmp_path, path, heeded):
    (tmp_path / "content").mkdir()
    (tmp_path / "notes").mkdir()
    watch = Watch(tmp_path, lambda: None)
    watch.follow((tmp_path / "content", tmp_path / "static"), (tmp_path / "notes/RELEASES.md",))
    assert watch.heeds(tmp_path.resolve() / path) == heeded


# ── the whole ───────────────────────────────────────────────────────────────


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.05)


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 -- our own server
            return response.status, response.read().decode()
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, fault.read().decode()


@pytest.fixture
def hub(write_hub) -> Path:
    return write_hub(HUB)


@pytest.fixture
def serving(hub) -> Iterator[tuple[subprocess.Popen[str], str]]:
    source = Path(sys.modules["openhub"].__path__[0]).parent
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "openhub", "serve", "-C", hub, "--port", "0", "--now", "2026-11-24"],
        env={**os.environ, "PYTHONPATH": str(source)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        address = ""
        for line in process.stdout:
            if line.startswith("Serving "):
                address = line.split()[1]
                break
        assert address, process.stderr.read()
        yield process, address
    finally:
        process.kill()
        process.communicate()


def test_the_preview_follows_its_author(hub, serving):
    process, address = serving
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/wheels/", address)
    status, text = fetch(f"{address}posts/first/")
    assert (status, "It works, even for Jiří." in text) == (200, True)
    assert fetch(address.removesuffix("wheels/"))[0] == 200, "the root leads to the base path"

    post = hub / "content/posts/first.md"
    post.write_text(post.read_text(encoding="utf-8").replace("It works", "It rolls"), encoding="utf-8")
    until(lambda: "It rolls" in fetch(f"{address}posts/first/")[1], "the new text")

    good = post.read_text(encoding="utf-8")
    post.write_text(good.replace("2026-11-20", "soon").replace("rolls", "breaks"), encoding="utf-8")
    until(lambda: "openhub-problems" in fetch(f"{address}posts/first/")[1], "the problems")
    status, text = fetch(f"{address}posts/first/")
    assert status == 200
    assert "content/posts/first.md:3:7: date: expected a date" in text
    assert "It rolls" in text, "the last good build stays"

    post.write_text(good, encoding="utf-8")
    until(lambda: "openhub-problems" not in fetch(address)[1], "the problems' end")

    # A folder that did not exist when the watch began.
    (hub / "content/pages").mkdir()
    (hub / "content/pages/late.md").write_text("# Late\n\nA page in a new folder.\n")
    until(lambda: "A page in a new folder." in fetch(f"{address}late/")[1], "the page in a new folder")
    assert fetch(f"{address}none/")[0] == 404
    assert not (hub / "public").exists()

    process.send_signal(signal.SIGINT)
    said, faults = process.communicate(timeout=PATIENCE)
    assert (process.returncode, faults) == (0, "")
    assert said.splitlines()[-1] == "Stopped"


def test_the_preview_ends_when_it_is_asked_to(serving):
    process, address = serving
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    with pytest.raises(OSError, match="refused"):
        fetch(address)


def test_a_taken_port_is_told(hub):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = subprocess.run(
            [sys.executable, "-m", "openhub", "serve", "-C", hub, "--port", str(port)],
            env={**os.environ, "PYTHONPATH": str(Path(sys.modules["openhub"].__path__[0]).parent)},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert process.returncode == 2
    assert f"cannot listen at 127.0.0.1:{port}" in process.stderr


async def served(wish: Wish, said: list[str]) -> tuple[asyncio.Task[None], str]:
    task = asyncio.create_task(Server(wish, said.append).run())
    while not any(line.startswith("Serving") for line in said):
        assert not task.done(), task.exception()
        await asyncio.sleep(0.02)
    return task, said[-1].split()[1].removesuffix("/wheels/")


async def reload_after(address: str, change: Callable[[], object]) -> dict[str, object]:
    """Speak livereload's protocol as a browser does, and give the message after a change."""
    browser = await websocket_connect(address.replace("http", "ws") + "/livereload")
    await browser.write_message(
        json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]})
    )
    assert json.loads(await browser.read_message())["command"] == "hello"
    await browser.write_message(json.dumps({"command": "info", "url": f"{address}/wheels/"}))
    await asyncio.sleep(0.1)
    change()
    message = await asyncio.wait_for(browser.read_message(), PATIENCE)
    browser.close()
    return json.loads(message)


def test_browsers_reload_and_nothing_is_left_behind(hub):
    wish = Wish(root=hub, clock=lambda: datetime(2026, 11, 24, tzinfo=UTC), port=0)
    before = set(threading.enumerate())
    static = hub / "static"
    static.mkdir()
    (static / "mine.css").write_text("a { color: red }")

    async def scene() -> tuple[dict[str, object], dict[str, object]]:
        task, address = await served(wish, said)
        post = hub / "content/posts/first.md"
        whole = await reload_after(
            address, lambda: post.write_text(post.read_text("utf-8") + "\nMore.\n", "utf-8")
        )
        style = await reload_after(address, lambda: (static / "mine.css").write_text("a { color: blue }"))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        return whole, style

    said: list[str] = []
    whole, style = asyncio.run(scene())
    assert (whole["command"], whole["path"]) == ("reload", "/")
    assert (style["command"], style["path"], style["liveCSS"]) == ("reload", "mine.css", True)
    assert set(threading.enumerate()) - before == set()


def test_other_sites_may_not_listen(hub):
    """A page of another host must not learn when somebody writes."""
    wish = Wish(root=hub, clock=lambda: datetime(2026, 11, 24, tzinfo=UTC), port=0)

    async def scene() -> int:
        task, address = await served(wish, said)
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"GET /livereload HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        head += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: https://example.net\r\n\r\n"
        writer.write(head.encode())
        status = int((await reader.readline()).split()[1])
        writer.close()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return status

    said: list[str] = []
    assert asyncio.run(scene()) == 403
