"""Thư báo phát hiện: mỗi người một thư mỗi lượt, gộp theo đơn vị.
The alert: one message per reader and run, grouped by agency, never fifty."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from monitor.digest.keys import told_version
from monitor.digest.lines import grouped, line_of, marked
from monitor.domain.cases import Case
from monitor.domain.judgement import Finding
from monitor.domain.letters import AlertData, AlertLine, Heading, Sight
from monitor.domain.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class News:
    """A finding worth telling, with the case it went into (`None` for those that only inform)."""

    finding: Finding
    reason: Reason
    case: Case | None = None
    price: int | None = None
    link: str = ""


def news_lines(news: Iterable[News], already_told: Container[str] = frozenset()) -> tuple[AlertLine, ...]:
    """The lines not told yet; `already_told` holds what `told_version` gave for earlier ones."""
    lines: dict[str, AlertLine] = {}
    for item in news:
        line = line_of(item.finding, item.reason, item.case, price=item.price, link=item.link)
        if told_version(line) not in already_told:
            lines.setdefault(line.fingerprint, line)
    return tuple(lines.values())


def build_alert(
    lines: tuple[AlertLine, ...], heading: Heading, sight: Sight, reachable: Container[str] | None = None
) -> AlertData | None:
    """One alert on all the lines, or `None` when there is nothing to tell.

    `reachable` are the agencies that can be told themselves; `None` leaves that unsaid.
    """
    if not lines:
        return None
    return AlertData(heading, marked(grouped(lines), reachable), sight)
