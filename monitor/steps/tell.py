"""Xếp thư: báo đơn vị trước, báo thanh tra điều cần xem ngay.
Queue what is to be told: agencies first, the inspectorate at once where severe."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.cases.turns import take_turns
from monitor.digest.addresses import DeskAddresses
from monitor.digest.alert import build_alert
from monitor.digest.keys import alert_key
from monitor.digest.sight import sight_of
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Case, Message, Recipient
from monitor.domain.judgement import Undetermined
from monitor.domain.letters import AlertData, AlertLine, Heading, Sight
from monitor.domain.vocabulary import MessageKind, Reader, Reason
from monitor.steps.ask_agencies import queue_questions
from monitor.steps.due import gather, write_down
from monitor.steps.judge import Judged
from monitor.steps.letterhead import written
from monitor.steps.link import Linked
from monitor.steps.reachable import desks_now
from monitor.steps.tell_agencies import queue_agency_letters
from monitor.steps.tell_outages import queue_outages
from monitor.steps.turns import keep_turns, pace_of, turns_now
from monitor.wiring import Line
from storage.store import UnitOfWork

_WEIGHTIEST = (Reason.FIRST, Reason.ESCALATED, Reason.CHANGED, Reason.RESOLVED)
# Reasons that mean we could not see; a doubtful candidate or an unknown date is no blindness.
BLIND = frozenset({"no_source", "not_covered", "withheld"})


def queue_alerts(
    line: Line,
    work: UnitOfWork,
    linked: Linked,
    judged: Judged,
    changes: FindingChanges,
    touched: Iterable[Case],
    now: datetime,
) -> int:
    """Queue what this cycle tells, the agencies first; returns how many messages.

    1. what is due, was never told, and whose reader's turn it is (`monitor.cases.turns`); 2. one letter per
    agency; 3. one alert per reader at the inspectorate; 4. who was told what, and what waits, is kept with
    it; 5. questions of people that are owed a letter or a reminder; 6. outages. Letters leave in office
    hours.
    """
    pace, before = pace_of(line), turns_now(work)
    leaves = pace.leaves(now)
    sight = sight_now(line, work, judged, now)
    desks = desks_now(line, work, now)
    telling = gather(line, work, linked, judged, changes, touched, now, desks, before.news)
    reached = {agency_id: desk.id for agency_id, desk in desks.items()}
    told, turns = take_turns(telling.due, reached.get, before, pace, now)
    telling = replace(telling, due=told)
    queued, letters = queue_agency_letters(line, work, telling, desks, leaves, now)
    desk = DeskAddresses(line.web_url)
    lines = telling.lines(telling.of(Reader.INSPECTORATE), desk)
    for recipient in line.recipients:
        data = build_alert(lines, heading_for(line, recipient, now, _told_at(lines, desk)), sight, desks)
        if data is not None:
            queued += work.outbox.queue(_alert(recipient, data, now), leaves)
    by_letter = (
        replace(one, letter=letters[desks[one.finding.agency_id].id]) for one in telling.of(Reader.AGENCY)
    )
    told = (*by_letter, *telling.of(Reader.INSPECTORATE), *telling.known)
    write_down(work, told, leaves, now)
    queued += queue_questions(line, work, now)
    outages, turns = queue_outages(line, work, sight, turns, now)
    keep_turns(work, before, turns)
    return queued + outages


def _alert(recipient: Recipient, data: AlertData, now: datetime) -> Message:
    reasons = {one.reason for one in data.lines}
    reason = next(one for one in _WEIGHTIEST if one in reasons)
    return written(MessageKind.ALERT, reason, recipient, alert_key(recipient, data.lines), data, now)


def sight_now(line: Line, work: UnitOfWork, judged: Judged, now: datetime, looks: int = 0) -> Sight:
    """What can be seen at `now` (UTC), and what waits for sources that cannot; `looks` made lately."""
    return sight_of(line.sources, work.sources.coverage(None), unseen_items(judged), now, looks)


def unseen_items(judged: Judged) -> list[Undetermined]:
    """What could not be determined because nobody could see."""
    return [item for item in judged.undetermined if item.reason in BLIND]


def heading_for(line: Line, reader: Recipient, now: datetime, desk_url: str = "") -> Heading:
    """What a letter to the inspectorate begins with, and the page of the desk that it leads to."""
    return Heading(reader.name, line.province.name, now, desk_url, line.synthetic)


def _told_at(lines: Iterable[AlertLine], desk: DeskAddresses) -> str:
    """The case that a letter is about; of several the queue."""
    numbers = {one.case_number for one in lines}
    return desk.case(numbers.pop()) if len(numbers) == 1 else desk.home()
