"""Bảng đối chiếu, nghĩa vụ, kết luận và phát hiện.
Tables of links, duties, verdicts and findings."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import (
    Key,
    Row,
    code_column,
    json_column,
    key_column,
    optional_time_column,
    text_column,
    time_column,
)


class LinkRow(Row, table=True):
    """The link in force for one pair; a person's decision stands over the machine's."""

    __tablename__ = "link"

    sighting_id: str = key_column()
    disclosure_id: str = Field(primary_key=True, sa_type=Key, index=True)
    state: str = code_column(index=True)
    origin: str = code_column()
    score: float
    mark: str = code_column()
    document: str = json_column()


class LinkDecisionRow(Row, table=True):
    """Every decision of a person, undone ones too; `replaced` is the machine link it displaced."""

    __tablename__ = "link_decision"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: str = text_column(index=True)
    disclosure_id: str = text_column()
    decided_by: str = text_column()
    decided_at: datetime = time_column()
    undone_by: str = text_column()
    undone_at: datetime | None = optional_time_column()
    document: str = json_column()
    replaced: str = code_column()


class DisclosureRow(Row, table=True):
    __tablename__ = "disclosure"

    id: str = key_column()
    kind: str = code_column()
    subject_key: str = text_column(index=True)
    agency_id: str = text_column(index=True)
    title: str = text_column()
    mark: str = code_column()
    document: str = json_column()


class LadderRow(Row, table=True):
    """The days counted to a due date, once for the thousands of duties that share them."""

    __tablename__ = "ladder"

    digest: str = key_column()
    document: str = json_column()


class DutyRow(Row, table=True):
    """`withdrawn_at` is set when a later judging no longer knows the duty.

    `ladder` names the days counted; without it they are in the document itself, as once they were.
    """

    __tablename__ = "duty"

    id: str = key_column()
    disclosure_id: str = Field(sa_type=Key, foreign_key="disclosure.id", index=True)
    channel: str = code_column()
    agency_id: str = text_column(index=True)
    rule_id: str = text_column()
    due_at: datetime | None = optional_time_column(index=True)
    withdrawn_at: datetime | None = optional_time_column()
    ladder: str | None = Field(default=None, sa_type=Text, nullable=True)
    mark: str = code_column()
    document: str = json_column()


class VerdictRow(Row, table=True):
    """What is said now of one duty; `since` is when its kind last changed."""

    __tablename__ = "verdict"

    duty_id: str = key_column(foreign="duty.id")
    kind: str = code_column(index=True)
    days_late: int
    reason: str = text_column()
    published_at: datetime | None = optional_time_column()
    since: datetime = time_column()
    mark: str = code_column()
    document: str = json_column()


class VerdictHistoryRow(Row, table=True):
    """A verdict that gave way to one of another kind; `at` is when it was first reached."""

    __tablename__ = "verdict_history"

    id: int | None = Field(default=None, primary_key=True)
    duty_id: str = Field(sa_type=Key, foreign_key="duty.id", index=True)
    kind: str = code_column()
    at: datetime = time_column()
    document: str = json_column()


class FindingRow(Row, table=True):
    """`told_mark` is of what is said, `mark` of everything; `ended_at` when no longer reported."""

    __tablename__ = "finding"

    fingerprint: str = key_column()
    code: str = text_column()
    subject_key: str = text_column(index=True)
    agency_id: str = text_column(index=True)
    channel: str = code_column()
    severity: str = code_column()
    first_at: datetime = time_column()
    changed_at: datetime = time_column(index=True)
    ended_at: datetime | None = optional_time_column(index=True)
    told_mark: str = code_column()
    mark: str = code_column()
    document: str = json_column()


class FindingHistoryRow(Row, table=True):
    __tablename__ = "finding_history"

    id: int | None = Field(default=None, primary_key=True)
    fingerprint: str = Field(sa_type=Key, foreign_key="finding.fingerprint", index=True)
    at: datetime = time_column()
    event: str = code_column()
    document: str = json_column()
