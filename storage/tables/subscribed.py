"""Bảng đăng ký nhận tin, việc xảy ra với gói thầu, và tin nào của ai đã báo.
Tables of subscriptions, of what happened to tenders, and of who was told what."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from storage.columns import (
    Key,
    Row,
    UtcTime,
    code_column,
    json_column,
    key_column,
    optional_time_column,
    text_column,
    time_column,
)


class SubscriptionRow(Row, table=True):
    """`secret` is the unguessable part of its addresses: every message carries it in its links."""

    __tablename__ = "subscription"

    id: str = key_column()
    address: str = Field(sa_type=Key, index=True)
    channel: str = code_column()
    state: str = code_column(index=True)
    secret: str = Field(sa_type=Text, unique=True)
    paused_until: datetime | None = optional_time_column()
    document: str = json_column()


class TenderRow(Row, table=True):
    """What was last known of a tender that may be subscribed to."""

    __tablename__ = "tender"

    subject_key: str = key_column()
    closes_at: datetime | None = optional_time_column(index=True)
    live: bool
    document: str = json_column()


class TenderEventRow(Row, table=True):
    """One thing that happened to a tender; the same thing found again is the same row."""

    __tablename__ = "tender_event"

    id: str = key_column()
    subject_key: str = Field(sa_type=Key, index=True)
    kind: str = code_column()
    learnt_at: datetime = time_column(index=True)
    document: str = json_column()


class MatchRow(Row, table=True):
    """An event that a subscription asked for; `told_in` is the key of the message, empty until then."""

    __tablename__ = "subscription_match"
    __table_args__ = (Index("ix_subscription_match_told_in", "told_in", "subscription_id"),)

    subscription_id: str = key_column()
    event_id: str = key_column()
    told_in: str = text_column()


class DigestRunRow(Row, table=True):
    """One slot of one subscription, done: what it held was queued, or there was nothing to say."""

    __tablename__ = "digest_run"

    subscription_id: str = key_column()
    slot: datetime = Field(primary_key=True, sa_type=UtcTime)
    message_key: str = text_column()
    completed_at: datetime = time_column()


class SuppressionRow(Row, table=True):
    """An address to which nothing is sent any more; its digest stays when all else is erased."""

    __tablename__ = "suppression"

    digest: str = key_column()
    reason: str = code_column()
    at: datetime = time_column()


class MailEventRow(Row, table=True):
    """A report of the mail provider that was taken in; the same one again is refused."""

    __tablename__ = "mail_event"

    id: str = key_column()
    kind: str = code_column()
    digest: str = Field(sa_type=Key, index=True)
    at: datetime = time_column()
