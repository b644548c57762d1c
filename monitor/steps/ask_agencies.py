"""Gửi câu hỏi của thanh tra tới đơn vị: mỗi câu một thư, quá hạn nhắc một lần.
Sends the inspectorate's questions to agencies: one letter each, and one reminder when its last day passed.

A question is a step of the case; that its letter was put in line is noted in the case by the same
transaction. So one that could not be sent (no address in the registry, or one that bounced) is known,
shown, and sent by the first cycle in which there is an address.
"""

from datetime import datetime

from monitor.cases.asking import open_question
from monitor.cases.assess import accuses
from monitor.cases.telling import noted_question, question_due
from monitor.digest.agency import build_question
from monitor.digest.keys import question_key
from monitor.digest.lines import line_of
from monitor.domain.cases import Case, Message, key_hash
from monitor.domain.judgement import Finding
from monitor.domain.letters import Heading
from monitor.domain.procurement import Agency
from monitor.domain.vocabulary import CaseState, MessageKind, Reason
from monitor.steps.letterhead import written
from monitor.steps.reachable import desk_now
from monitor.steps.tell_agencies import answer_address, desk_of
from monitor.wiring import Line, Office
from storage.store import UnitOfWork


def send_question(office: Office, work: UnitOfWork, case: Case, now: datetime) -> Case:
    """Queue what the case owes its agency about an open question; the case with it noted, to be stored.

    The same case when nothing is owed or there is nowhere to send it. The letter leaves at once, not in
    office hours only: a person has just sent it, and its days are counted from now.
    """
    rules = office.desk
    reason = question_due(case, rules.manners, rules.calendar, now)
    agency = desk_now(office, work, case.agency_id, now) if reason else None
    if reason is None or agency is None:
        return case
    named = work.findings.named(case.open_fingerprints)
    standing = [one for one in named.values() if accuses(one)]
    key = _key(office, agency, case, reason)
    after = noted_question(case, reason, standing, now, key_hash(key))
    work.outbox.queue(_letter(office, work, agency, after, reason, standing, key, now), now)
    return after


def queue_questions(line: Line, work: UnitOfWork, now: datetime) -> int:
    """What became due without anybody pressing a button: how many letters. Only in office hours.

    1. a question whose agency had no address when it was asked; 2. the reminder of one whose last day passed.
    """
    if line.quiet.next_allowed(now, line.calendar) != now:
        return 0
    asked = work.cases.list((CaseState.EXPLANATION_ASKED,))
    sent = [after for case in asked if (after := send_question(line, work, case, now)) is not case]
    work.cases.put_all(sent)
    return len(sent)


def _key(office: Office, agency: Agency, case: Case, reason: Reason) -> str:
    question = open_question(case)
    assert question is not None, "only an open question is sent"
    lost = case.lost_questions(question.number, reason)
    return question_key(desk_of(agency, office), case.id, question.number, reason, lost)


def _letter(
    office: Office,
    work: UnitOfWork,
    agency: Agency,
    case: Case,
    reason: Reason,
    standing: list[Finding],
    key: str,
    now: datetime,
) -> Message:
    """The letter about the open question of a case in which it is noted already."""
    question = open_question(case)
    assert question is not None, "only an open question is sent"
    recipient, days = desk_of(agency, office), office.desk.manners.answer_days
    data = build_question(
        case,
        question.words,
        [line_of(one, reason, case) for one in standing],
        Heading(agency.name, office.province.name, now, synthetic=office.synthetic),
        office.province.inspectorate.name,
        office.sources,
        answer_address(office, work)(case.id),
        (question.last_day(days, office.desk.calendar), days),
        reminder=reason is Reason.REMINDER,
    )
    return written(MessageKind.QUESTION, reason, recipient, key, data, now, cases=[case.id])
