"""Những việc phải công khai khác của một gói thầu: mở thầu, danh sách kỹ thuật, hợp đồng, sửa đổi.
The further acts of a notice: opening, technical list, contract information, amendments.

Only what the national network's records speak of. An act they do not show although a later one,
or the passing of its time, says that it must exist, is `expected`; where its day is not in our
data either (the contract's effect, the list's approval), its duty has no due day and is never
judged. A short list has no record at all: it is judged where a page shows its decision.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Notice, Opening, Result
from monitor.domain.vocabulary import DisclosureKind
from monitor.law.subject import AgencyOf, Subject, subject_of_notice, subject_of_result
from monitor.law.versions import captures_of, drafted, first_and_latest, first_publication, grouped

_CANCELLED = frozenset({"DHT", "DHTBMT"})
_WON = frozenset({"CNTTT"})
_FIRST_STEP = "notify-contractor-step-1-tbmt"
_TWO_ENVELOPES = frozenset({"1_HTHS", "2_HTHS"})


def further_disclosures_of(
    notices: Iterable[Notice], results: Iterable[Result], openings: Iterable[Opening], agency_of: AgencyOf
) -> tuple[Disclosure, ...]:
    """Openings, technical lists, contracts and amendments, from all stored versions; sorted by id.

    A direct appointment has a contract only. Ids are `<notice>/<kind>`, of an amendment
    `<notice>/amendment:<version>`.
    """
    by_notice = grouped(notices, lambda notice: notice.notice_no)
    by_result = grouped(results, lambda result: result.notice_no or f"result:{result.native_id}")
    opened = grouped(openings, lambda opening: opening.notice_no)
    found: list[Disclosure] = []
    for number in by_notice.keys() | by_result.keys():
        versions, outcome = by_notice.get(number, []), by_result.get(number, [])
        found += _contract(number, versions, outcome, agency_of)
        if versions and not first_and_latest(versions)[1].direct_appointment:
            found += _of_tender(versions, opened.get(number, []), outcome, agency_of)
    return tuple(sorted(found, key=lambda disclosure: disclosure.id))


def _of_tender(
    versions: list[Notice], openings: list[Opening], results: list[Result], agency_of: AgencyOf
) -> Iterator[Disclosure]:
    first, latest = first_and_latest(versions)
    subject = subject_of_notice(latest, agency_of)
    published = first_publication(first, versions)
    issued = published.day if published else drafted(latest.notice_no)
    yield from _amendments(versions, subject, agency_of)
    cancelled = latest.cancelled or latest.status_for_notify in _CANCELLED
    went_on = bool(latest.status_for_notify or results) or latest.step_code not in ("", _FIRST_STEP)
    happened = bool(openings) or (went_on and not cancelled)
    if happened or (latest.tender_period_end is not None and not cancelled):
        yield subject.disclosure(
            DisclosureKind.OPENING,
            national=None,
            decision_date=None,
            regime_date=issued,
            captures=(*captures_of(latest), *(o.capture_id for o in openings if o.capture_id)),
            opened_at=min((o.opened_at for o in openings if o.opened_at), default=None),
            expected=not openings,
        )
    if results and latest.bid_mode in _TWO_ENVELOPES:
        yield subject.disclosure(
            DisclosureKind.TECHNICAL_LIST,
            national=None,
            decision_date=None,
            regime_date=issued,
            captures=captures_of(latest),
            expected=True,
        )


def _amendments(versions: list[Notice], subject: Subject, agency_of: AgencyOf) -> Iterator[Disclosure]:
    """One for each version after 00, with the closing that this version set."""
    first, _latest = first_and_latest(versions)
    published = first_publication(first, versions)
    issued = published.day if published else drafted(subject.notice_no)
    for notice in versions:
        if not notice.version.isdecimal() or int(notice.version) == 0 or notice.published is None:
            continue
        yield subject_of_notice(notice, agency_of).disclosure(
            DisclosureKind.AMENDMENT,
            national=notice.published,
            decision_date=None,
            regime_date=issued,
            captures=captures_of(first, notice),
            version=notice.version,
        )


def _contract(
    number: str, versions: list[Notice], results: list[Result], agency_of: AgencyOf
) -> Iterator[Disclosure]:
    """A winner means a contract to come; when it takes effect, the records we read do not say."""
    latest = first_and_latest(versions)[1] if versions else None
    won = any(result.awards for result in results) or (latest and latest.status_for_notify in _WON)
    if not won:
        return
    subject = (
        subject_of_notice(latest, agency_of) if latest else subject_of_result(number, results[0], agency_of)
    )
    # The result that names the winner is the proof: of a tender with lots the first may name none.
    proof = sorted(results, key=lambda result: not result.awards)[:1]
    yield subject.disclosure(
        DisclosureKind.CONTRACT,
        national=None,
        decision_date=None,
        regime_date=_regime_date(number, versions, results, subject.direct_appointment),
        captures=captures_of(latest, *proof),
        expected=True,
    )


def _regime_date(number: str, versions: list[Notice], results: list[Result], direct: bool) -> date | None:
    """When the bidding documents were issued; a direct appointment had none: the day of its result."""
    if not direct:
        first = first_publication(first_and_latest(versions)[0], versions) if versions else None
        return first.day if first else drafted(number)
    return min((one.day for one in results if one.day is not None), default=None) or drafted(number)
