"""Bảng mã truy cập của tài khoản gửi tin.
The table of the single-use tokens of sending accounts."""

from datetime import datetime

from storage.columns import Row, code_column, key_column, optional_time_column, time_column


class ZaloTokenRow(Row, table=True):
    """The pair of one application; whoever reads the database can send in its name."""

    __tablename__ = "zalo_token"

    app_id: str = key_column()
    access_token: str = code_column()
    refresh_token: str = code_column()
    expires_at: datetime = time_column()
    renewing_since: datetime | None = optional_time_column()
