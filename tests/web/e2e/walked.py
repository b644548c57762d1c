"""Mọi trang của bản chạy thử, theo từng vai trò, kể cả trang giữa chừng đăng nhập và trang báo lỗi.
Every page of the played demo as each role sees it, the steps of logging in and the refusals included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.access.people import new_user
from monitor.access.secrets import digest
from monitor.domain.staff import Actor, Role, StaffSession, Stage, User
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile.review import pair_name
from monitor.steps import staff
from tests.web.e2e.house import PlayedHouse, text_of
from tests.web.e2e.walk import Found, Walk, html_routes

COOKIE = "phien"
# They lead out of the house, or only on to another page; they have tests of their own.
LEADING_ON = frozenset(
    {
        "/",
        "/dang-nhap/openid",
        "/dang-nhap/openid/ve",
        "/vao-thu/{secret}",
        "/ban-lam-viec/HS-{rest}",
    }
)
# What they hand out is a file or a picture of a foreign page, never a page of ours.
FILES = (
    "/static/",
    "/tep/{digest}",
    "/{capture}/tep",
    "/{capture}/noi-dung",
    ".zip",
    ".ics",
    ".atom",
    ".json",
    "/{file}",
)
# Form tokens, and the moment of looking: they tell no two pages apart.
_ONLY_THIS_SESSION = re.compile(r"[0-9a-f]{64}|\d\d:\d\d")


@dataclass(frozen=True)
class Walked:
    """The pages in the order of walking, with the cookie that each role's walk went by."""

    pages: tuple[Found, ...]
    cookies: dict[str, str]
    broken: tuple[tuple[str, str, int], ...]

    def routes(self) -> set[str]:
        return {page.route for page in self.pages}

    def distinct(self, who: str) -> list[Found]:
        """The pages of one walk whose body nobody walked to before; the first one for the bar on top."""
        known: set[str] = set()
        mine: list[Found] = []
        for page in self.pages:
            body = _ONLY_THIS_SESSION.sub("", page.html.partition("</header>")[2])
            if page.who == who and (body not in known or not mine):
                mine.append(page)
            known.add(body)
        return mine


def walked(house: PlayedHouse) -> Walked:
    """Walk as everybody, and half-way through the login."""
    pages: list[Found] = []
    cookies: dict[str, str] = {}
    broken: list[tuple[str, str, int]] = []
    for walk, starts in _walks(house):
        pages += walk.pages(starts)
        cookies[walk.who] = walk.cookie
        broken += walk.failed
    return Walked(tuple(pages), cookies, tuple(broken))


def page_routes(house: PlayedHouse) -> frozenset[str]:
    """The routes that a walk must come to: every GET but files and mere steps on the way."""
    paths = {str(route.path) for route in html_routes(house.app)} - LEADING_ON
    files = {path for path in paths if any(path.startswith(one) or path.endswith(one) for one in FILES)}
    return frozenset(paths - files)


def _walks(house: PlayedHouse) -> Iterator[tuple[Walk, tuple[str, ...]]]:
    pages = page_routes(house)
    yield Walk(house, "public", pages), _public(house)
    for stage, start in ((Stage.FIRST_FACTOR, "/dang-nhap/ma"), (Stage.MUST_ENROL, "/ghi-danh")):
        yield Walk(house, stage.value, frozenset({start}), _half(house, stage)), (start,)
    for role in Role:
        yield Walk(house, role.value, pages, door=house.doors[role]), _rooms(house)


def _public(house: PlayedHouse) -> tuple[str, ...]:
    user = new_user("moi.den", "Người mới đến", Role.AUDITOR, house.clock.read())
    invitation = staff.add(house.line.store, Actor("thử"), user, set(), house.clock.read())
    own = house.contractor.removeprefix(house.url)
    steps = ("", "/sua", "/xac-nhan", "/huy")
    return (
        "/goi-thau",
        "/bang",
        "/dang-ky",
        "/dang-ky/da-gui",
        "/dang-nhap",
        f"/loi-moi/{invitation}",
        house.answer.removeprefix(house.url),
        *(own + step for step in steps),
        _told(house),
    )


def _told(house: PlayedHouse) -> str:
    """The list behind a number of a subscriber's letter: only the letter leads there."""
    link = re.compile(re.escape(house.url) + r"(/dang-ky/[\w.-]+/tin/\w+)")
    found = (link.search(text_of(letter)) for letter in house.letters(""))
    return next(one[1] for one in found if one is not None)


def _rooms(house: PlayedHouse) -> tuple[str, ...]:
    """Where the walk of an account begins; its top bar leads on, and letters lead to the rest."""
    with house.line.store.begin() as work:
        sources = [source.id for source in house.line.sources]
        looks = [look.id for look in work.looks.history(sources[0], 1)]
        # A person's decision has a page; so small a world leaves no pair in doubt.
        linked = [link for link in work.links.all() if link.state is LinkState.LINKED][:1]
        for link in linked:
            work.links.decide(replace(link, origin=LinkOrigin.PERSON, decided_by="Người thử"))
        agencies = [case.agency_id for case in work.cases.list() if case.agency_id][:1]
    return (
        *(f"/doi-chieu/{pair_name(link.sighting_id, link.disclosure_id)}" for link in linked),
        *(f"/ban-lam-viec/don-vi/{agency}" for agency in agencies),
        "/tai-khoan",
        "/xac-nhan-lai",
        "/nguon-tin/them",
        "/ban-lam-viec/luot-kiem-tra",
        "/ban-lam-viec/ho-so",
        "/ban-lam-viec/nguon",
        f"/ban-lam-viec/nguon/{sources[0]}",
        "/ban-lam-viec/luat-lich",
        "/ban-lam-viec/doi-chieu",
        "/ban-lam-viec/chat-luong",
        *(f"/nguon-tin/{sources[0]}/luot/{look}" for look in looks),
    )


def _half(house: PlayedHouse, stage: Stage) -> str:
    """A session that has come so far and no further."""
    now, raw = house.clock.read(), f"nua-chung-{stage.value}"
    login = f"nua.chung.{stage.value.replace('_', '.')}"
    user: User = new_user(login, "Người nửa chừng", Role.AUDITOR, now)
    with house.line.store.begin() as work:
        work.users.put(user)
        work.staff_sessions.open(StaffSession(digest(raw), login, user.role, stage, now, now, now))
    return raw
