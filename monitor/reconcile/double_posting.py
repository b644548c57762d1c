"""Một gói thầu có hai thông báo mời thầu cùng mở.
One package with two invitations that stood open at the same time.

The package is the same by its id or number on the network, else by plan and name; names alone never
suffice (egp-api §6.2). A re-tender is no double posting: the first was called off, found nobody, or had
closed before the second was posted. Nor are lots or phases of one package that are tendered apart: their
titles name different numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations

from monitor.domain.patterns import Twin
from monitor.domain.procurement import Notice
from monitor.reconcile.contrast import conflicting
from monitor.reconcile.reading import read_name
from monitor.reconcile.text import normal_form

# Called off, without a winner, or void (egp-api §7, statusForNotify).
_OVER = frozenset({"DHT", "DHTBMT", "KCNTTT", "DHKQLCNT", "VHH"})


def twins_of(notices: Iterable[Notice]) -> Mapping[str, tuple[Twin, ...]]:
    """By notice number, its twins; `notices` are the latest versions, one of each number."""
    same: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        if _stands(notice):
            for key in _keys(notice):
                same[key].append(notice)
    found: dict[str, dict[str, Twin]] = defaultdict(dict)
    for (why, _), group in same.items():
        for one, other in permutations(group, 2) if len(group) > 1 else ():
            twin = _twin(one, other, why)
            if twin is not None:
                found[one.notice_no].setdefault(other.notice_no, twin)
    return {number: tuple(twins[name] for name in sorted(twins)) for number, twins in found.items()}


def _stands(notice: Notice) -> bool:
    over = notice.cancelled or notice.status_for_notify in _OVER
    return not over and not notice.direct_appointment


def _keys(notice: Notice) -> Iterator[tuple[str, str]]:
    if notice.package_native_id:
        yield "cùng gói thầu trên Mạng", notice.package_native_id
    if notice.bid_no:
        yield f"cùng mã gói {notice.bid_no}", notice.bid_no
    if notice.plan_no and not (notice.package_native_id or notice.bid_no):
        yield f"cùng tên gói trong kế hoạch {notice.plan_no}", f"{notice.plan_no}/{normal_form(notice.name)}"


def _twin(one: Notice, other: Notice, why: str) -> Twin | None:
    """The other, where each was posted before the other closed and no number tells them apart."""
    posted, also = one.first_published or one.published, other.first_published or other.published
    if one.notice_no == other.notice_no or posted is None or also is None:
        return None
    if one.tender_period_end is None or other.tender_period_end is None:
        return None
    if posted.latest > other.tender_period_end or also.latest > one.tender_period_end:
        return None
    if conflicting(read_name(one.name).parts, read_name(other.name).parts):
        return None
    return Twin(other.notice_no, why, also, other.tender_period_end, other.capture_id)
