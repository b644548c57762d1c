"""Việc còn mở của một đơn vị mà công chúng được đọc, với lời của đơn vị bên cạnh.
The open items of an agency that the public may read, with the agency's own replies beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.board.masking import masked
from monitor.cases.machine import noted_blind
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import CaseState

Publish = Literal["aggregates", "confirmed", "all"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the agency said, at an instant (UTC)."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A case that is public and not mended. `confirmed_at` (UTC) when a person confirmed it; `blind` while
    it cannot be checked again."""

    number: str
    title: str
    opened_at: datetime
    confirmed_at: datetime | None
    blind: bool
    findings: tuple[Finding, ...]
    replies: tuple[Reply, ...]


def public_states(publish: Publish) -> tuple[CaseState, ...]:
    """Cases of which states may be shown, as the operator decided."""
    if publish == "aggregates":
        return ()
    confirmed = (CaseState.CONFIRMED,)
    return confirmed if publish == "confirmed" else (*filter(_is_open, CaseState), *confirmed)


def open_item(case: Case, known: Mapping[str, Finding]) -> OpenItem | None:
    """The item of a case; `None` once nothing of it stands. `known` are findings by fingerprint."""
    standing = tuple(known[name] for name in case.open_fingerprints if name in known)
    if not standing:
        return None
    confirmed = [event.at for event in case.events if event.action == CaseStep.CONFIRMED]
    return OpenItem(
        case.id,
        case.title,
        case.opened_at,
        (confirmed or [case.changed_at])[-1] if case.state is CaseState.CONFIRMED else None,
        noted_blind(case),
        standing,
        tuple(
            Reply(event.at, masked(event.note)) for event in case.events if event.action == CaseStep.ANSWERED
        ),
    )


def _is_open(state: CaseState) -> bool:
    return state.is_open
