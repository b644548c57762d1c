"""Người đã quyết định ra sao về điều từng quy tắc nêu.
What people decided about what each rule said; the rules themselves are in `monitor.rules`."""

from collections.abc import Iterable

from pydantic_core import from_json
from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.rooms import DecidedCase
from monitor.domain.vocabulary import CaseState, LinkOrigin, LinkState, VerdictKind
from storage.bulk import chunks
from storage.tables.judged import DisclosureRow, DutyRow, FindingRow, LinkDecisionRow, LinkRow, VerdictRow
from storage.tables.looking import SightingRow
from storage.tables.told import CaseRow

_DECIDED = (CaseState.CONFIRMED, CaseState.EXCUSED)


class Quality:
    """Reads only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def standing(self) -> dict[str, int]:
        """By rule: how many of its findings stand now."""
        query = select(FindingRow.code, func.count()).where(col(FindingRow.ended_at).is_(None))
        return dict(self._session.exec(query.group_by(col(FindingRow.code))).all())

    def decided(self) -> tuple[DecidedCase, ...]:
        """Every case that a person confirmed or excused, with the rules of its findings."""
        query = select(CaseRow.state, CaseRow.document).where(
            col(CaseRow.state).in_([state.value for state in _DECIDED])
        )
        found = [
            (CaseState(state), tuple(from_json(document)["fingerprints"]))
            for state, document in self._session.exec(query)
        ]
        codes = self._codes(name for _, names in found for name in names)
        return tuple(
            DecidedCase(state, frozenset(codes[name] for name in names if name in codes), names)
            for state, names in found
        )

    def overturned(self) -> dict[str, str]:
        """Fingerprint and rule of each finding that a person's acceptance of a posting proved wrong.

        It is over, and its duty is now fulfilled in time by a posting that a person, not the machine,
        recognised.
        """
        duties = (
            select(DutyRow.id, DisclosureRow.subject_key)
            .join(DisclosureRow, col(DisclosureRow.id) == col(DutyRow.disclosure_id))
            # By the few decisions there are: links are many.
            .join(LinkDecisionRow, col(LinkDecisionRow.disclosure_id) == col(DisclosureRow.id))
            .join(
                LinkRow,
                (col(LinkRow.sighting_id) == col(LinkDecisionRow.sighting_id))
                & (col(LinkRow.disclosure_id) == col(LinkDecisionRow.disclosure_id)),
            )
            .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
            .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
            .where(
                col(LinkDecisionRow.undone_at).is_(None),
                col(LinkRow.origin) == LinkOrigin.PERSON.value,
                col(LinkRow.state) == LinkState.LINKED.value,
                col(SightingRow.channel) == col(DutyRow.channel),
                col(VerdictRow.kind) == VerdictKind.ON_TIME.value,
            )
        )
        subjects = dict(self._session.exec(duties).all())
        found: dict[str, str] = {}
        for chunk in chunks(sorted(set(subjects.values()))):
            ended = select(FindingRow.fingerprint, FindingRow.code, FindingRow.document).where(
                col(FindingRow.subject_key).in_(chunk), col(FindingRow.ended_at).is_not(None)
            )
            found |= {
                fingerprint: code
                for fingerprint, code, document in self._session.exec(ended)
                if from_json(document)["duty_id"] in subjects
            }
        return found

    def _codes(self, fingerprints: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for chunk in chunks(sorted(set(fingerprints))):
            query = select(FindingRow.fingerprint, FindingRow.code).where(
                col(FindingRow.fingerprint).in_(chunk)
            )
            found |= dict(self._session.exec(query).all())
        return found
