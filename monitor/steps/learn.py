"""Bước 6: việc gì vừa xảy ra với các gói thầu, và ai đã đăng ký muốn biết.
Step 6 of the cycle: what has happened to tenders, and which subscriptions asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from monitor.domain.subscriptions import TenderEvent, TenderState
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.letterhead import IN_FEED
from monitor.steps.purge import purge
from monitor.subscriptions.events import SOON, closing_soon, followed
from monitor.subscriptions.matcher import Matcher
from monitor.subscriptions.places import place_codes
from monitor.subscriptions.tenders import readings_of
from monitor.wiring import Line
from storage.store import UnitOfWork

_READ_UNTIL = "tenders_read_until"
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
# A hand-over file that began to be read before the last cycle may be stored after it.
_OVERLAP = timedelta(hours=1)
# Tenders worked through at once: a first look brings tens of thousands.
_TOGETHER = 2000


@dataclass(frozen=True, slots=True)
class Learnt:
    """How many things happened to tenders, and how many matches they made."""

    events: int
    matches: int


def learn(line: Line, now: datetime) -> Learnt:
    """Find what is new since the last time, and note who is to be told, in one transaction.

    1. what is kept no longer goes, pauses that have ended; 2. tenders of which anything reads
    differently; 3. those that close soon; 4. the subscriptions that each event matches. Matches,
    states and the instant up to which records were read are kept together: a kill loses nothing and
    finds nothing twice.
    """
    with line.store.begin() as work:
        purge(work, now)
        _wake(work, now)
        kept = work.meta.get(_READ_UNTIL)
        numbers = iter(work.records.tenders_touched(_since(kept)))
        events: list[TenderEvent] = []
        while batch := list(islice(numbers, _TOGETHER)):
            events += _follow(line, work, batch, now)
        events += _remind(work, now)
        work.meta.set(_READ_UNTIL, now.isoformat())
        return Learnt(len(events), _match(line, work, events))


def _since(kept: object) -> datetime:
    return datetime.fromisoformat(str(kept)) - _OVERLAP if kept else _BEFORE_ALL


def _wake(work: UnitOfWork, now: datetime) -> None:
    over = work.subscriptions.over(now)
    work.subscriptions.put(
        replace(one, state=SubscriptionState.ACTIVE, paused_until=None, changed_at=now) for one in over
    )


def _follow(line: Line, work: UnitOfWork, numbers: list[str], now: datetime) -> tuple[TenderEvent, ...]:
    readings = tuple(readings_of(*work.records.of_tenders(numbers), _AgencyOf(line), line.province.codes_new))
    known = work.tenders.states(reading.tender.subject_key for reading in readings)
    return _kept(
        work, (followed(known.get(reading.tender.subject_key), reading, now) for reading in readings)
    )


class _AgencyOf:
    """Names of buyers resolved once: thousands of tenders share a few."""

    def __init__(self, line: Line) -> None:
        self._resolve = line.resolver.resolve
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, name: str, code: str) -> str:
        if (name, code) not in self._known:
            self._known[name, code] = self._resolve(name, code).agency_id
        return self._known[name, code]


def _remind(work: UnitOfWork, now: datetime) -> tuple[TenderEvent, ...]:
    closing = work.tenders.closing_between(now, now + SOON)
    return _kept(work, (closing_soon(state, now) for state in closing))


def _kept(
    work: UnitOfWork, found: Iterable[tuple[TenderState, tuple[TenderEvent, ...]]]
) -> tuple[TenderEvent, ...]:
    states: list[TenderState] = []
    events: list[TenderEvent] = []
    for state, happened in found:
        states.append(state)
        events += happened
    work.tenders.put(states)
    return work.tenders.add_events(events)


def _match(line: Line, work: UnitOfWork, events: list[TenderEvent]) -> int:
    if not events:
        return 0
    active = {one.id: one for one in work.subscriptions.list(SubscriptionState.ACTIVE)}
    matcher = Matcher(active.values(), line.agencies, place_codes((line.province,)))
    found = 0
    for event in events:
        asked = matcher.matching(event)
        found += len(asked)
        work.subscriptions.add_matches((who, event.id) for who in asked if active[who].channel != IN_FEED)
        work.subscriptions.add_matches(
            ((who, event.id) for who in asked if active[who].channel == IN_FEED), told_in=IN_FEED
        )
    return found
