"""Hai mươi người đọc cùng lúc, mỗi người một kết nối giữ mở, như trình duyệt.
Twenty readers at once, each with one connection kept open, as browsers have; how long each page took."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from tests.bench.web.cases import OWNERS
from tests.bench.web.packages import FIELDS, METHODS, PROVINCE
from tests.bench.web.world import secret_of

SEARCHES = ("xây dựng", "xay dung", '"trường tiểu học"', "vật tư y tế", "sua chua duong", "cầu -cống", "")
_CHANNELS, _KINDS = ("portal", "agency_page"), ("missing", "late")


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page: its name, and an address of it at random."""

    name: str
    address: Callable[[Random], str]


def pages(packages: int, cases: int) -> tuple[Page, ...]:
    """The pages that have a figure to reach, none of them asked for twice alike by intent."""
    return (
        Page("queue", _queue),
        Page("case", lambda rng: f"/ban-lam-viec/ho-so/HS-2026-{rng.randrange(1, cases + 1):05}"),
        Page("search, three facets", _search),
        Page("package", lambda rng: f"/goi-thau/IB26{rng.randrange(packages):08}"),
        Page("board", lambda rng: rng.choice(("/bang", "/bang?xep=ten"))),
        Page("agency of the board", lambda rng: f"/bang/don-vi-{rng.randrange(900)}"),
    )


async def read(port: int, page: Page, readers: int, each: int, pause: float) -> list[float]:
    """Seconds of every page; between two a reader waits `pause` seconds, give or take half of it."""
    some = (_reader(port, page, number, each, pause) for number in range(readers))
    return [one for spent in await asyncio.gather(*some) for one in spent]


async def _reader(port: int, page: Page, number: int, each: int, pause: float) -> list[float]:
    rng, spent = Random(f"{page.name}/{number}/{pause}"), []
    cookie = f"phien={secret_of(OWNERS[number % len(OWNERS)])}"
    coming, going = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(rng.uniform(0, pause))
    for _ in range(each):
        asked = f"GET {page.address(rng)} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        began = time.perf_counter()
        going.write(asked.encode())
        await _answer(coming)
        spent.append(time.perf_counter() - began)
        if pause:
            await asyncio.sleep(rng.uniform(0.5, 1.5) * pause)
    going.close()
    return spent


async def _answer(coming: asyncio.StreamReader) -> None:
    head = await coming.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"the server says {head[:60]!r}")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await coming.readexactly(int(length))


def _queue(rng: Random) -> str:
    asked = [
        ("kenh", rng.choice(_CHANNELS)),
        ("ket-luan", rng.choice(_KINDS)),
        ("trang", str(rng.randrange(1, 9))),
    ]
    return f"/ban-lam-viec?{urlencode(rng.sample(asked, rng.randrange(4)))}"


def _search(rng: Random) -> str:
    asked = (
        ("tim", rng.choice(SEARCHES)),
        ("linh-vuc", rng.choice(FIELDS)),
        ("dia-ban", rng.choice(PROVINCE.codes)),
        ("hinh-thuc", rng.choice(METHODS)),
        ("hinh-thuc", rng.choice(METHODS)),
        ("xep", rng.choice(("moi", "dong-thau", "gia-cao"))),
        ("trang", str(rng.randrange(1, 9))),
    )
    return f"/goi-thau?{urlencode(asked)}"
