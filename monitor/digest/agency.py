"""Thư gửi đơn vị: thiếu gì, phải ở đâu, hạn nào, khắc phục và trả lời thế nào; câu hỏi của thanh tra.
The letter to an agency: what, where, by when, on what law, how to mend it, how to answer; and a question."""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from monitor.digest.lines import grouped
from monitor.domain.cases import Case
from monitor.domain.letters import AlertLine, Heading, NextAct
from monitor.domain.notices import AgencyData, AgencyLine, Mend, Place, QuestionData
from monitor.domain.procurement import Agency
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel

_MEND = {
    NextAct.ASK_TO_PUBLISH: Mend.PUBLISH,
    NextAct.ASK_WHY_LATE: Mend.EXPLAIN,
    NextAct.ASK_WHY_CLOSE: Mend.CHECK_CLOSING,
    NextAct.VERIFY: Mend.EXPLAIN,
    NextAct.READ: Mend.NOTHING,
}
_PIECE = 500


def build_agency_letter(
    lines: Iterable[AlertLine],
    heading: Heading,
    sources: Iterable[Source],
    answer_url: Callable[[str], str],
    days: tuple[int, int],
) -> AgencyData:
    """One letter on all lines of one agency, worst first.

    `answer_url` gives the address to answer at for a case number, or nothing; `days` are the
    working days to the reminder and to the escalation. Raises `ValueError` without a line.
    """
    told = _told(lines, sources, answer_url)
    if not told:
        raise ValueError("a letter to an agency tells at least one line")
    return AgencyData(heading, told, *days)


def build_question(
    case: Case,
    asked: Iterable[str],
    lines: Iterable[AlertLine],
    heading: Heading,
    inspectorate: str,
    sources: Iterable[Source],
    answer_url: str,
    until: tuple[date, int],
    *,
    reminder: bool,
) -> QuestionData:
    """What a case asks its agency, in the words of its open questions, with its `lines`, worst first.

    `until` is the last day for the answer and how many working days that gives.
    """
    words = tuple(part for one in asked for part in _paragraphs(one))
    told = _told(lines, sources, lambda number: "")
    return QuestionData(heading, inspectorate, case.id, case.title, words, *until, told, answer_url, reminder)


def _paragraphs(words: str) -> Iterable[str]:
    """What a person wrote, in pieces that letters do not cut (`alerts.harmless`)."""
    for line in words.splitlines():
        yield from textwrap.wrap(line, _PIECE, break_on_hyphens=False)


def _told(
    lines: Iterable[AlertLine], sources: Iterable[Source], answer_url: Callable[[str], str]
) -> tuple[AgencyLine, ...]:
    sources = tuple(sources)
    return tuple(
        AgencyLine(
            line,
            _MEND[line.next_act],
            place_of(line, sources),
            answer_url(line.case_number) if line.case_number else "",
        )
        for group in grouped(lines)
        for line in group.lines
    )


def place_of(line: AlertLine, sources: Iterable[Source]) -> Place:
    """The declared page where the line must stand: the agency's own before one for everybody.

    The network is named by its channel: what is declared for it is a query, not a page.
    """
    if line.channel is Channel.NATIONAL:
        return Place()
    fitting = [one for one in sources if one.should_show(line.channel, line.kind, line.agency_id)]
    best = min(fitting, key=lambda one: (not one.agency_ids, one.id), default=None)
    return Place(best.name, best.url) if best else Place()


def answering(
    agencies: Iterable[Agency], today: date, only: Iterable[str] | None = None
) -> dict[str, Agency]:
    """By agency id the agency that answers for it today and has an address; the others are left out.

    Of all agencies, or `only` of those with these ids.
    """
    by_id = {agency.id: agency for agency in agencies}
    asked = by_id if only is None else [agency_id for agency_id in only if agency_id in by_id]
    found = {agency_id: _successor_of(by_id[agency_id], by_id, today) for agency_id in asked}
    return {agency_id: agency for agency_id, agency in found.items() if agency.email}


def _successor_of(agency: Agency, by_id: Mapping[str, Agency], today: date) -> Agency:
    passed: set[str] = set()
    while agency.id not in passed and _taken_over(agency, today):
        passed.add(agency.id)
        agency = by_id.get(agency.successor_id, agency)
    return agency


def _taken_over(agency: Agency, today: date) -> bool:
    since = agency.successor_from
    return bool(agency.successor_id) and (since is None or since <= today)
