"""Máy chủ thật trên vòng lặp nội bộ, kho thật, người dùng gõ bằng HTTP.
The real server on loopback over a real store; tests talk HTTP to it as browsers and mail programs do."""

import html
import re
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread

import requests
import uvicorn
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.access.openid import Provider
from monitor.access.sealing import Vault
from monitor.access.secrets import form_token
from monitor.access.sessions import Spans
from monitor.config import OpenData
from monitor.domain.cases import Message
from monitor.domain.subscriptions import Subscription
from monitor.web.app import create_app
from monitor.web.proxies import Network
from monitor.web.server import listening, server
from tests.steps.subscribers import Town

SLOWEST = 10.0


# The id of one browser, and what its forms carry; a header stands for the hidden field.
BROWSER = "mot-trinh-duyet-da-mo-trang"
OWN_FORM = {
    "Cookie": f"truoc-phien={BROWSER}; __Host-truoc-phien={BROWSER}",
    "X-Form-Token": form_token(BROWSER),
}


@dataclass
class Visit:
    """One town with its web pages; `url` is where they are served.

    All come from one browser that had the page open, except with `stranger`.
    """

    town: Town
    url: str

    def get(self, path: str, **given: object) -> requests.Response:
        """Without following redirects: each answer is looked at as it is."""
        given.setdefault("headers", {})
        given["headers"] = {"Cookie": OWN_FORM["Cookie"], **given["headers"]}  # type: ignore[dict-item]
        return requests.get(self.url + path, allow_redirects=False, timeout=SLOWEST, **given)  # type: ignore[arg-type]

    def head(self, path: str) -> requests.Response:
        return requests.head(self.url + path, timeout=SLOWEST)

    def post(
        self, path: str, data: object = None, *, stranger: bool = False, **given: object
    ) -> requests.Response:
        given.setdefault("headers", {})
        given["headers"] = {**({} if stranger else OWN_FORM), **given["headers"]}  # type: ignore[dict-item]
        return requests.post(
            self.url + path,
            data=data,  # type: ignore[arg-type]
            allow_redirects=False,
            timeout=SLOWEST,
            **given,  # type: ignore[arg-type]
        )

    def one(self, number: str) -> Subscription:
        """A subscription as stored."""
        with self.town.line.store.read() as work:
            found = work.subscriptions.get(number)
        assert found is not None
        return found

    def all(self) -> tuple[Subscription, ...]:
        with self.town.line.store.read() as work:
            return work.subscriptions.list()

    def queued(self) -> tuple[Message, ...]:
        """Every letter ever queued."""
        with self.town.line.store.read() as work:
            return tuple(delivery.message for delivery in work.outbox.list())


def words(answer: requests.Response) -> str:
    """What a reader sees, in one line."""
    text = re.sub(r"<[^>]*>", " ", answer.text)
    return " ".join(html.unescape(text).split())


@contextmanager
def serving(
    town: Town,
    *,
    event_key: str = "",
    web_url: str = "",
    spans: Spans | None = None,
    provider: Provider | None = None,
    published: OpenData | None = None,
    vault: Vault | None = None,
    trusted_proxies: Sequence[Network] = (),
) -> Iterator[Visit]:
    """The pages of a town, at an address of its own until the block ends."""
    with _door() as door:
        office = replace(town.line, web_url=web_url or door.url)
        door.inside = create_app(
            office,
            lambda: town.now,
            authority="songmau.example,2026",
            event_key=event_key,
            spans=spans,
            provider=provider,
            published=published,
            vault=vault,
            trusted_proxies=trusted_proxies,
        )
        yield Visit(town, door.url)


def begin(app: FastAPI, bound: socket.socket) -> tuple[uvicorn.Server, Thread]:
    """A server in a thread, once it takes visitors; who wants it to end says so and joins the thread."""
    running = server(app)
    thread = Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    until = time.monotonic() + SLOWEST
    while not running.started and time.monotonic() < until:
        time.sleep(0.01)
    assert running.started
    return running, thread


class _Door(FastAPI):
    """A server that stays open from test to test: to begin and to end one takes a third of a second."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: ASGIApp = _nobody
        bound = listening("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        begin(self, bound)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begins = scope["type"] == "lifespan"
        await (super().__call__ if begins else self.inside)(scope, receive, send)


_FREE: list[_Door] = []


@contextmanager
def _door() -> Iterator[_Door]:
    door = _FREE.pop() if _FREE else _Door()
    try:
        yield door
    finally:
        door.inside = _nobody
        _FREE.append(door)


async def _nobody(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("no test is served here", 503)(scope, receive, send)
