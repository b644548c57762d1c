"""Ghi lại đối chiếu nào vừa đổi, để bước công bố chỉ đọc những gì cần đọc.
Notes which links changed, in the transaction that changes them: publishing reads those and no others."""

from collections.abc import Iterable

from sqlmodel import Session

from storage.bulk import insert
from storage.tables.opened import LinkTouchRow


def touch(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Note (sighting, disclosure) pairs; an empty disclosure stands for every link of the sighting."""
    insert(session, LinkTouchRow, ({"sighting_id": seen, "disclosure_id": act} for seen, act in pairs))
