"""Kết quả của việc ghi sổ: cái gì mới, cái gì đổi, ai đã quyết.
What writing to the store brings back: what was new, what changed, who decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.domain.judgement import Duty, Finding, Link, Verdict


@dataclass(frozen=True, slots=True)
class PutResult:
    """Ids that were not known before, and ids whose content now reads differently."""

    new_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """Findings by what became of them since the last time they were put.

    `changed` means that what is said changed (verdict, severity, dates), not merely that more
    looks stand behind it. `gone` are no longer reported.
    """

    new: tuple[Finding, ...] = ()
    changed: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingEvent:
    """One step in the life of a finding: `opened`, `changed`, `ended` or `reopened` (UTC)."""

    at: datetime
    event: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One decision of a person on a link, kept for ever; `undone_at` when taken back."""

    link: Link
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class LinkChanges:
    """How many machine links a wholesale replacement added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A duty with what was last said of it; `since` is when the kind of verdict last changed."""

    duty: Duty
    verdict: Verdict
    since: datetime


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A verdict of another kind than the one before it (history of one duty)."""

    at: datetime
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SightingRevision:
    """What a sighting showed before it was changed at its source, and when that was noticed."""

    noticed_at: datetime
    title: str
    url: str
    published: datetime | None
    body: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class Pause:
    """An operator's decision not to trust a source's absences for now."""

    source_id: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A hand-over file that was read; `rejected` are the bad rows with line and reason."""

    digest: str
    name: str
    kind: str
    counts: Mapping[str, int]
    rejected: tuple[Mapping[str, Any], ...]
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class ArchiveProblem:
    """A capture that cannot be proved any more; `vi` says what is wrong with which one."""

    capture_id: str
    reason: str
    vi: str = field(default="")
