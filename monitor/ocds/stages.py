"""Mỗi việc đã công bố của một gói thầu thành một bản công bố.
Each act that was published of a process, as one release; ids and order come later."""

from collections.abc import Iterator
from datetime import datetime

from monitor.domain.procurement import Notice, Opening, Result
from monitor.domain.published import Planned, Posting, Process, TenderStatus
from monitor.domain.times import start_of_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.ocds.facts import first_publication, status_of
from monitor.ocds.parties import Parties
from monitor.ocds.sections import (
    awards,
    document,
    kind_of_purchase,
    planned_tender,
    planning,
    related_plan,
    tender,
)
from monitor.ocds.values import Json, Publisher, dong, instant, known, maybe_instant

Staged = tuple[datetime, Json]

_CONCLUDED = (TenderStatus.COMPLETE, TenderStatus.UNSUCCESSFUL)


def staged(process: Process, publisher: Publisher) -> Iterator[Staged]:
    """Every release with its instant (UTC), in the order of the stages, without ids."""
    yield from _plans(process, publisher)
    yield from _notices(process, publisher)
    yield from (_opening(process, opening) for opening in process.openings if opening.opened_at)
    yield from _results(process, publisher)
    yield from (_posting(process, posting) for posting in process.postings)


def tender_id(process: Process) -> str:
    """The number of its notice, else of the package in its plan."""
    numbers = [notice.notice_no for notice in process.notices]
    numbers += [result.notice_no for result in process.results]
    bid_no = next((planned.package.bid_no for planned in process.planned), "")
    return next(filter(None, (*numbers, bid_no)), process.key)


def _plans(process: Process, publisher: Publisher) -> Iterator[Staged]:
    for number, planned in enumerate(process.planned):
        parties = Parties()
        buyer = parties.add(planned.plan.buyer_name, planned.plan.buyer_code, "buyer")
        yield (
            _planned_at(process, planned),
            known(
                tag=["planning"] if number == 0 else ["planningUpdate"],
                parties=parties.listed(),
                buyer=buyer,
                planning=planning(planned),
                tender=planned_tender(process.key, planned, publisher),
                relatedProcesses=related_plan(planned.plan.plan_no, planned.plan.name),
            ),
        )


def _planned_at(process: Process, planned: Planned) -> datetime:
    plan = planned.plan
    if plan.published:
        return plan.published.at
    return start_of_day(plan.decision_date) if plan.decision_date else process.first_read_at


def _notices(process: Process, publisher: Publisher) -> Iterator[Staged]:
    shown = [notice for notice in process.notices if not notice.direct_appointment]
    began = first_publication(process)
    starts = maybe_instant(began.at if began else None)
    for number, notice in enumerate(shown):
        at = notice.published.at if notice.published else process.first_read_at
        if number == 0 and began is not None and notice.version in ("", "00"):
            at = began.at
        parties = Parties()
        buyer = parties.add(notice.buyer_name, notice.buyer_code, "buyer")
        status = _said_of_it(process) if number == len(shown) - 1 else TenderStatus.ACTIVE
        body = tender(notice, parties, publisher, starts=starts, status=status.value if status else "")
        if number:
            body["amendments"] = [{"id": notice.version, "date": instant(at)}]
        yield (
            at,
            known(
                tag=["tenderAmendment"] if number else ["tender"],
                parties=parties.listed(),
                buyer=buyer,
                tender=body,
                relatedProcesses=related_plan(notice.plan_no, ""),
            ),
        )
    if shown and shown[-1].cancelled:
        yield _cancellation(process, shown[-1])


def _said_of_it(process: Process) -> TenderStatus | None:
    """What the last version says of the tender, where nothing dated says it after."""
    status = status_of(process)
    return TenderStatus.ACTIVE if process.results or status is TenderStatus.CANCELLED else status


def _cancellation(process: Process, notice: Notice) -> Staged:
    at = _cancelled_at(process, notice)
    amendment = known(id="cancellation", date=instant(at), rationale=notice.cancel_reason)
    body = known(id=notice.notice_no, status="cancelled", amendments=[amendment])
    return at, {"tag": ["tenderCancellation"], "tender": body}


def _cancelled_at(process: Process, notice: Notice) -> datetime:
    if notice.cancelled_at:
        return notice.cancelled_at.at
    decided = notice.cancel_decision_date
    known_since = start_of_day(decided) if decided else process.cancelled_noticed_at
    return known_since or process.first_read_at


def _opening(process: Process, opening: Opening) -> Staged:
    parties = Parties()
    body = known(
        id=tender_id(process),
        tenderers=parties.suppliers(opening.tenderers, "tenderer"),
        numberOfTenderers=opening.bidder_count or None,
    )
    assert opening.opened_at is not None
    return opening.opened_at, known(tag=["tenderUpdate"], parties=parties.listed(), tender=body)


def _results(process: Process, publisher: Publisher) -> Iterator[Staged]:
    notice = process.notice
    status = status_of(process)
    for result in process.results:
        parties = Parties()
        buyer = parties.add(result.buyer_name, result.buyer_code, "buyer")
        body = known(
            id=tender_id(process),
            title=result.name if result.direct_appointment else "",
            status=status.value if status in _CONCLUDED else None,
            value=dong(notice.price) if notice and result.direct_appointment else None,
            **kind_of_purchase(
                result.procurement_method_details, result.main_procurement_category, publisher
            ),
        )
        found = awards(result, parties, publisher, notice.status_for_notify if notice else "")
        yield (
            _concluded_at(process, result),
            known(
                tag=["award"],
                parties=parties.listed(),
                buyer=buyer,
                tender=body,
                awards=found,
                relatedProcesses=related_plan(result.plan_no, ""),
            ),
        )


def _concluded_at(process: Process, result: Result) -> datetime:
    if result.published:
        return result.published.at
    return start_of_day(result.decision_date) if result.decision_date else process.first_read_at


def _posting(process: Process, posting: Posting) -> Staged:
    shown = [document(posting)]
    if posting.kind is DisclosureKind.PLAN:
        return posting.at, {"tag": ["planningUpdate"], "planning": {"documents": shown}}
    return posting.at, {"tag": ["tenderUpdate"], "tender": {"id": tender_id(process), "documents": shown}}
