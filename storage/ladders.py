"""Bậc thang ngày: cất một lần cho mọi nghĩa vụ đếm cùng những ngày ấy.
The days counted to a due date, stored once for all the duties that share them."""

from collections.abc import Iterable

from sqlmodel import Session

from monitor.domain.judgement import DayStep, Duty
from storage.bulk import insert_new
from storage.codec import encode, mark
from storage.tables.judged import LadderRow

# The field of a duty that is left out of its document.
LADDER = {"ladder"}

_Steps = tuple[DayStep, ...]


class Ladders:
    """The ladders met while storing one judging, each written out once."""

    def __init__(self) -> None:
        # By identity: duties counted from the same day share one tuple, kept alive here.
        self._digests: dict[int, tuple[_Steps, str]] = {}
        self._documents: dict[str, str] = {}

    def of(self, duty: Duty) -> str:
        """The digest that stands for a duty's ladder."""
        known = self._digests.get(id(duty.ladder))
        if known is not None:
            return known[1]
        document = encode(_Steps, duty.ladder)
        digest = mark(document)
        self._digests[id(duty.ladder)] = duty.ladder, digest
        self._documents[digest] = document
        return digest

    def put(self, session: Session, digests: Iterable[str]) -> None:
        """Store ladders met here, before the duties that name them; those stored before stay."""
        rows = [{"digest": digest, "document": self._documents[digest]} for digest in sorted(digests)]
        insert_new(session, LadderRow, rows)


def with_ladder(document: str, ladder: str | None) -> str:
    """A duty's whole document; `ladder` is `None` when the document was stored whole."""
    return document if ladder is None else f'{document[:-1]},"ladder":{ladder}}}'
