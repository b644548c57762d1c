"""Danh bạ đơn vị.
The agencies, as the province's profile declares them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from monitor.domain.procurement import Agency
from storage.bulk import chunks, upsert
from storage.codec import decode, encode
from storage.tables.recorded import AgencyRow


class Agencies:
    """One row per agency; one that leaves the profile stays, as old findings name it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, agencies: Iterable[Agency]) -> int:
        """Store agencies as declared now; how many were new or different."""
        written = 0
        for chunk in chunks({agency.id: agency for agency in agencies}.values()):
            documents = {agency.id: encode(Agency, agency) for agency in chunk}
            known = dict(
                self._session.exec(
                    select(AgencyRow.id, AgencyRow.document).where(col(AgencyRow.id).in_(list(documents)))
                ).all()
            )
            rows = [
                {"id": agency.id, "name": agency.name, "document": documents[agency.id]}
                for agency in chunk
                if known.get(agency.id) != documents[agency.id]
            ]
            upsert(self._session, AgencyRow, rows)
            written += len(rows)
        return written

    def all(self) -> tuple[Agency, ...]:
        """Every agency by id."""
        rows = self._session.exec(select(AgencyRow.document).order_by(col(AgencyRow.id)))
        return tuple(decode(Agency, document) for document in rows)

    def get(self, agency_id: str) -> Agency | None:
        """One agency by id."""
        document = self._session.exec(
            select(AgencyRow.document).where(col(AgencyRow.id) == agency_id)
        ).first()
        return None if document is None else decode(Agency, document)
