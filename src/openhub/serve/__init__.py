"""A preview that follows its author: build in memory, watch, reload the browser, show problems."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from openhub.serve.answers import answer, with_charset
from openhub.serve.building import Preview, Wish, differing, rebuild
from openhub.serve.watch import Watch

QUIET = 0.15
"""How many seconds nothing must change before a build: editors write a file in several steps."""


class _Page(RequestHandler):
    """Answers from memory."""

    def initialize(self, server: Server) -> None:
        self._server = server

    def get(self, path: str) -> None:
        given = answer(self._server.preview, path)
        if given.location:
            self.redirect(given.location)
            return
        self.set_status(given.status)
        self.set_header("Content-Type", with_charset(given.type))
        self.set_header("Cache-Control", "no-store")
        self.finish(given.content)

    def head(self, path: str) -> None:
        self.get(path)


class _Reload(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """Livereload's protocol, for pages of this host alone."""

    def check_origin(self, origin: str) -> bool:
        return bool(WebSocketHandler.check_origin(self, origin))


def reload_browsers(changed: frozenset[str]) -> None:
    """Let every open page load anew, or its style sheets alone where nothing else has changed."""
    styles = bool(changed) and all(path.endswith(".css") for path in changed)
    for path in sorted(changed) if styles else ["/"]:
        message = json.dumps({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})
        for browser in tuple(LiveReloadHandler.waiters):
            _tell(browser, message)


def _tell(browser: WebSocketHandler, message: str) -> None:
    try:
        browser.write_message(message)
    except WebSocketClosedError:
        LiveReloadHandler.waiters.discard(browser)


class Server:
    """The one mutable value of a preview: what it shows at the moment."""

    def __init__(self, wish: Wish, say: Callable[[str], None]) -> None:
        """Begin with nothing to show."""
        self.preview = Preview()
        self._wish, self._say = wish, say
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Serve until cancelled; raises OSError where the port is taken."""
        loop = asyncio.get_running_loop()
        with _listening(self, self._wish) as address:
            watch = Watch(self._wish.root, lambda: loop.call_soon_threadsafe(self._changed.set))
            watch.follow(())
            watch.start()
            try:
                await self._build(address, watch)
                self._say(f"Serving {address}{self.preview.base} (Ctrl-C stops)")
                await self._follow(address, watch)
            finally:
                watch.stop()

    async def _follow(self, address: str, watch: Watch) -> None:
        while True:
            await self._changed.wait()
            while self._changed.is_set():
                self._changed.clear()
                await asyncio.sleep(QUIET)
            former = self.preview
            await self._build(address, watch)
            changed = differing(former, self.preview)
            if changed or former.problems != self.preview.problems:
                reload_browsers(changed if former.problems == self.preview.problems else frozenset())

    async def _build(self, address: str, watch: Watch) -> None:
        started, told = time.perf_counter(), self.preview.told
        self.preview = await asyncio.to_thread(rebuild, self._wish, address, self.preview)
        watch.follow(self.preview.folders, self.preview.changelogs)
        for line in self.preview.told if self.preview.told != told else ():
            self._say(line)
        done = "Not built; the last good build stays" if self.preview.problems else "Built"
        self._say(f"{done} ({time.perf_counter() - started:.1f} s)")


@contextmanager
def _listening(server: Server, wish: Wish) -> Iterator[str]:
    sockets = bind_sockets(wish.port, wish.host)
    routes: list[Any] = [("/livereload", _Reload), ("(/.*)", _Page, {"server": server})]
    http = HTTPServer(Application(routes, log_function=lambda _: None))
    http.add_sockets(sockets)
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(wish.host, wish.host)  # noqa: S104 -- the user's wish
    try:
        yield f"http://{host}:{sockets[0].getsockname()[1]}"
    finally:
        http.stop()
        LiveReloadHandler.waiters.clear()
