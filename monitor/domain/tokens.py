"""Cặp mã truy cập dùng một lần của một tài khoản gửi tin, và nơi cất giữ nó.
The pair of single-use tokens of a sending account, and what keeps it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Tokens:
    """The pair as stored. `renewing_since` is when a worker claimed its renewal; instants UTC."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    renewing_since: datetime | None = None


@runtime_checkable
class TokenStore(Protocol):
    """Where the pair lives, for all workers together.

    `load` raises a passing `DeliveryError` while no pair was entered. `swap` replaces `old` by `new`
    in one committed transaction if `old` is still what is stored (all four fields), else it changes
    nothing and says False. On return the row is on the disk.
    """

    def load(self) -> Tokens: ...

    def swap(self, old: Tokens, new: Tokens) -> bool: ...
