"""Tình huống mẫu cho ví dụ trong từng tệp quy tắc (dữ liệu tổng hợp).
Made-up situations for the worked examples of the rules; what they say is checked by a test."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from monitor.domain.judgement import Finding, Link, LinkedSighting, SourceCoverage
from monitor.domain.patterns import (
    Coverage,
    Difference,
    LikePurchases,
    PlannedPackage,
    PlanSetting,
    Purchase,
    TenderFile,
    Twin,
)
from monitor.domain.procurement import Notice, Result
from monitor.domain.sources import Look, Sighting
from monitor.domain.times import Moment, Window, from_vietnam
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState, Outcome, Precision
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook

_NUMBER = "IB2600000001"
_TITLE = "Sửa chữa Trường Tiểu học Sông Mẫu"
_AGENCY = ("song-mau", "Ban Quản lý dự án Sông Mẫu")
_START = "2026-01-01T00:00"


def said(check: Callable[..., tuple[Finding, ...]], subject: Any, now: str = "2026-04-01T08:00") -> str:
    """What a rule says of a situation at a Vietnamese wall-clock time; empty when it is silent."""
    found = check(subject, load_lawbook(), load_calendar(), instant(now))
    return " ".join(finding.sentence for finding in found)


def instant(text: str) -> datetime:
    """A Vietnamese wall-clock time as UTC."""
    return from_vietnam(datetime.fromisoformat(text))


def moment(text: str) -> Moment:
    return Moment(instant(text), Precision.MINUTE if "T" in text else Precision.DAY, "api")


def tender(
    *,
    published: str = "2026-03-02T08:00",
    closes: str = "2026-03-20T09:00",
    method: str = "DTRR",
    price: int | None = 5_000_000_000,
    direct: bool = False,
    result: str = "",
    again: str = "",
    again_price: int | None = None,
    portal: str = "",
    price_shown: str = "",
    twin: str = "",
    seen: str = "",
    **changes: Any,
) -> TenderFile:
    """One tender: works, domestic, online, five billion đồng unless said otherwise.

    `again` posts version 01, `portal` a copy on the provincial portal; until `seen` the national
    network was seen whole. `changes` are further fields of the notice.
    """
    notice = Notice(
        notice_no=_NUMBER,
        version="00",
        native_id="n-00",
        name=_TITLE,
        buyer_name=_AGENCY[1],
        buyer_code="",
        published=moment(published),
        first_published=moment(published),
        price=price,
        main_procurement_category="XL",
        procurement_method_details=method,
        process_apply="LDT",
        tender_period_end=instant(closes),
        direct_appointment=direct,
        is_online=True,
        is_domestic=True,
        capture_id="c-00",
    )
    notice = replace(notice, **changes)
    versions: tuple[Notice, ...] = (notice,)
    if again:
        amended = replace(notice, version="01", native_id="n-01", published=moment(again), capture_id="c-01")
        versions += (replace(amended, price=again_price or price),)
    results = (_result(notice, result),) if result else ()
    shown = (copied(portal),) if portal else ()
    return TenderFile(
        _NUMBER,
        *_AGENCY,
        versions,
        results,
        closings=tuple(v.tender_period_end for v in versions if v.tender_period_end),
        shown=shown,
        differences=_other_price(notice, price_shown),
        twins=(Twin(twin, "cùng mã gói BP2600000001", moment(published), instant(closes)),) if twin else (),
        coverage=seen_until(seen) if seen else {},
    )


def planned(*, until: str, words: str = "", method: str = "DTRR", seen: str = "") -> PlannedPackage:
    """A package of a plan published on 05/01/2026 that meant it to begin by `until`."""
    return PlannedPackage(
        "BP2600000001",
        "PL2600000001",
        _TITLE,
        *_AGENCY,
        5_000_000_000,
        method,
        moment("2026-01-05T08:00"),
        date.fromisoformat(until),
        words,
        coverage=seen_until(seen) if seen else {},
    )


def purchases(*bought: tuple[str, int], setting: PlanSetting = "") -> LikePurchases:
    """Direct appointments of computers by one buyer: day and price of each; the kind of their plan."""
    return LikePurchases(
        tuple(
            Purchase(
                f"IB260000000{number}",
                f"Mua sắm máy tính đợt {number}",
                *_AGENCY,
                "HH",
                price,
                date.fromisoformat(day),
                setting=setting,
            )
            for number, (day, price) in enumerate(bought, 1)
        )
    )


def copied(published: str, channel: Channel = Channel.PORTAL, number: int = 1) -> LinkedSighting:
    """A copy of the invitation, first seen an hour after it was posted."""
    seen = instant(published) + timedelta(hours=1)
    item = Sighting(
        id=f"cong|{number}",
        source_id="cong",
        channel=channel,
        native_key=str(number),
        url=f"https://cong.example/{number}",
        title=f"Thông báo mời thầu: {_TITLE}",
        published=moment(published),
        first_seen_at=seen,
        kind=DisclosureKind.NOTICE,
        capture_id=f"c-cong-{number}",
    )
    link = Link(item.id, f"{_NUMBER}/notice", LinkState.LINKED, LinkOrigin.CODE, 1.0, ("trùng mã",), seen)
    return LinkedSighting(link, item)


def seen_until(until: str, since: str = _START) -> Coverage:
    """One national source seen whole from `since` to `until`."""
    window = Window(instant(since), instant(until))
    look = Look("luot-1", "mang", window.end, window.end, Outcome.COMPLETE, window)
    coverage = (SourceCoverage("mang", (window,), look, look),)
    return {DisclosureKind.NOTICE: coverage, DisclosureKind.RESULT: coverage}


def _result(notice: Notice, published: str) -> Result:
    return Result(
        "r-1",
        notice.notice_no,
        notice.name,
        notice.buyer_name,
        "",
        moment(published),
        procurement_method_details=notice.procurement_method_details,
        direct_appointment=notice.direct_appointment,
        capture_id="c-r",
    )


def _other_price(notice: Notice, shown: str) -> tuple[Difference, ...]:
    if not shown:
        return ()
    national = f"{notice.price or 0:,}".replace(",", ".")
    url = "https://cong.example/1"
    return (
        Difference(
            "giá gói thầu", "price", f"{national} đồng", f"{shown} đồng", Channel.PORTAL, url, "c-cong-1"
        ),
    )
