"""Bảng số đếm của bảng công khai.
The counts of the public board."""

from sqlmodel import Field

from storage.columns import Key, Row, json_column, key_column


class BoardCountRow(Row, table=True):
    """One agency (empty: the province) in one period: a month, or the span that ranks go by."""

    __tablename__ = "board_count"

    agency_id: str = key_column()
    period: str = Field(primary_key=True, sa_type=Key, index=True)
    document: str = json_column()
