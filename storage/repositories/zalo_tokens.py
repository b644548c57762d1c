"""Cặp mã Zalo: một dòng mỗi ứng dụng, chỉ thay khi đúng là cặp đang giữ.
The pair of each Zalo application: one row, replaced only while it is what the writer has read."""

from sqlmodel import Session, col, select

from monitor.domain.tokens import Tokens
from storage.bulk import affected, table_of, upsert
from storage.tables.tokens import ZaloTokenRow


class ZaloTokens:
    """Written when a person authorises the application, and by each renewal."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, app_id: str) -> Tokens | None:
        """The pair of an application; `None` while none was entered."""
        row = self._session.exec(select(ZaloTokenRow).where(col(ZaloTokenRow.app_id) == app_id)).first()
        if row is None:
            return None
        return Tokens(row.access_token, row.refresh_token, row.expires_at, row.renewing_since)

    def put(self, app_id: str, tokens: Tokens) -> None:
        """Enter a pair, whatever is stored."""
        upsert(self._session, ZaloTokenRow, [{"app_id": app_id, **_columns(tokens)}])

    def swap(self, app_id: str, old: Tokens, new: Tokens) -> bool:
        """Replace the pair if it is still `old`; of two at once only one succeeds."""
        table = table_of(ZaloTokenRow)
        same = [table.c[name] == value for name, value in _columns(old).items() if value is not None]
        if old.renewing_since is None:
            same.append(table.c.renewing_since.is_(None))
        result = self._session.connection().execute(
            table.update().where(table.c.app_id == app_id, *same).values(**_columns(new))
        )
        return affected(result) == 1


def _columns(tokens: Tokens) -> dict[str, object]:
    return {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "expires_at": tokens.expires_at,
        "renewing_since": tokens.renewing_since,
    }
