"""Bảng tài khoản, phiên đăng nhập và nhật ký việc đã làm.
The tables of staff accounts, their sessions, and the append-only audit log."""

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from storage.columns import Row, code_column, json_column, key_column, text_column, time_column


class StaffUserRow(Row, table=True):
    """One account; `invitation` is the digest of the link that may still be used."""

    __tablename__ = "staff_user"

    login: str = key_column()
    email: str = text_column(index=True)
    subject: str = text_column(index=True)
    invitation: str = code_column(index=True)
    document: str = json_column()


class StaffSessionRow(Row, table=True):
    """One login that was not ended; only the digest of its id is known here."""

    __tablename__ = "staff_session"

    digest: str = Field(primary_key=True, sa_type=Text)
    login: str = text_column(index=True)
    role: str = code_column()
    stage: str = code_column()
    opened_at: datetime = time_column()
    seen_at: datetime = time_column()
    proved_at: datetime = time_column()
    net: str = text_column()
    agent: str = text_column()


class AuditLogRow(Row, table=True):
    """One act; triggers of the database refuse to change or remove a row."""

    __tablename__ = "audit_log"

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    previous: str = code_column()
    at: datetime = time_column(index=True)
    who: str = text_column(index=True)
    role: str = text_column()
    session: str = code_column()
    net: str = text_column()
    deed: str = text_column()
    object: str = text_column(index=True)
    details: str = json_column()
    hash: str = code_column()
