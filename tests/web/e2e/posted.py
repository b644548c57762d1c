"""Những trang chỉ hiện sau khi gửi biểu mẫu, và những trang nói “không”, bằng cả hai thứ tiếng.
The pages that only a sent form brings, and those that say no, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyotp
import requests

from monitor.access.secrets import form_token
from monitor.domain.staff import Role
from monitor.web.staff.cookies import BEFORE, SESSION
from tests.web.e2e.house import PlayedHouse

_SLOWEST = 30.0
_PASSWORD = "một câu ngắn dễ nhớ"


@dataclass
class Sender:
    """A browser in one language; `door` logs it in."""

    house: PlayedHouse
    lang: str
    door: str = ""

    def __post_init__(self) -> None:
        self._browser = requests.Session()
        self._browser.get(self.door or self.house.url + "/dang-ky", timeout=_SLOWEST)
        self._browser.cookies.set("tieng", self.lang, domain="127.0.0.1", path="/")

    def get(self, path: str) -> requests.Response:
        return self._browser.get(self.house.url + path, timeout=_SLOWEST)

    def post(self, path: str, *, own: bool = True, **fields: str) -> requests.Response:
        """Send a form as its page does; not `own`: without the token of this browser."""
        cookies = self._browser.cookies
        token = form_token(cookies.get(SESSION) or cookies[BEFORE]) if own else ""
        return self._browser.post(self.house.url + path, {"csrf": token, **fields}, timeout=_SLOWEST)


def posted(house: PlayedHouse, lang: str) -> Iterator[tuple[str, int, requests.Response]]:
    """What each page is, the status that it must come with, and its answer."""
    yield from _of_everybody(Sender(house, lang), house)
    yield from _of_the_staff(house, lang)


def _of_everybody(one: Sender, house: PlayedHouse) -> Iterator[tuple[str, int, requests.Response]]:
    own, answer = (address.removeprefix(house.url) for address in (house.contractor, house.answer))
    wanted = {"co": "xây lắp", "nhip": "daily", "gio": "7", "thu": "0"}
    yield "preview", 200, one.post("/dang-ky", action="xem", **wanted)
    yield "preview of nothing", 422, one.post("/dang-ky", action="gui")
    yield "preview refused", 403, one.post("/dang-ky", own=False, action="xem", **wanted)
    yield (
        "asked",
        200,
        one.post("/dang-ky", action="gui", dong_y="1", dia_chi=f"{one.lang}@a.example", **wanted),
    )
    yield "edit", 200, one.post(f"{own}/sua", action="xem", **wanted)
    yield "edit refused", 403, one.post(f"{own}/sua", own=False, action="luu", **wanted)
    yield "no such step", 409, one.post(f"{own}/mo-lai")
    yield "answer of nothing", 422, one.post(answer)
    yield "answer refused", 403, one.post(answer, own=False, noi_dung="Đã đăng")
    yield "stale form", 403, one.post("/giao-dien", own=False, nen="dark")
    yield "wrong login", 403, one.post("/dang-nhap", ten="khong.co", mat_khau="không có")
    for path in ("/khong-co", "/goi-thau/khong-co", "/dang-ky/khong-co-bi-mat", "/tra-loi/khong-co"):
        yield path, 404, one.get(path)
    yield "wrong way", 405, one.post("/bang")


def _of_the_staff(house: PlayedHouse, lang: str) -> Iterator[tuple[str, int, requests.Response]]:
    keeper = Sender(house, lang, house.doors[Role.ADMINISTRATOR])
    login = f"moi.{lang}"
    shown = keeper.post("/nguoi-dung", ten=login, ho_ten="Người mới", vai_tro="auditor")
    yield "invitation shown", 200, shown
    yield "account twice", 422, keeper.post("/nguoi-dung", ten=login, ho_ten="Người mới", vai_tro="auditor")
    invitation = re.search(r"/loi-moi/[A-Za-z0-9_-]{43}", shown.text)
    assert invitation is not None
    guest = Sender(house, lang)
    yield "bad password", 422, guest.post(invitation[0], mat_khau="a", nhac_lai="b")
    enrolling = guest.post(invitation[0], mat_khau=_PASSWORD, nhac_lai=_PASSWORD)
    yield "enrolling", 200, enrolling
    secret = re.search(r"<code>([a-z2-7-]+)</code>", enrolling.text)
    assert secret is not None
    yield "wrong code", 403, guest.post("/ghi-danh", ma="000000")
    code = pyotp.TOTP(secret[1].replace("-", "").upper()).at(int(house.clock.read().timestamp()))
    yield "codes shown", 200, guest.post("/ghi-danh", ma=code)
    yield "not allowed", 403, guest.post("/ban-lam-viec/hang-loat")
    lead = Sender(house, lang, house.doors[Role.LEAD_INSPECTOR])
    source = next(one for one in house.line.sources if one.allow_private and one.platform == "feed")
    yield "source recognised", 200, lead.post("/nguon-tin/them", dia_chi=source.url)
    yield "source refused", 422, lead.post("/nguon-tin/them", dia_chi="http://169.254.169.254/")
    yield "no such case", 404, lead.get("/ban-lam-viec/ho-so/HS-2026-9999")
    yield "no dossier", 409, lead.get(f"{_case(house)}/ho-so.zip")


def _case(house: PlayedHouse) -> str:
    with house.line.store.read() as work:
        return f"/ban-lam-viec/ho-so/{work.cases.list()[-1].id}"
