"""Nửa triệu gói thầu đã công bố, làm lại chỉ mục, rồi tìm với ba bộ lọc.
Half a million published packages, the search index made from them, and searches with three filters.

    python -m tests.bench.web_world --packages 500000 [--url postgresql://…]
"""

import argparse
import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.types import Message

from monitor.domain.procurement import Award, Notice, Result
from monitor.domain.province import Inspectorate, Province
from monitor.domain.published import Process, PublicPackage
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Precision
from monitor.ocds.facts import facts_of
from monitor.steps.index_search import fill_search, rebuild_search
from monitor.web.app import create_app
from monitor.web.public.search import SEARCH
from monitor.wiring import Office
from storage.store import Store

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
PROVINCE = Province("mau", "Tỉnh Mẫu", ("86",), ("809", "811", "817"), Inspectorate("Thanh tra tỉnh Mẫu"))
HEADS = (
    "Xây lắp", "Thi công xây dựng", "Mua sắm", "Cung cấp", "Sửa chữa", "Nâng cấp", "Tư vấn giám sát",
    "Tư vấn lập báo cáo kinh tế kỹ thuật", "Bảo hiểm công trình", "Thuê dịch vụ", "Cải tạo", "Mở rộng",
)  # fmt: skip
THINGS = (
    "đường liên ấp", "trường tiểu học", "trường trung học cơ sở", "trạm y tế", "vật tư y tế tiêu hao",
    "thiết bị dạy học tối thiểu", "hệ thống chiếu sáng", "kênh thủy lợi nội đồng", "trụ sở làm việc",
    "máy tính và máy in", "nhà văn hóa ấp", "cống hở", "bờ kè chống sạt lở", "hệ thống cấp nước",
    "cầu dân sinh", "thuốc generic", "xe cứu thương",
)  # fmt: skip
FIELDS, METHODS = ("XL", "HH", "TV", "PTV", "HON_HOP"), ("DTRR", "CHCT", "CDTRG", "CGTTRG", "MSTT", "TTH")
SEARCHES = (
    "xây dựng",
    "xay dung",
    '"trường tiểu học"',
    "vật tư y tế",
    "sua chua duong",
    "goi thau",
    "cầu -cống",
    "",
)


def packages(number: int) -> Iterator[PublicPackage]:
    """Packages of 900 buyers over three years; a third of them with a result."""
    rng = Random(7)
    buyers = [f"UBND xã Mẫu {n}" if n % 3 else f"Ban Quản lý dự án khu vực {n}" for n in range(900)]
    often = list(accumulate(1 / (n + 5) for n in range(900)))
    for n in range(number):
        place = rng.choices(range(900), cum_weights=often)[0]
        yield _package(n, place, buyers[place], rng)


def _package(n: int, place: int, buyer: str, rng: Random) -> PublicPackage:
    at = NOW - timedelta(minutes=rng.randrange(3 * 365 * 1440))
    moment = Moment(at, Precision.SECOND, "api")
    things = f"{rng.choice(HEADS)} {rng.choice(THINGS)} {rng.choice(THINGS)}"
    name = f"Gói thầu số {n % 40}: {things} xã Mẫu {place} đợt {n % 7}"
    notice = Notice(
        f"IB26{n:08}",
        "00",
        f"n-{n}",
        name,
        buyer,
        "",
        moment,
        moment,
        plan_no=f"PL26{n // 4:08}",
        bid_no=f"BP26{n:08}",
        main_procurement_category=rng.choice(FIELDS),
        procurement_method_details=rng.choice(METHODS),
        price=int(10 ** rng.uniform(7.5, 11)),
        tender_period_end=at + timedelta(days=20),
        bid_opening=at + timedelta(days=20),
        cancelled=rng.random() < 0.04,
        province_codes=(rng.choice(PROVINCE.codes),),
        is_online=True,
    )
    results: tuple[Result, ...] = ()
    if rng.random() < 0.35:
        firm = Award(f"Công ty TNHH Xây dựng Mẫu {rng.randrange(5000)}", "vn1", notice.price)
        results = (Result(f"kq-{n}", notice.notice_no, name, buyer, "", moment, awards=(firm,)),)
    process = Process(notice.notice_no, at, notices=(notice,), results=results)
    return PublicPackage(process, facts_of(process), f"don-vi-{place}", name.lower(), ())


