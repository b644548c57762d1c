"""Mã ghi trong tin đăng, mỗi mã một dòng, để tìm một mã trong mọi tin mà không đọc tin nào.
The codes of items, one a row: a code is found among all items without reading any."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlmodel import Session

from monitor.domain.sources import Sighting
from storage.bulk import chunks, insert_new, table_of
from storage.columns import stored_key
from storage.tables.looking import SightingCodeRow


def note_codes(session: Session, sightings: Iterable[Sighting]) -> None:
    """Keep the codes of items that are new."""
    insert_new(
        session,
        SightingCodeRow,
        ({"code": code, "sighting_id": one.id} for one in sightings for code in dict.fromkeys(one.codes)),
    )


def change_codes(session: Session, sightings: Iterable[Sighting]) -> None:
    """Keep the codes of items that bear other ones now."""
    table, changed = table_of(SightingCodeRow), tuple(sightings)
    for part in chunks(stored_key(one.id) for one in changed):
        session.connection().execute(delete(table).where(table.c.sighting_id.in_(part)))
    note_codes(session, changed)
