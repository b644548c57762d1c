"""Vài giá trị lẻ của chương trình.
Small named values of the program itself (last cycle, last digest)."""

from typing import Any

from sqlmodel import Session, col, select

from storage.bulk import upsert
from storage.codec import decode_raw, encode_raw
from storage.tables.told import MetaRow


class Meta:
    """Plain JSON values by name."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str) -> Any:
        """The value, or `None` when it was never set."""
        text = self._session.exec(select(MetaRow.value).where(col(MetaRow.key) == key)).first()
        return None if text is None else decode_raw(text)

    def set(self, key: str, value: Any) -> None:
        """Set a value: anything JSON can hold."""
        upsert(self._session, MetaRow, [{"key": key, "value": encode_raw(value)}])
