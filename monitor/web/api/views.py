"""Gói thầu đã công bố thành câu trả lời.
Published packages as the service shows them."""

from collections.abc import Iterator
from datetime import datetime

from monitor.domain.procurement import Notice as NoticeRecord
from monitor.domain.published import Process, Shown
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.ocds.facts import facts_of
from monitor.web.api.models import (
    Body,
    Named,
    Notice,
    NoticeVersion,
    Outcome,
    Package,
    Publication,
    Publications,
    Supplier,
)
from monitor.web.api.service import Service
from sources.egp.codelists import label


def package(service: Service, shown: Shown, process: Process) -> Package:
    """A package as lists show it."""
    facts = facts_of(process)
    ocid = service.publisher.ocid(process.key)
    return Package(
        key=shown.key,
        ocid=ocid,
        title=facts.title,
        buyer=Body(name=facts.buyer_name, code=facts.buyer_code or None, agency_id=shown.agency_id or None),
        notice_no=facts.notice_no or None,
        bid_no=facts.bid_no or None,
        plan_no=facts.plan_no or None,
        category=_named("invest_field", facts.category),
        method=_named("bid_form", facts.method),
        price=facts.price,
        status=facts.status,
        published_at=facts.published_at,
        closes_at=facts.closes_at,
        opens_at=facts.opens_at,
        is_online=facts.is_online,
        place_codes=facts.place_codes,
        changed_at=shown.changed_at,
        url=service.url(f"/packages/{shown.key}"),
        ocds_url=service.url(f"/ocds/records/{ocid}"),
    )


def notice(service: Service, shown: Shown, process: Process) -> Notice:
    """Its notice with every version."""
    latest = process.notice
    assert latest is not None
    return Notice(
        notice_no=latest.notice_no,
        package=package(service, shown, process),
        versions=tuple(map(version, process.notices)),
        cancelled=latest.cancelled,
        cancelled_at=_at(latest.cancelled_at),
        cancel_reason=latest.cancel_reason or None,
    )


def version(record: NoticeRecord) -> NoticeVersion:
    """One version of a notice."""
    return NoticeVersion(
        version=record.version or None,
        published_at=_at(record.published),
        closes_at=record.tender_period_end,
        opens_at=record.bid_opening,
        price=record.price,
        title=record.name,
    )


def outcomes(process: Process) -> tuple[Outcome, ...]:
    """Its results; a supplier who may be a person has no name here."""
    return tuple(
        Outcome(
            published_at=_at(result.published),
            price=result.price,
            suppliers=tuple(
                Supplier(name=award.supplier_name or None, code=award.supplier_code or None)
                for award in result.awards
            ),
        )
        for result in process.results
    )


def seen(service: Service, shown: Shown, process: Process, channel: Channel | None = None) -> Publications:
    """Where a package was seen, on one channel or on all, the earliest first."""
    found = [one for one in _publications(process) if channel in (None, one.channel)]
    found.sort(key=lambda one: (one.published_at or one.seen_at or process.first_read_at, one.kind))
    return Publications(package=package(service, shown, process), publications=tuple(found))


def _publications(process: Process) -> Iterator[Publication]:
    for planned in process.planned:
        yield _national(DisclosureKind.PLAN, planned.plan.name, planned.plan.published)
    for number, record in enumerate(n for n in process.notices if not n.direct_appointment):
        kind = DisclosureKind.AMENDMENT if number else DisclosureKind.NOTICE
        at = record.published if number else record.first_published or record.published
        yield _national(kind, record.name, at)
        if record.cancelled_at:
            yield _national(DisclosureKind.CANCELLATION, record.name, record.cancelled_at)
    for result in process.results:
        yield _national(DisclosureKind.RESULT, result.name, result.published)
    for posting in process.postings:
        yield Publication(
            channel=posting.channel,
            kind=posting.kind,
            title=posting.title,
            url=posting.url or None,
            published_at=_at(posting.published),
            precision=posting.published.precision if posting.published else None,
            seen_at=posting.seen_at,
        )


def _national(kind: DisclosureKind, title: str, at: Moment | None) -> Publication:
    return Publication(
        channel=Channel.NATIONAL,
        kind=kind,
        title=title,
        published_at=_at(at),
        precision=at.precision if at else None,
    )


def _named(code_list: str, code: str) -> Named | None:
    if not code:
        return None
    name = label(code_list, code)
    return Named(code=code, name=name if name != code else None)


def _at(moment: Moment | None) -> datetime | None:
    return moment.at if moment else None
