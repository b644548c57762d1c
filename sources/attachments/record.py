"""Điều còn nhớ về một tệp đính kèm đã đọc hoặc chưa đọc được.
What stays of an attachment once it was asked for: its codes with their places, and a note; never its text."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from monitor.domain.codes import find_codes
from sources.attachments.notes import said_of, sentence
from sources.attachments.parts import AttachmentText

# A file that cannot be had is asked for in so many looks.
MOST_TRIES = 3
_PASSING = frozenset(("unreachable", "refused", "gate", "not_started"))


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """One file of one sighting, kept in the sighting's raw fields.

    `at` is when it was last asked for (UTC, ISO 8601), `note` a word of `sources/attachments/notes.py`
    and `note_vi` what people read, both empty when the file was read whole. `codes` maps each code
    to where it stands first: `tệp đính kèm HSMT.pdf, trang 2`.
    """

    at: str
    kind: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    pages_read: int = 0
    pages_unread: int = 0
    truncated: bool = False
    note: str = ""
    note_vi: str = ""
    tries: int = 1
    capture_id: str = ""

    @property
    def final(self) -> bool:
        """Whether the file is never asked for again."""
        return self.note not in _PASSING or self.tries >= MOST_TRIES


_RECORDS = TypeAdapter(dict[str, AttachmentRecord])


def record_of(read: AttachmentText, name: str, at: str, capture_id: str) -> AttachmentRecord:
    """What to remember of a reading of the file called `name`."""
    codes: dict[str, str] = {}
    for part in read.parts:
        place = f"tệp đính kèm {name}, {part.place}" if part.place else f"tệp đính kèm {name}"
        for code in find_codes(part.text):
            codes.setdefault(code, place)
    return AttachmentRecord(
        at,
        read.kind,
        codes,
        read.pages_read,
        read.pages_unread,
        read.truncated,
        read.note,
        said_of(read),
        capture_id=capture_id,
    )


def unread(word: str, at: str, tries: int, capture_id: str = "") -> AttachmentRecord:
    """A file that was not had."""
    return AttachmentRecord(at, note=word, note_vi=sentence(word), tries=tries, capture_id=capture_id)


def to_raw(records: Mapping[str, AttachmentRecord]) -> dict[str, Any]:
    """Plain data by the file's address."""
    return {address: asdict(record) for address, record in records.items()}


def from_raw(value: Any) -> dict[str, AttachmentRecord]:
    """The records of `to_raw`; none where a source's own field stands in their place."""
    try:
        return _RECORDS.validate_python(value)
    except ValidationError:
        return {}
