"""Bảng các điều luật đã được đối chiếu với văn bản ký.
The table of legal rules that people compared with the signed text."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Row, code_column, optional_time_column, text_column, time_column


class RuleConfirmationRow(Row, table=True):
    """Every confirmation, those taken back too; `document` is the name of the attached file."""

    __tablename__ = "rule_confirmation"

    id: int | None = Field(default=None, primary_key=True)
    rule_id: str = text_column(index=True)
    given_by: str = text_column()
    given_at: datetime = time_column()
    document: str = text_column()
    sha256: str = code_column()
    note: str = text_column()
    taken_back_by: str = text_column()
    taken_back_at: datetime | None = optional_time_column()
