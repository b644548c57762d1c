"""Mở và đổi phiên đăng nhập.
Opening sessions: each step of a login gets a new id, the old one is gone."""

import secrets
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitor.access.secrets import digest
from monitor.domain.staff import Actor, Deed, StaffSession, Stage, User
from monitor.steps.audit import audit
from monitor.web.limits import net_of
from monitor.web.site import Site
from monitor.web.staff.cookies import BEFORE, give, session_id, take_away
from monitor.web.view import view
from storage.store import UnitOfWork

# No setting of the sessions' length goes beyond this.
_PAST_ANY = timedelta(days=7)
_AGENT = 120


def open_session(
    site: Site, request: Request, work: UnitOfWork, user: User, stage: Stage, now: datetime
) -> tuple[str, StaffSession]:
    """A new session in the place of the one the browser came with; returns its id, known nowhere else."""
    raw = secrets.token_urlsafe(32)
    net = net_of(request)
    agent = request.headers.get("user-agent", "")[:_AGENT]
    session = StaffSession(digest(raw), user.login, user.role, stage, now, now, now, net, agent)
    if old := session_id(site, request):
        work.staff_sessions.end([digest(old)])
    work.staff_sessions.forget(now - _PAST_ANY)
    work.staff_sessions.open(session)
    # Forms of the page that tells it are sent with the new cookie.
    view().browser = raw
    return raw, session


def log_in(site: Site, request: Request, work: UnitOfWork, user: User, now: datetime, *, how: str) -> str:
    """The full session at the end of a login, and its row in the audit log; returns its id."""
    raw, session = open_session(site, request, work, user, Stage.FULL, now)
    actor = Actor(user.login, user.role.value, session.digest, session.net)
    audit(work, actor, Deed.LOGGED_IN, user.login, now, how=how)
    return raw


def led_in(site: Site, raw: str, way: str) -> Response:
    """The redirection after a step, with the new session's cookie."""
    response = RedirectResponse(site.root + way, 303)
    take_away(site, response, BEFORE)
    return give(site, response, raw)
