"""Người của từng vai trò đi qua cửa thật: lời mời, mật khẩu, mã, phiên.
People of each role going through the real doors, and a shortcut for tests that begin inside."""

import re
from dataclasses import dataclass, field, replace

import pyotp
import requests

from monitor.access.people import new_user
from monitor.access.secrets import digest, form_token
from monitor.domain.staff import Actor, Role, StaffSession, Stage, User
from monitor.steps import staff
from tests.web.served import SLOWEST, Visit

PASSWORD = "một câu ngắn dễ nhớ"
AGENCY = "so-mau"


@dataclass
class Person:
    """A browser: keeps cookies, follows nothing by itself."""

    visit: Visit
    login: str = ""
    secret: str = ""
    browser: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **given: object) -> requests.Response:
        return self.browser.get(self.visit.url + path, allow_redirects=False, timeout=SLOWEST, **given)  # type: ignore[arg-type]

    def post(self, path: str, data: dict[str, str] | None = None, **given: object) -> requests.Response:
        return self.browser.post(
            self.visit.url + path,
            data=data,
            allow_redirects=False,
            timeout=SLOWEST,
            **given,  # type: ignore[arg-type]
        )

    def send(self, page: str, path: str, **fields: str) -> requests.Response:
        """Open a page and post to `path` with the token of its form."""
        return self.post(path, {"csrf": token_of(self.get(page).text), **fields})

    @property
    def token(self) -> str:
        """What the forms of this session carry, or of this browser before one."""
        return form_token(self.browser.cookies.get("phien") or self.browser.cookies["truoc-phien"])

    def code(self) -> str:
        """What the phone shows now."""
        return pyotp.TOTP(self.secret).at(int(self.visit.town.now.timestamp()))

    def log_in(self, password: str = PASSWORD) -> requests.Response:
        """Password and code, beginning without any cookie."""
        self.browser.cookies.clear()
        self.send("/dang-nhap", "/dang-nhap", ten=self.login, mat_khau=password)
        return self.send("/dang-nhap/ma", "/dang-nhap/ma", ma=self.code())


def token_of(page: str) -> str:
    """The token of the first form that has one."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    return found[1] if found else ""


def invited(visit: Visit, login: str, role: Role = Role.INSPECTOR, agency_id: str = "") -> str:
    """A new account; the secret of its invitation."""
    user = new_user(login, f"Người {login}", role, visit.town.now, agency_id=agency_id)
    return staff.add(visit.town.line.store, Actor("thử"), user, {AGENCY}, visit.town.now)


def enrolled(visit: Visit, login: str, role: Role = Role.INSPECTOR, agency_id: str = "") -> Person:
    """Somebody who came in by invitation and is logged in."""
    person = Person(visit, login)
    way = f"/loi-moi/{invited(visit, login, role, agency_id)}"
    assert person.send(way, way, mat_khau=PASSWORD, nhac_lai=PASSWORD).headers["location"] == "/ghi-danh"
    page = person.get("/ghi-danh").text
    person.secret = re.search(r"<code>([a-z2-7-]+)</code>", page)[1].replace("-", "").upper()  # type: ignore[index]
    answer = person.post("/ghi-danh", {"csrf": token_of(page), "ma": person.code()})
    assert answer.status_code == 200, answer.text
    return person


def inside(visit: Visit, role: Role, agency_id: str = "", login: str = "") -> Person:
    """Somebody with a session, without going through the doors."""
    now, login = visit.town.now, login or role.value.replace("_", ".")
    raw = f"phien-cua-{login}"
    user = new_user(login, f"Người {login}", role, now, agency_id=agency_id)
    with visit.town.line.store.begin() as work:
        work.users.put(replace(user, password="x", totp_secret="A" * 32))
        work.staff_sessions.end([digest(raw)])
        work.staff_sessions.open(StaffSession(digest(raw), login, role, Stage.FULL, now, now, now))
    person = Person(visit, login)
    person.browser.cookies.set("phien", raw, domain="127.0.0.1", path="/")
    return person


def account(visit: Visit, login: str) -> User:
    """An account as stored."""
    with visit.town.line.store.read() as work:
        found = work.users.get(login)
    assert found is not None
    return found


def deeds(visit: Visit) -> list[str]:
    """Every act in the log, oldest first."""
    with visit.town.line.store.read() as work:
        return [row.deed for row in work.audit_log.walk()]
