"""Nguồn tin mẫu: từng mục, cả nguồn tin, và một lượt xem qua bộ tải thật.
Sample feeds: their items, whole feeds, and a look at one through the real client over loopback."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel
from sources.platforms import feed
from tests.sources.conftest import NOW

WINDOW = Window(NOW - timedelta(days=60), NOW)
EMPTY = SourceMemory()


def rss(items, title="Tin Tức - Mời thầu", generator="Thử"):
    return (
        '<?xml version="1.0" encoding="utf-8"?><!-- tổng hợp --><rss version="2.0"><channel>'
        f"<title>{title}</title><generator>{generator}</generator>{''.join(items)}</channel></rss>"
    ).encode()


def entry(key, at, title="Gói thầu", link=""):
    when = at if isinstance(at, str) else format_datetime(at)
    return (
        f"<item><title>{title} {key}</title><guid>{key}</guid>"
        f"<link>{link or f'https://so.song-mau.example/{key}'}</link><pubDate>{when}</pubDate></item>"
    )


def daily(count, first=1):
    return [entry(f"k{n}", NOW - timedelta(days=n, seconds=17)) for n in range(first, first + count)]


@pytest.fixture
def looking(site, make_client):
    def look(body=None, *, memory=EMPTY, settings=None, reply=None, respond_headers=None, **declared):
        client = make_client()
        from_site = Source(
            "nguon", "Nguồn thử", Channel.AGENCY_PAGE, "feed", site.url + "/rss",
            allow_private=True, settings=settings or {}, **declared,
        )  # fmt: skip
        if body is not None or reply is not None:
            head = "".join(f"{name}: {value}\r\n" for name, value in (respond_headers or {}).items())
            start = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body or b'')}\r\n{head}\r\n".encode()
            site.serve("/rss", reply or start + body)
        return feed.look(from_site, client, memory, WINDOW, NOW)

    return look
