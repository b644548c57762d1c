"""Gói thầu như người đăng ký cần biết, đọc từ hồ sơ của Mạng.
Tenders as subscribers ask for them, read from the network's records."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from monitor.domain.procurement import Notice, Opening, Result
from monitor.domain.subscriptions import Tender
from monitor.domain.times import Moment
from monitor.subscriptions.events import Outcome, Reading

AgencyOf = Callable[[str, str], str]


def readings_of(
    notices: Iterable[Notice],
    openings: Iterable[Opening],
    results: Iterable[Result],
    agency_of: AgencyOf,
    home: tuple[str, ...] = (),
) -> Iterator[Reading]:
    """One reading per notice, and per result that had none (direct appointments), by subject key.

    All stored versions of the notices named, with their openings and results. `agency_of(name, code)`
    gives an agency id or "". A record without a place code, as older ones are, is at `home` when its
    buyer is in the registry.
    """
    versions: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        if not notice.direct_appointment:
            versions[notice.notice_no].append(notice)
    opened: dict[str, datetime] = {}
    for opening in openings:
        if opening.opened_at is not None:
            opened[opening.notice_no] = opening.opened_at
    of_notice: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        of_notice[result.notice_no or result.native_id].append(result)
    for key in sorted(versions.keys() | of_notice.keys()):
        outcomes = tuple(_outcome(result) for result in sorted(of_notice[key], key=lambda r: r.native_id))
        if key in versions:
            latest = max(versions[key], key=lambda notice: notice.version)
            yield Reading(_placed(_of_notice(latest, agency_of), home), opened.get(key), outcomes)
        else:
            yield Reading(_placed(_of_result(key, of_notice[key][0], agency_of), home), None, outcomes)


def _placed(tender: Tender, home: tuple[str, ...]) -> Tender:
    if tender.place_codes or not tender.agency_id:
        return tender
    return replace(tender, place_codes=home)


def _of_notice(notice: Notice, agency_of: AgencyOf) -> Tender:
    return Tender(
        notice.notice_no,
        notice.name,
        notice.buyer_name or notice.procuring_entity_name,
        agency_of(notice.buyer_name, notice.buyer_code),
        notice_no=notice.notice_no,
        plan_no=notice.plan_no,
        bid_no=notice.bid_no,
        version=notice.version,
        category=notice.main_procurement_category,
        method=notice.procurement_method_details,
        price=notice.price,
        is_online=notice.is_online,
        place_codes=notice.province_codes,
        published_at=_instant(notice.first_published or notice.published),
        closes_at=notice.tender_period_end,
        opens_at=notice.bid_opening,
        cancelled=notice.cancelled,
        clarifications=notice.clarifications,
    )


def _of_result(key: str, result: Result, agency_of: AgencyOf) -> Tender:
    return Tender(
        key,
        result.name,
        result.buyer_name,
        agency_of(result.buyer_name, result.buyer_code),
        plan_no=result.plan_no,
        bid_no=result.bid_no,
        category=result.main_procurement_category,
        method=result.procurement_method_details,
        price=result.price,
        is_online=result.is_online,
        place_codes=result.province_codes,
        published_at=_instant(result.published),
    )


def _outcome(result: Result) -> Outcome:
    suppliers = tuple(dict.fromkeys(award.supplier_name for award in result.awards))
    return Outcome(result.native_id or result.notice_no, _instant(result.published), suppliers, result.price)


def _instant(moment: Moment | None) -> datetime | None:
    return moment.at if moment else None
