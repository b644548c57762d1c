"""Trình duyệt Chromium của Debian, và trang nào cũng bị canh: không lỗi, không gọi ra ngoài.
Debian's Chromium; every page is watched: no error in its console, no request to any other host."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

_CALM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_MISSING = (
    "không thấy trình duyệt Chromium (gói chromium của Debian): bỏ qua các bài chạy trong trình duyệt / "
    "no Chromium (Debian's package chromium) on this machine: the tests in a browser are skipped"
)


def chromium_path() -> str:
    """Where the browser is; skips the test, saying so, where there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip(_MISSING)
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """One browser for many tests."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_CALM))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser profile of one person; `done()` says what its pages did that they must not.

    The browser tells an answer of 4xx as an error: `refused` are the statuses that a story asks for.
    """

    context: BrowserContext
    home: str
    refused: tuple[int, ...] = ()
    wrong: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The page that is open, made on first use."""
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def go(self, path: str) -> Page:
        """Open an address of ours and wait until it stands."""
        page = self.page
        page.goto(path if path.startswith("http") else self.home + path)
        return page

    def done(self) -> None:
        """No errors on any page, and nobody else was asked."""
        self.context.close()
        assert self.wrong == []


def visitor(browser: Browser, home: str, **given: Any) -> Visitor:
    """A new profile whose every request and console line is looked at."""
    given.setdefault("viewport", {"width": 1440, "height": 900})
    context = browser.new_context(**given)
    context.set_default_timeout(10_000)
    one = Visitor(context, home)

    def ask(route: Route) -> None:
        if urlsplit(route.request.url).netloc != urlsplit(home).netloc:
            one.wrong.append(f"asked {route.request.url}")
            route.abort()
            return
        route.continue_()

    def said(message: ConsoleMessage) -> None:
        wanted = any(f"status of {status} " in message.text for status in one.refused)
        if message.type in ("error", "warning") and not wanted:
            one.wrong.append(f"{message.text} ({message.location['url']})")

    context.route("**/*", ask)
    context.on("console", said)
    context.on("weberror", lambda error: one.wrong.append(str(error.error)))
    return one
