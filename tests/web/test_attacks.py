"""Những trò xấu: biểu mẫu từ trang khác, chèn tiêu đề thư, thân 10 MB, HTML trong tên gói thầu, dò lỗi.
Attacks on the pages: forms of other sites, header injection, huge bodies, HTML in titles, probing."""

import re
import socket
import time
from urllib.parse import urlencode, urlsplit

import pytest

from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.letterhead import feeds_path
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, Town, notice, subscription
from tests.web.served import Visit, serving, words
from tests.web.test_ask import SENT

OWN = "/dang-ky/bi-mat-nha-thau"
# Any script but the files that we serve ourselves.
FOREIGN = r"<script(?! src=\"/static/)"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202egnud"


@pytest.fixture
def held(visit: Visit) -> Visit:
    visit.town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, visit.town.now - DAY))
    return visit


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://xau.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_a_form_on_another_site_changes_nothing(held: Visit, headers: dict[str, str]) -> None:
    assert held.post("/dang-ky", SENT, headers=headers).status_code == 403
    assert [one.id for one in held.all()] == ["nha-thau"]
    for secret in ("bi-mat-khac-hoan-toan", "nha-thau"):
        held.post(f"/dang-ky/{secret}/huy", headers=headers)
        held.post(f"/dang-ky/{secret}/tam-dung", headers=headers)
    # Even a site that has learnt the secret cannot make a visitor's browser pause or resume.
    assert held.post(OWN + "/tam-dung", headers=headers).status_code == 403
    assert held.one("nha-thau").state is SubscriptionState.ACTIVE
    assert held.queued() == ()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {}])
def test_our_own_form_is_taken(held: Visit, headers: dict[str, str]) -> None:
    assert held.post(OWN + "/tam-dung", headers=headers).status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: nan-nhan@c.example",
        "a@b.example%0d%0aBcc:nan-nhan@c.example",
        "a@b.example\nSubject: x",
        "a@b.example\u2028Bcc: c@d.example",
        'x" <nan-nhan@c.example>',
    ],
)
def test_no_header_gets_into_a_letter(visit: Visit, address: str) -> None:
    assert visit.post("/dang-ky", {**SENT, "dia_chi": address}).status_code == 422
    assert (visit.all(), visit.queued()) == ((), ())


def test_line_breaks_and_zero_bytes_in_words_are_harmless(visit: Visit) -> None:
    answer = visit.post("/dang-ky", {**SENT, "co": "cầu\r\nBcc: a@b.example\x00"})
    assert answer.status_code == 303
    (one,) = visit.all()
    assert one.want == Want(all_words=("cầu Bcc: a@b.example",))
    (letter,) = visit.queued()
    assert "\n" not in letter.subject


def test_ten_megabytes_are_refused_before_they_are_read(visit: Visit) -> None:
    host = urlsplit(visit.url).netloc
    with socket.create_connection(tuple(host.split(":")), 10) as peer:  # type: ignore[arg-type]
        head = f"POST /dang-ky HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10000000\r\n"
        peer.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nco=".encode())
        assert peer.recv(4096).startswith(b"HTTP/1.1 413 ")
    assert visit.get("/dang-ky").status_code == 200


def test_a_body_without_a_length_is_bounded_too(visit: Visit) -> None:
    """Chunked: no header announces its size."""
    host = urlsplit(visit.url).netloc
    piece = b"%x\r\n" % 8000 + b"a" * 8000 + b"\r\n"
    with socket.create_connection(tuple(host.split(":")), 10) as peer:  # type: ignore[arg-type]
        head = f"POST /dang-ky HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n"
        peer.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
        for _ in range(9):
            peer.sendall(piece)
            time.sleep(0.01)
        assert peer.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_half_a_form_is_no_form(visit: Visit) -> None:
    """Its sender goes away before the announced length: what came so far would be a whole form."""
    host = urlsplit(visit.url).netloc
    body = urlencode(SENT).encode()
    with socket.create_connection(tuple(host.split(":")), 10) as peer:  # type: ignore[arg-type]
        head = f"POST /dang-ky HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body) + 1}\r\n"
        peer.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
    time.sleep(0.5)
    assert visit.all() == ()
    assert visit.post("/dang-ky", SENT).status_code == 303


def test_many_fields_and_files_are_refused(visit: Visit) -> None:
    many = [(f"f{number}", "x") for number in range(200)]
    assert visit.post("/dang-ky", many).status_code == 400
    assert visit.post("/dang-ky", files={"co": ("a.txt", b"x" * 1000)}).status_code == 400
    torn = {"Content-Type": "multipart/form-data; boundary=x"}
    assert visit.post("/dang-ky", b"--x\r\nrubbish", headers=torn).status_code in (400, 422)


