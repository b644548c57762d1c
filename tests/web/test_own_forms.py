"""Biểu mẫu công khai chỉ nhận từ chính trình duyệt đã mở trang; gõ gì thì còn nguyên khi bị từ chối.
Public forms are taken only from the browser that opened the page; what was typed is not lost."""

import socket
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from monitor.access.secrets import form_token
from monitor.cases.answering import answer_token
from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.tell_agencies import answer_key
from monitor.web.rooms import needs
from tests.steps.subscribers import DAILY, HOUR, subscription
from tests.storage.samples import Samples
from tests.web.fuzzing import site_routes
from tests.web.served import BROWSER, OWN_FORM, Visit, words
from tests.web.staffed import Person, token_of

OWN = "/dang-ky/bi-mat-nha-thau"
ASKED = {"action": "gui", "dia_chi": "moi@nha-thau.example", "dong_y": "1", "co": "xây lắp"}
# A mail program's button (RFC 8058) and the provider's signed reports: neither opens a page of ours before.
WITHOUT = {"/dang-ky/{secret}/huy", "/su-kien/sendgrid"}


@pytest.fixture
def held(visit: Visit) -> Visit:
    now = visit.town.now
    visit.town.subscribe(subscription("nha-thau", Want(all_words=("đường mẫu",)), DAILY, now - HOUR))
    with visit.town.line.store.begin() as work:
        work.cases.put_all([Samples().case(1)])
    return visit


@pytest.fixture
def answering(held: Visit) -> str:
    with held.town.line.store.begin() as work:
        return f"/tra-loi/{answer_token('HS-2026-0001', answer_key(work))}"


def everything(visit: Visit) -> str:
    """What a form could change."""
    with visit.town.line.store.read() as work:
        return repr((work.subscriptions.list(), work.cases.list(), work.outbox.list(), work.users.list()))


def test_no_public_form_is_taken_without_the_token_of_its_browser(held: Visit, answering: str) -> None:
    before, tried = everything(held), set()
    cookie = {"Cookie": OWN_FORM["Cookie"]}
    right, other = form_token(BROWSER), form_token("mot-trinh-duyet-khac")
    strangers = (
        ({}, ""), (cookie, ""), (cookie, other), (cookie, right.upper()), ({}, right),
        ({"Cookie": "truoc-phien="}, form_token("")),
    )  # fmt: skip
    for route in site_routes(held.town, "POST"):
        if needs(route) != (None,) or route.path in WITHOUT:
            continue
        path = str(route.path).replace("/dang-ky/{secret}", OWN).replace("/tra-loi/{token}", answering)
        for headers, token in strangers:
            form = {**ASKED, "noi_dung": "giả", "csrf": token}
            answer = held.post(path, form, stranger=True, headers=headers)
            # Half a login leads back to its door, before any form is looked at.
            led_back = path in ("/dang-nhap/ma", "/ghi-danh") and answer.status_code == 303
            assert answer.status_code == 403 or led_back, path
            if answer.status_code == 403:
                assert any(told in words(answer) for told in ("Không có gì thay đổi", "Chưa nhận")), path
        tried.add(str(route.path))
    assert {"/dang-ky", "/giao-dien", "/tra-loi/{token}", "/dang-ky/{secret}/sua"} <= tried
    assert len(tried) > 9
    assert everything(held) == before


@pytest.mark.parametrize(
    ("page", "path", "form"),
    [
        ("/dang-ky", "/dang-ky", ASKED),
        ("/goi-thau", "/giao-dien", {"nen": "dark"}),
        (OWN, f"{OWN}/tam-dung", {"ngay": "7"}),
        (f"{OWN}/sua", f"{OWN}/sua", {"action": "luu", "co": "cầu", "nhip": "daily"}),
    ],
)
def test_the_field_of_the_page_is_enough(held: Visit, page: str, path: str, form: dict[str, str]) -> None:
    """The hidden field and the cookie, as a browser without JavaScript sends them."""
    assert Person(held).send(page, path, **form).status_code == 303


def test_an_answer_and_a_confirmation_too(held: Visit, answering: str) -> None:
    held.town.subscribe(
        replace(held.one("nha-thau"), id="moi", secret="bi-mat-moi-xin", state=SubscriptionState.PENDING)
    )
    person, own = Person(held), "/dang-ky/bi-mat-moi-xin/xac-nhan"
    assert "Đã xác nhận" in words(person.send(own, own))
    assert "Đã ghi nhận trả lời" in words(person.send(answering, answering, noi_dung="Đã đăng"))


def test_a_page_gives_one_cookie_that_goes_with_the_browser(visit: Visit) -> None:
    first = visit.get("/dang-ky", headers={"Cookie": ""})
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("truoc-phien=")
    assert "Max-Age" not in cookie
    assert "expires" not in cookie.lower()
    assert {token_of(one) for one in first.text.split("<form")[1:]} == {token_of(first.text)}
    assert "set-cookie" not in visit.get("/dang-ky").headers, "whoever has one keeps it"
    for path in ("/api/v1", "/tin/don-vi/ban-1.atom"):
        assert "set-cookie" not in visit.get(path, headers={"Cookie": ""}).headers


@pytest.mark.parametrize(("path", "name"), [("/dang-ky", "co"), (f"{OWN}/sua", "co"), ("", "noi_dung")])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_was_typed_stands_in_the_refused_form(
    held: Visit, answering: str, path: str, name: str, lang: str
) -> None:
    person = Person(held)
    typed = {name: "Một điều đã gõ công phu", "action": "gui"}
    way = f"{path or answering}?lang={lang}"
    refused = person.post(way, {**typed, "csrf": "0" * 64})
    assert refused.status_code == 403
    assert "Một điều đã gõ công phu" in refused.text
    assert ("Chưa nhận" if lang == "vi" else "Not taken") in words(refused)
    # The very page that says no is a form that is taken.
    again = person.post(way, {**typed, "csrf": token_of(refused.text)})
    assert again.status_code in (200, 422), "taken, though a subscription still lacks its address"


def test_a_form_of_before_the_login_is_not_one_of_after(held: Visit) -> None:
    person = Person(held)
    token = token_of(person.get("/goi-thau").text)
    person.browser.cookies.set("phien", "mot-phien-moi-toanh", domain="127.0.0.1", path="/")
    assert person.post("/giao-dien", {"nen": "dark", "csrf": token}).status_code == 403


def test_answers_of_one_office_are_limited_before_they_are_read(held: Visit, answering: str) -> None:
    codes = [held.post(answering, {}).status_code for _ in range(30)]
    assert codes == [422] * 30

    with socket.create_connection(tuple(urlsplit(held.url).netloc.split(":")), 10) as peer:  # type: ignore[arg-type]
        head = f"POST {answering} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 40000000\r\n"
        peer.sendall(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode())
        assert peer.recv(100).split()[1] == b"429"
    held.town.now += HOUR
    assert held.post(answering, {"noi_dung": "Đã đăng"}).status_code == 200
