"""Từ hồ sơ trên mạng và tin đăng: những việc gì phải công khai.
From national records and lonely sightings to the acts that must be published.

The first publication on the national network is that of version 00: an amendment moves
`publicDate` and must never look late (egp-api §6.3). Where only a later version is known, the
disclosure says `first_version_unknown` and nothing is concluded from it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from monitor.domain.codes import CodeKind, code_kind
from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment, vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.law.scope import other_processes
from monitor.law.subject import AgencyOf, Subject, subject_of_notice, subject_of_result
from monitor.law.versions import (
    captures_of,
    drafted,
    first_and_latest,
    first_publication,
    grouped,
    known_cancelled,
)

# Published results known only from the notice row; without its date nothing is ever late, but a
# portal's copy finds what it belongs to (egp-api §7, statusForNotify).
_CONCLUDED = frozenset({"CNTTT", "KCNTTT", "DHKQLCNT", "VHH"})
_CANCELLED = frozenset({"DHT", "DHTBMT", "DHKQLCNT"})
# A page prints its own clock: a wrong time zone, or a day that an editor typed, is off by no more.
_CLOCK_LAGS = timedelta(days=2)
# A short list has no record of its own among those we read: a page that shows it is all there is.
_NATIONAL_KINDS = frozenset(
    {
        DisclosureKind.PLAN,
        DisclosureKind.NOTICE,
        DisclosureKind.CANCELLATION,
        DisclosureKind.SHORT_LIST,
        DisclosureKind.RESULT,
    }
)


def disclosures_of(
    plans: Iterable[Plan], notices: Iterable[Notice], results: Iterable[Result], agency_of: AgencyOf
) -> tuple[Disclosure, ...]:
    """One disclosure per plan, notice, cancellation and result, from all stored versions.

    `agency_of(name, code)` gives an agency id or "". A direct appointment had no notice, so it
    yields its result only. Sorted by id.
    """
    by_notice = grouped(notices, lambda notice: notice.notice_no)
    by_result = grouped(results, lambda result: result.notice_no or f"result:{result.native_id}")
    found = [_plan(versions, agency_of) for versions in grouped(plans, lambda plan: plan.plan_no).values()]
    for notice_no in by_notice.keys() | by_result.keys():
        found += _of_notice(notice_no, by_notice.get(notice_no, []), by_result.get(notice_no, []), agency_of)
    return tuple(sorted(found, key=lambda disclosure: disclosure.id))


def seen_only_elsewhere(
    sightings: Iterable[Sighting], agency_of_sighting: Callable[[Sighting], str]
) -> tuple[Disclosure, ...]:
    """Disclosures that stand on a portal or agency page and were linked to no national record.

    Only sightings that announce a plan, notice, cancellation, short list or result and show when
    they were published. The same title by the same agency is one disclosure, named after the sighting we
    met first, published when the earliest of them was, there at the latest when the first of them surely was.
    """
    same: dict[tuple[DisclosureKind, str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        if sighting.kind in _NATIONAL_KINDS and sighting.kind is not None and sighting.published is not None:
            agency_id = agency_of_sighting(sighting)
            owner = agency_id or f"source:{sighting.source_id}"
            same[sighting.kind, owner, " ".join(sighting.title.casefold().split())].append(sighting)
    found = [
        _elsewhere(kind, "" if owner.startswith("source:") else owner, group)
        for (kind, owner, _title), group in same.items()
    ]
    return tuple(sorted(found, key=lambda disclosure: disclosure.id))


def _plan(versions: list[Plan], agency_of: AgencyOf) -> Disclosure:
    first, latest = first_and_latest(versions)
    shown = first or latest
    methods = {package.procurement_method_details for package in latest.packages}
    return Disclosure(
        id=f"{latest.plan_no}/{DisclosureKind.PLAN}",
        kind=DisclosureKind.PLAN,
        subject_key=latest.plan_no,
        title=latest.name,
        buyer_name=latest.buyer_name,
        agency_id=agency_of(latest.buyer_name, latest.buyer_code),
        plan_no=latest.plan_no,
        price=latest.total,
        method=methods.pop() if len(methods) == 1 else "",
        decision_date=shown.decision_date,
        regime_date=shown.day,
        national=shown.published,
        capture_ids=captures_of(first, latest),
        package_titles=latest.package_names or tuple(package.name for package in latest.packages),
        first_version_unknown=first is None,
        process_apply=other_processes(package.process_apply for package in latest.packages),
    )


def _of_notice(
    notice_no: str, versions: list[Notice], results: list[Result], agency_of: AgencyOf
) -> list[Disclosure]:
    """The notice itself, its cancellation and its result, as far as each exists."""
    if not versions:
        return [_result(subject_of_result(notice_no, results[0], agency_of), results, None, None)]
    first, latest = first_and_latest(versions)
    subject = subject_of_notice(latest, agency_of)
    if latest.direct_appointment:
        return [_result(subject, results, None, latest)]
    published = first_publication(first, versions)
    documents_issued = published.day if published else drafted(notice_no)
    cancelled = latest.cancelled or latest.status_for_notify in _CANCELLED
    found = [
        subject.disclosure(
            DisclosureKind.NOTICE,
            national=published or latest.published,
            decision_date=None,
            regime_date=documents_issued,
            captures=captures_of(first, latest),
            first_version_unknown=published is None and latest.published is not None,
            cancelled=cancelled,
            cancelled_at=known_cancelled(latest) if cancelled else None,
        )
    ]
    if cancelled:
        found.append(
            subject.disclosure(
                DisclosureKind.CANCELLATION,
                national=latest.cancelled_at,
                decision_date=latest.cancel_decision_date,
                regime_date=documents_issued,
                captures=captures_of(latest),
            )
        )
    if results or latest.result_native_id or latest.status_for_notify in _CONCLUDED:
        found.append(_result(subject, results, documents_issued, latest))
    return found


def _result(
    subject: Subject, results: list[Result], documents_issued: date | None, notice: Notice | None
) -> Disclosure:
    """The result; without a stored one, the row of a direct appointment is its publication."""
    dated = [(result.published.at, result) for result in results if result.published]
    earliest = min(dated, key=lambda pair: pair[0])[1] if dated else next(iter(results), None)
    national = earliest.published if earliest else None
    if earliest is None and notice is not None and notice.direct_appointment:
        national = notice.first_published or notice.published
    decision = earliest.decision_date if earliest else None
    own_day = decision or (national.day if national else None)
    if documents_issued is None and not subject.direct_appointment:
        documents_issued = drafted(subject.notice_no)
    return subject.disclosure(
        DisclosureKind.RESULT,
        national=national,
        decision_date=decision,
        regime_date=documents_issued or own_day,
        captures=captures_of(earliest, notice),
    )


def _stood_by(published: Moment, first_seen_at: datetime) -> date:
    """The day on which an item surely stood there, whatever clock its page keeps.

    A look proves it of the day of first sight; where nobody had looked, the day it bears with a margin.
    """
    return max(published.day, min(vietnam_day(first_seen_at), published.day + _CLOCK_LAGS))


def _elsewhere(kind: DisclosureKind, agency_id: str, group: list[Sighting]) -> Disclosure:
    named = min(group, key=lambda sighting: (sighting.first_seen_at, sighting.id))
    published = min((s.published for s in group if s.published), key=lambda moment: moment.at)
    codes: dict[CodeKind, str] = {}
    for code in (code for sighting in group for code in sighting.codes):
        codes.setdefault(code_kind(code), code)
    return Disclosure(
        id=f"sighting:{named.id}/{kind}",
        kind=kind,
        subject_key=f"sighting:{named.id}",
        title=named.title,
        buyer_name="",
        agency_id=agency_id,
        plan_no=codes.get("PL", ""),
        notice_no=codes.get("IB", ""),
        bid_no=codes.get("BP", ""),
        regime_date=published.day,
        seen_elsewhere=published,
        elsewhere_by=min(_stood_by(s.published, s.first_seen_at) for s in group if s.published),
        capture_ids=tuple(dict.fromkeys(s.capture_id for s in group if s.capture_id)),
    )
