"""Thư báo đơn vị không tới nơi: rút lời đã báo, và khôi phục khi chính thư ấy được gửi lại.
A letter that never reached its agency told nothing: its telling is withdrawn, and restored if it is resent.

What is withdrawn stays in the case with the instant at which the letter was lost. Whatever another letter
told the agency too stays told: nobody hears twice of what did arrive.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from monitor.cases.telling import PASSING
from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case, CaseEvent, Telling
from monitor.domain.vocabulary import Reason


def undelivered(case: Case, letter: str, why: str, at: datetime) -> Case:
    """The case once a letter (its `key_hash`) was given up at `at` (UTC); the same one if it told nothing."""
    if not any(_by(one, letter) and one.lost_at is None for one in case.told):
        return case
    told = tuple(
        replace(one, lost_at=at) if _by(one, letter) and one.lost_at is None else one for one in case.told
    )
    return _with(case, told, CaseEvent(at, MACHINE, CaseStep.LETTER_LOST, why))


def sent_again(case: Case, letter: str, by: str, at: datetime) -> Case | None:
    """The case once a person put a lost letter back in line at `at` (UTC), from when its days count.

    The same case if nothing of the letter was lost; `None` when another letter has told it since.
    """
    lost = [one for one in case.told if _by(one, letter) and one.lost_at is not None]
    if not lost:
        return case
    if any(_told_anew(one, other) for one in lost for other in case.reached):
        return None
    told = tuple(replace(one, at=at, lost_at=None) if one in lost else one for one in case.told)
    return _with(case, told, CaseEvent(at, by, CaseStep.LETTER_AGAIN))


def lost_news(case: Case) -> Iterator[tuple[Reason, str]]:
    """What lost letters should have told an agency of changes and ends in this episode, and no later letter
    did: why, and the fingerprint."""
    for one in case.told:
        if one.lost_at is not None and one.reason in PASSING and one.episode == case.episode:
            yield from ((one.reason, name) for name in one.fingerprints if not _told_later(case, one, name))


def _told_later(case: Case, lost: Telling, fingerprint: str) -> bool:
    """Whatever tells of a finding tells it as it stands then; only one letter says that it is settled."""
    return any(
        other.reader is lost.reader
        and other.at > lost.at
        and fingerprint in other.fingerprints
        and (lost.reason is Reason.CHANGED or other.reason is lost.reason)
        for other in case.reached
    )


def _by(one: Telling, letter: str) -> bool:
    return bool(letter) and one.letter == letter


def _told_anew(lost: Telling, other: Telling) -> bool:
    same = (lost.reader, lost.reason, lost.episode, lost.question)
    if same != (other.reader, other.reason, other.episode, other.question):
        return False
    return bool(lost.question) or not set(lost.fingerprints).isdisjoint(other.fingerprints)


def _with(case: Case, told: tuple[Telling, ...], event: CaseEvent) -> Case:
    # When the case last changed is when something about its findings did: it is not moved by this.
    return replace(case, told=told, events=(*case.events, event))
