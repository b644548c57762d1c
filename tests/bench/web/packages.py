"""Nửa triệu gói thầu đã công bố của tỉnh mẫu, kèm tin đăng của chúng (dữ liệu tổng hợp).
Half a million published packages of an invented province, with what portals and pages showed of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from monitor.domain.procurement import Agency, Award, Notice, Result
from monitor.domain.province import Inspectorate, Province
from monitor.domain.published import Posting, Process, PublicPackage
from monitor.domain.sources import Sighting, Source
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision
from monitor.ocds.facts import facts_of

# A Monday, 09:00 in Việt Nam.
NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
PROVINCE = Province("mau", "Tỉnh Mẫu", ("86",), ("809", "811", "817"), Inspectorate("Thanh tra tỉnh Mẫu"))
AGENCIES = tuple(
    Agency(f"don-vi-{n}", f"UBND xã Mẫu {n}" if n % 3 else f"Ban Quản lý dự án khu vực {n}")
    for n in range(900)
)
SOURCES = (
    Source("mang", "Mạng đấu thầu quốc gia", Channel.NATIONAL, "egp", "http://mau.test/mang"),
    Source("cong", "Cổng thông tin tỉnh Mẫu", Channel.PORTAL, "feed", "http://mau.test/cong"),
    *(
        Source(f"trang-{n}", one.name, Channel.AGENCY_PAGE, "feed", f"http://mau.test/{n}", (one.id,))
        for n, one in enumerate(AGENCIES[:40])
    ),
)  # fmt: skip
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
_DAY = timedelta(days=1)
_SPAN = 3 * 365 * _DAY
# Where a package is shown besides the network: the notice and the result on the portal, the notice on a page.
_SHOWN = (
    ("cong", Channel.PORTAL, DisclosureKind.NOTICE, 1.2),
    ("cong", Channel.PORTAL, DisclosureKind.RESULT, 31.5),
    ("trang", Channel.AGENCY_PAGE, DisclosureKind.NOTICE, 2.1),
)


def packages(number: int) -> Iterator[PublicPackage]:
    """Packages of 900 buyers over three years, in the order of their notices, as a network shows them.

    A third of them have a result; each has its postings.
    """
    rng = Random(7)
    often = list(accumulate(1 / (n + 5) for n in range(len(AGENCIES))))
    for n in range(number):
        place = rng.choices(range(len(AGENCIES)), cum_weights=often)[0]
        yield _package(n, place, NOW - _SPAN * (1 - n / number), rng)


def sightings(number: int) -> Iterator[Sighting]:
    """Three items for every package, as the portal and the pages showed them."""
    for one in packages(number):
        for posting in one.process.postings:
            source = posting.id.partition("|")[0]
            yield Sighting(
                posting.id,
                source,
                posting.channel,
                posting.id.partition("|")[2],
                posting.url,
                posting.title,
                posting.published,
                posting.seen_at,
                kind=posting.kind,
                codes=(one.process.key,) if hash_of(one.process.key) % 3 == 0 else (),
                look_id=f"look-{source}",
            )


def hash_of(key: str) -> int:
    """The running number in a notice's number."""
    return int(key[4:])


def _package(n: int, place: int, at: datetime, rng: Random) -> PublicPackage:
    moment, buyer = Moment(at, Precision.SECOND, "api"), AGENCIES[place]
    things = f"{rng.choice(HEADS)} {rng.choice(THINGS)} {rng.choice(THINGS)}"
    name = f"Gói thầu số {n % 40}: {things} xã Mẫu {place} đợt {n % 7}"
    notice = Notice(
        f"IB26{n:08}",
        "00",
        f"n-{n}",
        name,
        buyer.name,
        "",
        moment,
        moment,
        plan_no=f"PL26{n // 4:08}",
        bid_no=f"BP26{n:08}",
        main_procurement_category=rng.choice(FIELDS),
        procurement_method_details=rng.choice(METHODS),
        price=int(10 ** rng.uniform(7.5, 11)),
        tender_period_end=at + 20 * _DAY,
        bid_opening=at + 20 * _DAY,
        cancelled=rng.random() < 0.04,
        province_codes=(rng.choice(PROVINCE.codes),),
        is_online=True,
    )
    results: tuple[Result, ...] = ()
    if rng.random() < 0.35:
        firm = Award(f"Công ty TNHH Xây dựng Mẫu {rng.randrange(5000)}", "vn1", notice.price)
        results = (Result(f"kq-{n}", notice.notice_no, name, buyer.name, "", moment, awards=(firm,)),)
    postings = tuple(_postings(n, place, name, at))
    process = Process(notice.notice_no, at, notices=(notice,), results=results, postings=postings)
    return PublicPackage(process, facts_of(process), buyer.id, name.lower(), ())


def _postings(n: int, place: int, name: str, at: datetime) -> Iterator[Posting]:
    for number, (source, channel, kind, days) in enumerate(_SHOWN):
        shown = at + days * _DAY
        source_id = f"{source}-{place % 40}" if channel is Channel.AGENCY_PAGE else source
        yield Posting(
            f"{source_id}|{n}-{number}",
            channel,
            kind,
            f"Thông báo: {name}",
            f"http://mau.test/{source_id}/{n}-{number}",
            Moment(shown, Precision.MINUTE, "feed"),
            shown + timedelta(minutes=40),
        )
