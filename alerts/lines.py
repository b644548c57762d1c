"""Một dòng trong thư nói gì: con số, câu, dữ kiện, bằng chứng.
What one line of a letter says, the same in HTML and plain text."""

from dataclasses import dataclass

from alerts.words import Words
from monitor.domain.digests import CaseRow, FloodNotice, PatternGroup
from monitor.domain.letters import AgencyGroup, AlertData, AlertLine, BlindReason, BlindSource, Track
from monitor.domain.vocabulary import DisclosureKind, Reason, VerdictKind

_MARKED = (Reason.CHANGED, Reason.REMINDER, Reason.ESCALATED)


@dataclass(frozen=True, slots=True)
class GroupView:
    """An agency's lines as shown: whole cards, then short rows."""

    group: AgencyGroup
    cards: tuple[AlertLine, ...]
    brief: tuple[AlertLine, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the HTML has room for; `rest` counts the lines that only the plain text holds."""

    views: tuple[GroupView, ...]
    rest: int


def shown(groups: tuple[AgencyGroup, ...], cards: int, brief: int) -> Shown:
    """Share the room for cards and short rows among the groups, in their order."""
    views = []
    for group in groups:
        whole, others = group.lines[:cards], group.lines[cards:]
        short = others[:brief]
        cards, brief = cards - len(whole), brief - len(short)
        if whole or short:
            views.append(GroupView(group, whole, short))
    told = sum(len(view.cards) + len(view.brief) for view in views)
    return Shown(tuple(views), sum(len(group.lines) for group in groups) - told)


def case_numbers(data: AlertData) -> tuple[str, ...]:
    """The cases an alert is about, once each."""
    return tuple(dict.fromkeys(line.case_number for line in data.lines if line.case_number))


def badge_words(line: AlertLine, words: Words) -> str:
    """What sort of line it is, in a word or two."""
    if line.too_close:
        return words.say("badge_short" if line.kind is DisclosureKind.NOTICE else "badge_close")
    return words.say(f"badge_{line.track}")


def figure(line: AlertLine, words: Words) -> str:
    """The number that counts: how far past the due day."""
    days = line.days_late
    if line.too_close:
        return words.say("figure_close")
    match line.track:
        case Track.BREACH:
            return words.say("figure_over", n=days) if days else words.say("figure_overdue_today")
        case Track.LATE:
            return words.say("figure_late", n=days) if days else words.say("figure_late_same")
        case Track.SETTLED:
            return words.say("figure_late", n=days) if days else words.say("figure_settled_in_time")
        case Track.PATTERN:
            return words.say("figure_hint")


def figure_notes(line: AlertLine, words: Words) -> tuple[str, ...]:
    """What the number is measured in and against."""
    if line.too_close and line.seen_at is not None:
        latest = words.say("latest_on", due=words.last_day(line.due_at))
        return (latest, words.say("seen_on", seen=words.day(line.seen_at)))
    counted = line.days_late and line.track is not Track.PATTERN
    due = words.say("working_days_due" if counted else "due_on", due=words.last_day(line.due_at))
    seen = line.seen_at if line.verdict is VerdictKind.LATE else None
    return (due, words.say("seen_on", seen=words.day(seen))) if seen else (due,)


def figure_line(line: AlertLine, words: Words) -> str:
    """Number and measure on one line of plain text."""
    return f"{figure(line, words)} ({'; '.join(figure_notes(line, words))})"


def sentence(line: AlertLine, words: Words) -> str:
    """The case in one sentence that could be read aloud."""
    if line.reason is Reason.RESOLVED:
        channel = words.label(line.channel)
        if line.days_late:
            return words.say("settled_late", channel=channel, n=line.days_late)
        return words.say("settled_no_delay", channel=channel)
    return line.sentence_en if words.lang == "en" and line.sentence_en else line.sentence


def rule_title(rule: PatternGroup | FloodNotice, words: Words) -> str:
    """What a rule is called in the reader's language."""
    return rule.title_en if words.lang == "en" else rule.title


def facts(line: AlertLine, words: Words) -> tuple[str, ...]:
    """Kind, number, price and case, as far as they are known."""
    price = words.money(line.price) if line.price is not None else ""
    known = (words.label(line.kind), number_of(line.subject_key), price, line.case_number)
    return tuple(fact for fact in known if fact)


def number_of(subject_key: str) -> str:
    """The number by which a reader knows it, or nothing: what was seen only on a portal has just ours."""
    return "" if subject_key.startswith("sighting:") else subject_key


def mark(line: AlertLine, words: Words) -> str:
    """Why it is told again, or nothing when it is told for the first time."""
    if line.episode and line.reason in (Reason.FIRST, Reason.CHANGED):
        return words.say("reason_reopened")
    return words.say(f"reason_{line.reason}") if line.reason in _MARKED else ""


def evidence(line: AlertLine, words: Words) -> str:
    """How many captures and looks stand behind the line, or nothing."""
    parts = []
    if line.captures:
        parts.append(words.say("captures", n=len(line.captures)))
    if line.looks:
        parts.append(words.say("looks", n=len(line.looks)))
    return ", ".join(parts)


def delay(row: CaseRow, words: Words) -> str:
    """The recorded delay of a closed case."""
    return words.say("delay_days", n=row.days_late) if row.days_late else words.say("delay_none")


def blind_reason(source: BlindSource, words: Words) -> str:
    """Why a source is not seen, without a full stop; the look's own words where the language has them."""
    if source.reason is not BlindReason.LAST_LOOK_FAILED or source.outcome is None:
        return words.say(f"blind_{source.reason}")
    return source.detail.rstrip(".") if words.lang == "vi" and source.detail else words.label(source.outcome)
