"""Một thông báo mẫu và những bản đăng lại nó trên kênh khác, để so từng ô.
A sample notice, and copies of it on another channel, compared field by field."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.domain.judgement import Link, LinkedSighting
from monitor.domain.patterns import Difference
from monitor.domain.procurement import Agency, Notice
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment, from_vietnam
from monitor.domain.vocabulary import Channel, LinkOrigin, LinkState, Precision
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.differences import Version, differences_of

RESOLVER = AgencyResolver(
    (
        Agency("so-y-te", "Sở Y tế tỉnh Sông Mẫu"),
        Agency("benh-vien", "Bệnh viện Đa khoa tỉnh Sông Mẫu", parent_id="so-y-te"),
        Agency("so-xay-dung", "Sở Xây dựng tỉnh Sông Mẫu"),
    )
)


def vn(text: str) -> datetime:
    return from_vietnam(datetime.fromisoformat(text))


NOTICE = Notice(
    notice_no="IB2600000001",
    version="00",
    native_id="n",
    name="Gói thầu số 03: Sửa chữa Trường Tiểu học xã Tân Mẫu",
    buyer_name="Sở Y tế tỉnh Sông Mẫu",
    buyer_code="",
    published=Moment(vn("2026-03-02T08:00"), Precision.SECOND, "api"),
    first_published=None,
    price=5_000_000_000,
    procurement_method_details="DTRR",
    tender_period_end=vn("2026-03-20T09:00"),
)


def differing(
    body: str = "",
    *,
    title: str = "Mời thầu gói thầu số 03: Sửa chữa Trường Tiểu học xã Tân Mẫu",
    origin: LinkOrigin = LinkOrigin.CODE,
    closings: tuple[str, ...] = ("2026-03-20T09:00",),
    prices: tuple[int, ...] = (5_000_000_000,),
    **changes: Any,
) -> dict[str, Difference]:
    """What differs between the sample notice, with these changes, and an article, by field."""
    found = differences_of(
        (replace(NOTICE, **changes),),
        tuple(map(vn, closings)),
        prices,
        (as_copy(body, title, origin),),
        RESOLVER,
    )
    return {one.field: one for one in found}


def as_copy(body: str, title: str = "", origin: LinkOrigin = LinkOrigin.CODE) -> LinkedSighting:
    """An article linked to the one act at hand."""
    seen = vn("2026-03-03T08:00")
    moment = Moment(seen, Precision.MINUTE, "listing")
    item = Sighting(
        "cong|1", "cong", Channel.PORTAL, "1", "https://cong.example/1", title, moment, seen, body=body
    )
    return LinkedSighting(Link(item.id, "act", LinkState.LINKED, origin, 1.0, (), seen), item)


def unlike(versions: tuple[Version, ...], copy: LinkedSighting, *prices: int) -> dict[str, Difference]:
    """What differs between these versions and the copy, by field; no closing is known."""
    return {one.field: one for one in differences_of(versions, (), prices, (copy,), RESOLVER)}
