"""Bản tin tuần của thanh tra và của đơn vị: mỗi kỳ một dòng có dấu đã xong, kỳ lỡ được gửi bù.
The weekly digests of the inspectorate and of agencies: one row a run, and missed ones are made up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from alerts.charts.draw import ChartRefused, png_of
from alerts.charts.weeks import CHART, weeks_chart
from alerts.words import Words
from monitor.digest.addresses import DeskAddresses
from monitor.digest.keys import digest_key
from monitor.digest.runs import iso_week, lateness, owed, slot_of
from monitor.digest.weekly import WeekFacts, build_digest
from monitor.domain.cases import InlineImage, Message, Recipient
from monitor.domain.digests import DigestData, DigestRun
from monitor.domain.labels import Lang
from monitor.domain.letters import Heading
from monitor.domain.times import Window
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.steps.agency_digests import agency_messages
from monitor.steps.digest_facts import INSPECTORATE, known_now, week_facts
from monitor.steps.judge import Judged
from monitor.steps.letterhead import written
from monitor.steps.notify import A_DAY, MOST_A_DAY
from monitor.steps.tell_agencies import answer_address
from monitor.wiring import Line
from storage.store import UnitOfWork

log = structlog.get_logger()

AGENCIES = "agencies"
WATCHING_SINCE = "watching_since"
_APART = timedelta(hours=1)


def tell_digests(line: Line, judged: Judged, now: datetime) -> int:
    """Queue every digest that is owed at `now` (UTC), the oldest first; returns how many letters.

    1. since when somebody watches, and which weeks are owed; 2. each run is begun in a row of its
    own; 3. its letters are written, reading only; 4. letters and completion are kept together. A run
    that was killed is found by its missing mark and done again; the keys keep its letters single.
    """
    with line.store.begin() as work:
        since = watching_since(work, now)
        weeks = owed(now, since, work.digests.done_until(INSPECTORATE))
        agencies = owed(now, since, work.digests.done_until(AGENCIES))
    told = sum(_tell_inspectorate(line, judged, week, since, now) for week in weeks)
    return told + (_tell_agencies(line, judged, agencies, now) if agencies else 0)


def watching_since(work: UnitOfWork, now: datetime) -> datetime:
    """When the first cycle ran (UTC): weeks before it have no digest. Noted at the first call."""
    kept = work.meta.get(WATCHING_SINCE)
    if kept is None:
        work.meta.set(WATCHING_SINCE, now.isoformat())
        return now
    return datetime.fromisoformat(str(kept))


def begin_run(line: Line, reader: str, week: Window, now: datetime) -> None:
    """Note that the run of a week is begun; one that broke off keeps when it was begun first."""
    with line.store.begin() as work:
        work.digests.begin(reader, slot_of(week), now)


def weekly_messages(
    line: Line, work: UnitOfWork, judged: Judged, week: Window, since: datetime, now: datetime
) -> tuple[tuple[Message, ...], dict[str, int]]:
    """The letters to the inspectorate on one week, and the places told in them; reads only."""
    known = known_now(line, work, judged, now)
    begun = work.digests.get(INSPECTORATE, slot_of(week))
    late = lateness(slot_of(week), _broken_off(begun, now), now)
    facts = week_facts(line, work, judged, known, week, since, late, now)
    pictures: dict[Lang, tuple[InlineImage, ...]] = {}
    messages = []
    for reader in line.digest_readers:
        data = _data(line, facts, reader, week, now)
        if reader.lang not in pictures:
            pictures[reader.lang] = _picture(data, reader.lang)
        year, number = iso_week(week)
        key = digest_key(reader, year, number)
        message = written(MessageKind.DIGEST, Reason.PERIODIC, reader, key, data, now)
        messages.append(replace(message, images=pictures[reader.lang]))
    return tuple(messages), facts.ranking.places if facts.ranking else {}


def queue_run(
    work: UnitOfWork,
    reader: str,
    weeks: Iterable[Window],
    messages: Iterable[tuple[Message, datetime]],
    places: dict[str, int],
    now: datetime,
) -> int:
    """Queue the letters of a run and mark it as done, all in the given transaction."""
    queued = sum(work.outbox.queue(message, leaves) for message, leaves in messages)
    *earlier, last = weeks
    for week in earlier:  # told by the letter of the last one
        work.digests.complete(reader, slot_of(week), 0, {}, now)
    work.digests.complete(reader, slot_of(last), queued, places, now)
    return queued


def _tell_inspectorate(line: Line, judged: Judged, week: Window, since: datetime, now: datetime) -> int:
    begin_run(line, INSPECTORATE, week, now)
    with line.store.read() as work:
        messages, places = weekly_messages(line, work, judged, week, since, now)
    with line.store.begin() as work:
        return queue_run(work, INSPECTORATE, [week], [(one, now) for one in messages], places, now)


def _tell_agencies(line: Line, judged: Judged, weeks: tuple[Window, ...], now: datetime) -> int:
    """One letter to each agency on all weeks owed."""
    for week in weeks:
        begin_run(line, AGENCIES, week, now)
    with line.store.begin() as work:
        answer_url = answer_address(line, work)
    with line.store.read() as work:
        begun = work.digests.get(AGENCIES, slot_of(weeks[0]))
        late = lateness(slot_of(weeks[0]), _broken_off(begun, now), now)
        known = known_now(line, work, judged, now)
        messages = tuple(agency_messages(line, work, judged, known, weeks, answer_url, late, now))
    with line.store.begin() as work:
        leaving = [(one, _leaves(line, work, one.recipient, now)) for one in messages]
        return queue_run(work, AGENCIES, weeks, leaving, {}, now)


def _broken_off(begun: DigestRun | None, now: datetime) -> DigestRun | None:
    """The run that was begun before this one, which is begun at `now`."""
    return begun if begun is not None and begun.started_at < now else None


def _leaves(line: Line, work: UnitOfWork, reader: Recipient, now: datetime) -> datetime:
    """When an agency's digest may leave (UTC): in office hours, an hour apart from a letter on findings.

    The limit of three letters a day that holds for subscribers is kept here too.
    """
    at = now
    if work.outbox.to_recipient(reader.id, now - A_DAY) >= MOST_A_DAY:
        at = now + A_DAY
    elif work.outbox.to_recipient(reader.id, now - _APART):
        at = line.quiet.next_allowed(now, line.calendar) + _APART
    return line.quiet.next_allowed(at, line.calendar)


def _data(line: Line, facts: WeekFacts, reader: Recipient, week: Window, now: datetime) -> DigestData:
    desk = DeskAddresses(line.web_url)
    heading = Heading(reader.name, line.province.name, now, desk.home(), line.synthetic)
    return build_digest(facts, heading, week, line.calendar, desk)


def _picture(data: DigestData, lang: Lang) -> tuple[InlineImage, ...]:
    """The chart; a letter without one still says the same numbers in words and in a table."""
    if not data.weeks:
        return ()
    try:
        return (InlineImage(CHART, png_of(weeks_chart(data.weeks, Words(lang)))),)
    except ChartRefused as error:
        log.error("digest_without_chart", error=str(error))
        return ()
