"""Hệ quả của một quyết định thành câu: nghĩa vụ nào, từ kết luận gì sang kết luận gì.
What follows from a decision, in words: which duty, from which verdict to which."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.desk.links import Change
from monitor.domain.judgement import Verdict
from monitor.domain.vocabulary import DisclosureKind, VerdictKind
from monitor.rules.wording import UNDETERMINED
from monitor.web.wording import PageWords

TRACKS = {
    VerdictKind.MISSING: "breach",
    VerdictKind.LATE: "late",
    VerdictKind.UNVERIFIABLE: "blind",
    VerdictKind.ON_TIME: "ok",
}


@dataclass(frozen=True, slots=True)
class Following:
    """One duty of which something else would be said."""

    duty: str
    title: str
    before: str
    after: str
    track: str


def following(changes: Iterable[Change], said: PageWords) -> tuple[Following, ...]:
    """The changes as people read them."""
    return tuple(_line(change, said) for change in changes)


def verdict_words(verdict: Verdict | None, said: PageWords) -> str:
    """A verdict with what it says more than its name: days late, or every doubt."""
    if verdict is None:
        return said.say("links_new_duty")
    told = said.words.label(verdict.kind)
    if verdict.kind is VerdictKind.LATE:
        return f"{told}, {said.say('links_days_late', n=verdict.days_late)}"
    if verdict.kind is VerdictKind.UNVERIFIABLE and verdict.reasons:
        return f"{told}: {'; '.join(_doubt(reason, said) for reason in verdict.reasons)}"
    if verdict.published is not None:
        return f"{told}, {said.say('links_published', day=said.words.day(verdict.published.at))}"
    return told


def _line(change: Change, said: PageWords) -> Following:
    kind = DisclosureKind(change.duty.disclosure_id.rpartition("/")[2])
    duty = f"{said.words.label(kind)} · {said.words.label(change.duty.channel)}"
    return Following(
        duty,
        change.title,
        verdict_words(change.before, said),
        verdict_words(change.after, said),
        TRACKS.get(change.after.kind, "neutral"),
    )


def _doubt(reason: str, said: PageWords) -> str:
    vietnamese, english = UNDETERMINED.get(reason, (reason, reason))
    return vietnamese if said.lang == "vi" else english
