"""Phiên đăng nhập sống bao lâu.
How long a session lives, and when somebody must prove again who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.staff import StaffSession, Stage, User

HALF_WAY = timedelta(minutes=10)
INVITATION = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Spans:
    """How long without a request, how long at all, and how fresh a proof must be for grave acts."""

    idle: timedelta = timedelta(minutes=30)
    whole: timedelta = timedelta(hours=12)
    fresh: timedelta = timedelta(minutes=10)


def stands(session: StaffSession, user: User | None, now: datetime, spans: Spans) -> bool:
    """Whether a session still counts at `now`; a changed role or a closed account ends it."""
    if user is None or user.disabled_at is not None or user.role is not session.role:
        return False
    if session.stage is not Stage.FULL:
        return now < session.opened_at + HALF_WAY
    return now < session.seen_at + spans.idle and now < session.opened_at + spans.whole


def is_fresh(session: StaffSession, now: datetime, spans: Spans) -> bool:
    """Whether password or code were given recently enough for grave acts."""
    return now < session.proved_at + spans.fresh


def worth_noting(session: StaffSession, now: datetime, spans: Spans) -> bool:
    """Whether a request should move `seen_at`: not every one, as each is a write."""
    return now >= session.seen_at + spans.idle / 10
