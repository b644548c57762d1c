"""Xóa địa chỉ, tên và nội dung khỏi thư; khóa ở lại để không báo lần nữa.
Takes address, name and content out of letters; their keys stay, so that nothing is told again."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.cases import Message
from monitor.domain.vocabulary import DeliveryState
from storage.codec import decode, encode
from storage.tables.told import DeliveryRow

_FORGOTTEN = "đã xóa nội dung"
_ON_ITS_WAY = (DeliveryState.QUEUED.value, DeliveryState.CLAIMED.value)


def scrub(session: Session, condition: Any) -> int:
    """Empty every letter of that condition that is not empty yet, and give up those that wait; how many."""
    known = col(DeliveryRow.outcome) != _FORGOTTEN
    rows = session.exec(select(DeliveryRow).where(condition, known)).all()
    for row in rows:
        row.document = encode(Message, _emptied(decode(Message, row.document)))
        row.subject, row.outcome = "", _FORGOTTEN
        if row.state in _ON_ITS_WAY:
            row.state = DeliveryState.STOPPED.value
        session.add(row)
    return len(rows)


def _emptied(message: Message) -> Message:
    nobody = replace(message.recipient, name="", address="", settings={})
    return replace(message, recipient=nobody, subject="", text="", html="", unsubscribe_url="", images=())