def publish(store: Store, number: int) -> None:
    """Store them as published, without entries in the index."""
    waiting = packages(number)
    while batch := list(islice(waiting, 5000)):
        with store.begin() as work:
            work.published.put(batch, NOW)


def addresses(count: int, seed: int) -> list[str]:
    """Searches with three filters each, as they stand in the address."""
    rng = Random(seed)
    return [
        urlencode(
            [
                ("tim", rng.choice(SEARCHES)),
                ("linh-vuc", rng.choice(FIELDS)),
                ("dia-ban", rng.choice(PROVINCE.codes)),
                ("hinh-thuc", rng.choice(METHODS)),
                ("hinh-thuc", rng.choice(METHODS)),
                ("xep", rng.choice(("moi", "dong-thau", "gia-cao"))),
                ("trang", str(rng.randrange(1, 9))),
            ]
        )
        for _ in range(count)
    ]


async def ask(app: FastAPI, path: str, query: str) -> float:
    """Seconds until the whole page was made."""
    answered: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answered.append(message)

    began = time.perf_counter()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 9), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    spent = time.perf_counter() - began
    assert answered[0]["status"] == 200
    return spent


async def users(app: FastAPI, path: str, number: int, each: int) -> list[float]:
    """So many readers at once, each of whom reads a page for a second or so before the next."""

    async def user(seed: int) -> list[float]:
        rng, spent = Random(seed), []
        for query in addresses(each, seed):
            await asyncio.sleep(rng.uniform(0.5, 1.5))
            spent.append(await ask(app, path, query))
        return spent

    return [one for spent in await asyncio.gather(*map(user, range(number))) for one in spent]


def measure(store: Store) -> None:
    """Print what pages take: alone, and with twenty readers."""
    app = create_app(Office(store, PROVINCE, ()), lambda: NOW)
    print(f"first search (reads the columns): {asyncio.run(ask(app, SEARCH, '')):.1f} s")

    async def alone() -> list[float]:
        return [await ask(app, SEARCH, query) for query in addresses(200, 3)]

    async def packages_alone() -> list[float]:
        return [await ask(app, f"{SEARCH}/IB26{n * 50:08}", "") for n in range(100)]

    busy = time.process_time()
    spent = asyncio.run(alone())
    tell("search with three filters, one reader", spent)
    print(f"processor: {(time.process_time() - busy) / len(spent) * 1000:.0f} ms for each search")
    tell("search with three filters, twenty readers", asyncio.run(users(app, SEARCH, 20, 12)))
    tell("page of a package, one reader", asyncio.run(packages_alone()))


def tell(name: str, spent: list[float]) -> None:
    """Median, 95th percentile and the worst, in milliseconds."""
    slow = quantiles(spent, n=20)[-1]
    figures = (("median", median(spent)), ("p95", slow), ("worst", max(spent)))
    print(name + ": " + ", ".join(f"{word} {value * 1000:.0f} ms" for word, value in figures), flush=True)


def main() -> None:
    """Make the world, build the index, search, print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=int, default=500_000)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        store = Store(given.url or f"sqlite:///{Path(folder) / 'monitor.db'}")
        store.create()
        began = time.perf_counter()
        publish(store, given.packages)
        print(f"{given.packages} packages published in {time.perf_counter() - began:.0f} s", flush=True)
        for name, build in (("built", _built), ("built again", _again)):
            began, busy = time.perf_counter(), time.process_time()
            written = build(store)
            spent, busy = time.perf_counter() - began, time.process_time() - busy
            print(f"index of {written} {name} in {spent:.0f} s ({busy:.0f} s of processor)", flush=True)
        measure(store)
        store.close()


def _built(store: Store) -> int:
    return fill_search(store, PROVINCE)


def _again(store: Store) -> int:
    return rebuild_search(store, PROVINCE, lambda done, total: None)


if __name__ == "__main__":
    main()
