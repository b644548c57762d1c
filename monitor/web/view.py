"""Người đang mở trang nhìn thấy gì quanh trang: nền sáng tối, tiếng, ai đang đăng nhập, lối đi.
What surrounds every page for the one who opens it; set by a middleware, read by the base template."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.access.permissions import Act
from monitor.access.secrets import form_token
from monitor.domain.errors import StorageError
from monitor.domain.staff import Actor, Role, StaffSession, User
from monitor.web.rooms import Nav, rooms

THEME_COOKIE = "nen"
# The oldest room, which does not name itself.
_FIRST = Nav("/dang-ky", "subscribe", None, 70)
_THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody of the staff, and the session they came in with; `token` is what their forms carry."""

    user: User
    session: StaffSession
    net: str
    token: str
    acts: frozenset[Act]

    @property
    def actor(self) -> Actor:
        """As the audit log names them."""
        return Actor(self.user.login, self.user.role.value, self.session.digest, self.net)

    @property
    def agency_id(self) -> str:
        """The only agency that may be seen; empty for all of them."""
        return self.user.agency_id if self.user.role is Role.AGENCY_OFFICER else ""

    def may(self, act: Act) -> bool:
        """Whether the role allows it."""
        return act in self.acts


@dataclass
class View:
    """One request as the base template sees it. `find` looks up the session when somebody asks.

    `browser` is the id that the browser brought; `given` the one that it is given with this answer.
    """

    path: str = "/"
    query: str = ""
    theme: str = ""
    browser: str = ""
    given: str = ""
    find: Callable[[], SignedIn | None] = field(default=lambda: None)
    _looked: bool = False
    _signed_in: SignedIn | None = None

    def signed_in(self) -> SignedIn | None:
        """Who is logged in, if anybody; a store that does not answer is nobody."""
        if not self._looked:
            self._looked = True
            try:
                self._signed_in = self.find()
            except StorageError:
                self._signed_in = None
        return self._signed_in

    def enter(self, signed_in: SignedIn | None) -> None:
        """What a gate found out already, so that it is not looked up again."""
        self._looked, self._signed_in = True, signed_in

    @property
    def token(self) -> str:
        """What a form on this page carries; a browser without an id is given one by the answer."""
        if not self.browser:
            self.browser = self.given = secrets.token_urlsafe(32)
        return form_token(self.browser)

    def nav(self) -> list[Nav]:
        """The rooms of the top bar that this person may open, in order."""
        here = self.signed_in()
        return [
            entry for entry in _entries() if entry.act is None or (here is not None and here.may(entry.act))
        ]

    def home(self) -> str:
        """Where the brand leads: the first room of one's work, or of the public."""
        entries = self.nav()
        mine = [entry for entry in entries if entry.act is not None]
        return (mine or entries or [_FIRST])[0].path

    def is_here(self, entry: Nav) -> bool:
        """Whether the page stands in that room."""
        return self.path == entry.path or self.path.startswith(entry.path + "/")

    @property
    def back(self) -> str:
        """This page, for a form that leads back to it."""
        return quote(self.path + (f"?{self.query}" if self.query else ""), safe="/")


@cache
def _entries() -> tuple[Nav, ...]:
    """Every room of the top bar, in order."""
    found = [entry for room in rooms() for entry in room.nav]
    if all(entry.path != _FIRST.path for entry in found):
        found.append(_FIRST)
    return tuple(sorted(found, key=lambda entry: (entry.order, entry.path)))


_VIEW: ContextVar[View] = ContextVar("view")


def view() -> View:
    """The view of the request being answered; a plain one outside any."""
    return _VIEW.get(View())


class Viewing:
    """Sets the view for each request.

    `known` is the id that a browser brought, `giving` the header that gives it a new one.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        find: Callable[[Request], SignedIn | None],
        known: Callable[[Request], str],
        giving: Callable[[str], str],
    ) -> None:
        self._app = app
        self._find = find
        self._known = known
        self._giving = giving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        theme = request.cookies.get(THEME_COOKIE, "")
        here = View(
            _own_path(scope),
            scope.get("query_string", b"").decode("latin-1"),
            theme if theme in _THEMES else "",
            self._known(request),
            find=lambda: self._find(request),
        )

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start" and here.given:
                MutableHeaders(scope=message).append("set-cookie", self._giving(here.given))
            await send(message)

        token = _VIEW.set(here)
        try:
            await self._app(scope, receive, answered)
        finally:
            _VIEW.reset(token)


def _own_path(scope: Scope) -> str:
    """The path without what stands before every address of ours."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root and path.startswith(root + "/") else path
