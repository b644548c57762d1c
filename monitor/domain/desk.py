"""Những gì bàn làm việc của thanh tra đọc và giữ, ngoài hồ sơ.
What the inspector's desk reads beside cases, and what it keeps of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from monitor.domain.vocabulary import Channel, DisclosureKind, Severity, VerdictKind


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """The few facts of a finding by which cases are filtered and ordered; `due_at` as in `Finding`."""

    fingerprint: str
    channel: Channel
    kind: DisclosureKind
    verdict: VerdictKind
    severity: Severity
    due_at: datetime
    days_late: int


class ShownItem(NamedTuple):
    """An item of a source as far as a glance at it goes; hundreds are read for one case."""

    id: str
    title: str
    body: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedView:
    """A set of filters that one account keeps under a name; `query` is that of the address bar."""

    login: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file by which an agency answered about a case; its bytes are stored by `digest` (SHA-256, hex).

    `name` is what its sender called it, `kind` what its bytes show it to be (`pdf`, `docx`, `xlsx`,
    `png`, `jpeg`), `size` in bytes, `at` UTC.
    """

    case_id: str
    digest: str
    name: str
    kind: str
    size: int
    at: datetime
