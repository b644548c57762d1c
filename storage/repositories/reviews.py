"""Các cặp đối chiếu chờ người xem, đọc gọn để xếp thứ tự.
Pairs that wait for a person, read in one question: what is needed to order and to list them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from pydantic_core import from_json
from sqlmodel import Session, col, select

from monitor.domain.judgement import Link
from monitor.domain.rooms import WaitingPair
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState, VerdictKind
from storage.codec import decode
from storage.columns import is_shortened
from storage.tables.judged import DisclosureRow, DutyRow, LinkDecisionRow, LinkRow, VerdictRow
from storage.tables.looking import SightingRow

# The word by which a verdict says that a doubtful candidate holds it back, as its document holds it.
_DOUBTFUL = '"doubtful_candidate"'


class Reviews:
    """Reads only; people's decisions are written by `Links`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self) -> tuple[WaitingPair, ...]:
        """Every doubtful pair with the duty it bears on, in no order."""
        query = (
            select(
                LinkRow.sighting_id,
                LinkRow.disclosure_id,
                LinkRow.score,
                SightingRow.title,
                SightingRow.source_id,
                SightingRow.channel,
                DisclosureRow.kind,
                DisclosureRow.title,
                DisclosureRow.agency_id,
                DutyRow.due_at,
                VerdictRow.kind,
                col(VerdictRow.document).contains(_DOUBTFUL, autoescape=True),
                DisclosureRow.document,
            )  # type: ignore[call-overload]
            .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
            .join(DisclosureRow, col(DisclosureRow.id) == col(LinkRow.disclosure_id))
            .outerjoin(
                DutyRow,
                (col(DutyRow.disclosure_id) == col(DisclosureRow.id))
                & (col(DutyRow.channel) == col(SightingRow.channel))
                & col(DutyRow.withdrawn_at).is_(None),
            )
            .outerjoin(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
            .where(col(LinkRow.state) == LinkState.NEEDS_REVIEW.value)
        )
        return tuple(self._whole(_pair(*row)) for row in self._session.exec(query).all())

    def of_pair(self, sighting_id: str, disclosure_id: str) -> Link | None:
        """The link in force of one pair."""
        document = self._session.exec(
            select(LinkRow.document).where(
                col(LinkRow.sighting_id) == sighting_id, col(LinkRow.disclosure_id) == disclosure_id
            )
        ).first()
        return None if document is None else decode(Link, document)

    def find(self, wanted: Callable[[str, str], bool]) -> Link | None:
        """The link whose two ids are wanted, as it stands, else as somebody last decided on it.

        Reads ids alone until it has found the pair: there are hundreds of thousands.
        """
        for row in (LinkRow, LinkDecisionRow):
            for sighting_id, disclosure_id in self._session.exec(select(row.sighting_id, row.disclosure_id)):
                pair = sighting_id, disclosure_id
                if any(map(is_shortened, pair)) or wanted(*pair):
                    link = self.of_pair(*pair) or self._decided(*pair)
                    if link is not None and wanted(link.sighting_id, link.disclosure_id):
                        return link
        return None

    def of_subject(self, subject_key: str) -> tuple[tuple[Link, str, DisclosureKind], ...]:
        """Every link in force of one plan or package, with the title of the item and the act's kind."""
        query = (
            select(LinkRow.document, SightingRow.title, DisclosureRow.kind)
            .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
            .join(DisclosureRow, col(DisclosureRow.id) == col(LinkRow.disclosure_id))
            .where(col(DisclosureRow.subject_key) == subject_key)
            .order_by(col(LinkRow.disclosure_id), col(LinkRow.sighting_id))
        )
        rows = self._session.exec(query)
        return tuple((decode(Link, link), title, DisclosureKind(kind)) for link, title, kind in rows)

    def _decided(self, sighting_id: str, disclosure_id: str) -> Link | None:
        document = self._session.exec(
            select(LinkDecisionRow.document)
            .where(
                col(LinkDecisionRow.sighting_id) == sighting_id,
                col(LinkDecisionRow.disclosure_id) == disclosure_id,
            )
            .order_by(col(LinkDecisionRow.id).desc())
        ).first()
        return None if document is None else decode(Link, document)

    def of_sightings(self, sighting_ids: Iterable[str]) -> tuple[Link, ...]:
        """Every link in force of these sightings."""
        query = select(LinkRow.document).where(col(LinkRow.sighting_id).in_(sorted(set(sighting_ids))))
        rows = self._session.exec(query.order_by(col(LinkRow.sighting_id), col(LinkRow.disclosure_id)))
        return tuple(decode(Link, document) for document in rows)

    def _whole(self, pair: WaitingPair) -> WaitingPair:
        """The same pair under its whole ids, where the key columns hold them shortened."""
        if not (is_shortened(pair.sighting_id) or is_shortened(pair.disclosure_id)):
            return pair
        link = self.of_pair(pair.sighting_id, pair.disclosure_id)
        assert link is not None, "it was read a moment ago, in the same view"
        return replace(pair, sighting_id=link.sighting_id, disclosure_id=link.disclosure_id)


def _pair(
    sighting_id: str,
    disclosure_id: str,
    score: float,
    seen_title: str,
    source_id: str,
    channel: str,
    kind: str,
    title: str,
    agency_id: str,
    due_at: object,
    verdict: str | None,
    withheld: object,
    document: str,
) -> WaitingPair:
    return WaitingPair(
        sighting_id,
        disclosure_id,
        score,
        seen_title,
        source_id,
        Channel(channel),
        DisclosureKind(kind),
        title,
        agency_id,
        due_at,  # type: ignore[arg-type]
        VerdictKind(verdict) if verdict else None,
        bool(withheld),
        from_json(document).get("price"),
    )