def test_html_in_a_title_stays_text(held: Visit) -> None:
    held.town.publish(notice(1, held.town.now, name=SCRIPT, buyer_name="<b>Sở</b>\"'"))
    held.town.passes()
    for page in (held.get(OWN), held.post("/dang-ky", {"action": "xem", "dia_ban": "99"})):
        assert page.status_code == 200
        assert "<script>alert(1)</script><img src=x onerror=alert(1)> gnud" in words_of_titles(page.text)
        assert not re.search(FOREIGN, page.text)
        assert "<img" not in page.text
        assert "<b>Sở" not in page.text
        assert "\u202e" not in page.text


def words_of_titles(page: str) -> str:
    """The titles as a browser would show them."""
    shown = re.findall(r"<h3>(.*?)</h3>", page, re.S)
    return " ".join(shown).replace("&lt;", "<").replace("&gt;", ">")


def test_html_typed_into_the_form_comes_back_as_text(visit: Visit) -> None:
    broken = '"><script>alert(1)</script>'
    answer = visit.post("/dang-ky", {**SENT, "co": broken, "dia_chi": broken, "linh_vuc": broken})
    assert answer.status_code == 422
    assert not re.search(FOREIGN, answer.text)
    assert '"&gt;&lt;script' in answer.text.replace("&#34;", '"')


def test_a_foreign_scheme_makes_no_link(held: Visit) -> None:
    event_page = held.get(OWN)
    assert "javascript:" not in event_page.text


PATHS = (
    "/dang-ky",
    OWN,
    OWN + "/huy",
    "/khong-co",
    "/dang-ky/khong-co-bi-mat-nay",
    "/static/x/site.css",
    "/docs",
    "/openapi.json",
    "/static/..%2f..%2fapp.py",
    "/static/x/%2e%2e%2fapp.py",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_safe_headers(held: Visit, path: str) -> None:
    answer = held.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'; " in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert ("x-robots-tag" in answer.headers) is (path != "/dang-ky")
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert not re.search(FOREIGN + r"|\sstyle=|\son\w+=", answer.text)
    assert answer.status_code == (200 if path in PATHS[:3] else 404)


def test_a_wrong_method_is_told_in_vietnamese(held: Visit) -> None:
    answer = held.get(OWN + "/tam-dung")
    assert answer.status_code == 405
    assert "Không mở được theo cách này" in words(answer)


def test_a_broken_store_shows_no_inside(held: Visit, capfd: pytest.CaptureFixture[str]) -> None:
    with held.town.line.store.begin() as work:
        table = work.subscriptions._session.connection()
        table.exec_driver_sql("ALTER TABLE subscription RENAME TO elsewhere")
    answer = held.get(OWN)
    assert answer.status_code == 503
    assert "Hệ thống đang bận" in words(answer)
    assert "Traceback" not in answer.text
    assert "bi-mat" not in "".join(capfd.readouterr())


def test_no_secret_is_printed_or_logged(held: Visit, capfd: pytest.CaptureFixture[str]) -> None:
    for path in (
        OWN,
        OWN + "/tin.atom",
        feeds_path("nha-thau", "bi-mat-nha-thau") + "/tin.atom",
        "/dang-ky/bi-mat-nao-do-khong-co",
    ):
        held.get(path)
    held.post(OWN + "/huy")
    assert "bi-mat" not in "".join(capfd.readouterr())


def test_links_stand_under_the_path_of_the_web_address(town: Town) -> None:
    town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, town.now - DAY))
    with serving(town, web_url="https://songmau.example/tin-thau") as visit:
        page = visit.get(OWN)
        assert page.status_code == 200
        inside = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
        assert inside
        assert all(path.startswith("/tin-thau/") for path in inside)
        assert visit.get("/tin-thau" + OWN).status_code == 200
        assert "max-age" in page.headers["strict-transport-security"]


def test_the_stylesheet_and_fonts_are_ours(visit: Visit) -> None:
    page = visit.get("/dang-ky").text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)
    (sheet,) = re.findall(r'href="(/static/[^"]*\.css)"', page)
    css = visit.get(sheet)
    assert css.headers["content-type"].startswith("text/css")
    assert "immutable" in css.headers["cache-control"]
    fonts = set(re.findall(r"url\(([^)]*)\)", css.text))
    assert len(fonts) == 4
    # The stylesheet travels packed.
    size = len(page.encode()) + int(css.headers["content-length"])
    for font in fonts:
        answer = visit.get(sheet.rsplit("/", 1)[0] + "/" + font)
        assert answer.headers["content-type"] == "font/woff2"
        size += len(answer.content)
    assert size < 100_000
