"""Lượt thư của từng nơi nhận, nhớ từ vòng này sang vòng sau.
Whose turn it is to be told, kept from cycle to cycle in the transaction that queues the letters."""

from datetime import datetime

from monitor.cases.turns import Pace, Passing, Turn, Turns
from monitor.domain.vocabulary import Reader, Reason
from monitor.wiring import Line
from storage.store import UnitOfWork

_KEY = "letter_turns"


def pace_of(line: Line) -> Pace:
    """When letters may leave, as the operator set it."""
    return Pace(line.quiet, line.calendar, line.letters_apart)


def turns_now(work: UnitOfWork) -> Turns:
    """What is remembered; nothing before the first letter."""
    kept = work.meta.get(_KEY)
    if not kept:
        return Turns()
    return Turns(
        {
            name: Turn(_moment(last), _moment(until), *waiting)
            for name, (last, until, *waiting) in kept["turns"].items()
        },
        frozenset(
            Passing(case_id, Reader(reader), Reason(reason), name)
            for case_id, reader, reason, name in kept["news"]
        ),
    )


def keep_turns(work: UnitOfWork, before: Turns, after: Turns) -> None:
    """Remember them for the next cycle; where nothing changed nothing is written."""
    if after != before:
        turns = {
            name: [_text(turn.last), _text(turn.until), turn.waiting]
            for name, turn in sorted(after.of.items())
        }
        work.meta.set(_KEY, {"turns": turns, "news": [list(one) for one in sorted(after.news)]})


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
