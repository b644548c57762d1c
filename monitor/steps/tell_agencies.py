"""Báo đơn vị trước: mỗi đơn vị một thư mỗi lượt.
Tell the agencies first: one letter per agency and cycle, with the fix and where to answer."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from monitor.cases.answering import answer_token
from monitor.cases.telling import Due
from monitor.digest.agency import build_agency_letter
from monitor.digest.keys import agency_key
from monitor.domain.cases import Message, Recipient, key_hash
from monitor.domain.letters import Heading
from monitor.domain.procurement import Agency
from monitor.domain.vocabulary import MessageKind, Reader
from monitor.steps.due import Telling
from monitor.steps.letterhead import written
from monitor.wiring import Line, Office
from storage.store import UnitOfWork

ANSWER_KEY = "answer_key"


def queue_agency_letters(
    line: Line,
    work: UnitOfWork,
    telling: Telling,
    desks: Mapping[str, Agency],
    leaves: datetime,
    now: datetime,
) -> tuple[int, Mapping[str, str]]:
    """Queue one letter to every agency that is to be told; `desks` answer for agencies by id.

    How many were queued, and by the id of each that is written to the `key_hash` of its letter.
    """
    by_desk: dict[Agency, list[Due]] = defaultdict(list)
    for one in telling.of(Reader.AGENCY):
        by_desk[desks[one.finding.agency_id]].append(one)
    answer_url = answer_address(line, work) if by_desk else str
    letters = {
        agency.id: _letter(line, agency, telling, told, answer_url, now) for agency, told in by_desk.items()
    }
    queued = sum(work.outbox.queue(letter, leaves) for letter in letters.values())
    return queued, {agency_id: key_hash(letter.key) for agency_id, letter in letters.items()}


def _letter(
    line: Line,
    agency: Agency,
    telling: Telling,
    told: Sequence[Due],
    answer_url: Callable[[str], str],
    now: datetime,
) -> Message:
    recipient = desk_of(agency, line)
    lines = telling.lines(told)
    data = build_agency_letter(
        lines,
        Heading(agency.name, line.province.name, now, synthetic=line.synthetic),
        line.sources,
        answer_url,
        (line.manners.remind_after, line.manners.escalate_after),
    )
    key, about = agency_key(recipient, lines), (one.case.id for one in told)
    return written(MessageKind.AGENCY, data.of_reason, recipient, key, data, now, cases=about)


def desk_of(agency: Agency, office: Office) -> Recipient:
    """An agency as a recipient: all letters to it keep their order."""
    return Recipient(f"don-vi-{agency.id}", agency.name, agency.email, office.mail_channel)


def answer_address(office: Office, work: UnitOfWork) -> Callable[[str], str]:
    """Where a case is answered; nowhere while there is no web address."""
    if not office.web_url:
        return lambda case_id: ""
    key = answer_key(work)
    return lambda case_id: f"{office.web_url}/tra-loi/{answer_token(case_id, key)}"


def answer_key(work: UnitOfWork) -> bytes:
    """The key that signs answers, made at first need and kept: links in letters stay good."""
    kept = work.meta.get(ANSWER_KEY)
    if kept is None:
        kept = secrets.token_hex(32)
        work.meta.set(ANSWER_KEY, kept)
    return bytes.fromhex(str(kept))
