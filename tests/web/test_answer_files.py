"""Tệp gửi kèm trả lời: kiểm theo nội dung, có hạn mức, không mất chữ đã gõ, không nhận nửa chừng.
Files of an answer: judged by content, bounded, nothing typed is lost, all of it or none."""

import re
import socket
import time
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import requests

import monitor.web.guards
from monitor.cases.answering import answer_token
from monitor.desk.files import MOST_BYTES
from monitor.domain.case_steps import CaseStep
from monitor.domain.desk import AnswerFile
from monitor.domain.staff import Role
from monitor.steps.audit import verify
from monitor.steps.tell_agencies import answer_key
from tests.storage.samples import Samples
from tests.web.served import OWN_FORM, Visit, words
from tests.web.staffed import deeds, inside

NUMBER = "HS-2026-0001"
PDF = b"%PDF-1.7\n" + b"x" * 900
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
TYPED = {"dia_chi": "https://so-mau.example/tin/1", "noi_dung": "Đã đăng ngày 20/9"}


def _office(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, body in (("[Content_Types].xml", b"<Types/>"), *parts):
            packed.writestr(name, body)
    return out.getvalue()


DOCX = _office(("word/document.xml", b"<w/>"))


@pytest.fixture
def path(visit: Visit) -> str:
    samples = Samples()
    with visit.town.line.store.begin() as work:
        work.cases.put_all([samples.case(1), samples.case(2)])
        return f"/tra-loi/{answer_token(NUMBER, answer_key(work))}"


def _held(visit: Visit, number: str = NUMBER) -> tuple[AnswerFile, ...]:
    with visit.town.line.store.read() as work:
        return work.answer_files.of(number)


def _answers(visit: Visit) -> list[str]:
    with visit.town.line.store.read() as work:
        case = work.cases.get(NUMBER)
    assert case is not None
    return [event.note for event in case.events if event.action == CaseStep.ANSWERED]


def _send(
    visit: Visit, path: str, *files: tuple[str, bytes], typed: dict[str, str] | None = None, lang: str = "vi"
) -> requests.Response:
    parts = [("tep", (name, body, "application/pdf")) for name, body in files]
    return visit.post(f"{path}?lang={lang}", TYPED if typed is None else typed, files=parts)


def test_files_come_into_the_case_with_the_answer(visit: Visit, path: str) -> None:
    answer = _send(visit, path, ("công văn.pdf", PDF), ("ảnh.PDF", PNG), ("giải trình.docx", DOCX))
    assert answer.status_code == 200
    assert [(file.name, file.kind, file.size) for file in _held(visit)] == [
        (file.name, file.kind, file.size) for file in sorted(_held(visit), key=lambda one: one.digest)
    ]
    assert {file.name for file in _held(visit)} == {"công văn.pdf", "ảnh.png", "giải trình.docx"}
    assert _held(visit, "HS-2026-0002") == ()
    assert _answers(visit) == [
        "đã đăng tại https://so-mau.example/tin/1; Đã đăng ngày 20/9; "
        "kèm tệp công văn.pdf, ảnh.png, giải trình.docx"
    ]
    assert "Tệp đã gửi (3)" in words(answer)
    with visit.town.line.store.read() as work:
        assert work.answer_files.body(NUMBER, sha256(PDF).hexdigest()) == PDF


def test_a_file_alone_is_an_answer(visit: Visit, path: str) -> None:
    assert _send(visit, path, ("a.pdf", PDF), typed={}).status_code == 200
    assert _answers(visit) == ["kèm tệp a.pdf"]
    # A browser sends one nameless, empty part where no file was chosen.
    assert _send(visit, path, ("", b""), typed={}).status_code == 422
    assert _send(visit, path, ("", b""), typed={"noi_dung": "chỉ có chữ"}).status_code == 200
    assert len(_held(visit)) == 1


@pytest.mark.parametrize("files", [(), (("a.pdf", PDF),)], ids=["words", "a file"])
def test_every_answer_is_in_the_audit_log(
    visit: Visit, path: str, files: tuple[tuple[str, bytes], ...]
) -> None:
    _send(visit, path, *files)
    with visit.town.line.store.read() as work:
        assert verify(work)[1] is None
        (row,) = work.audit_log.walk()
    assert (row.deed, row.object, row.actor.by, row.actor.role) == (
        "case_answered",
        NUMBER,
        "Sở Mẫu",
        "signed_link",
    )
    assert row.actor.net == "127.0.0.1"
    assert all(sha256(body).hexdigest() in row.details for _, body in files)
    assert inside(visit, Role.LEAD_INSPECTOR).get("/nhat-ky").status_code == 200


BAD = [
    ("a page", b"<html><script>alert(1)</script>"),
    ("a page named as a PDF", b"<!doctype html>%PDF-1.7"),
    ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a program", b"MZ\x90\x00" + bytes(60)),
    ("macros", _office(("word/document.xml", b"x"), ("word/vbaProject.bin", b"x"))),
    ("a bomb", _office(("word/document.xml", bytes(210_000_000)))),
    ("a thousand parts", _office(*((f"word/{n}.xml", b"") for n in range(5_001)))),
    ("a torn office file", DOCX[:60]),
    ("an empty file", b""),
]


@pytest.mark.parametrize(("what", "data"), BAD, ids=[what for what, _ in BAD])
def test_one_file_that_is_none_stops_the_whole_answer_and_loses_nothing_typed(
    visit: Visit, path: str, what: str, data: bytes
) -> None:
    answer = _send(visit, path, ("tốt.pdf", PDF), ("xấu<b>.pdf", data))
    assert answer.status_code == 422
    assert (_held(visit), _answers(visit), deeds(visit)) == ((), [], [])
    assert 'value="https://so-mau.example/tin/1"' in answer.text
    assert ">Đã đăng ngày 20/9</textarea>" in answer.text
    wrong = re.search(r'<p class="wrong" id="loi-tep">([^<]*)</p>', answer.text)
    assert wrong is not None
    assert wrong[1].startswith("“xấu&lt;b&gt;.pdf”: ")
    assert 'aria-describedby="loi-tep goi-y-tep" aria-invalid="true"' in answer.text


@pytest.mark.parametrize(("what", "data"), BAD[::4], ids=[what for what, _ in BAD[::4]])
def test_an_english_page_refuses_in_english(visit: Visit, path: str, what: str, data: bytes) -> None:
    answer = _send(visit, path, ("bad.pdf", data), lang="en")
    wrong = re.search(r'id="loi-tep">([^<]*)</p>', answer.text)
    assert wrong is not None
    assert wrong[1].removeprefix("“bad.pdf”: ").isascii(), wrong[1]


def test_a_file_over_ten_megabytes_is_named(visit: Visit, path: str) -> None:
    answer = _send(visit, path, ("lớn.pdf", b"%PDF-" + bytes(MOST_BYTES)))
    assert answer.status_code == 422
    assert "“lớn.pdf”: Tệp quá 10 MB" in words(answer)
    assert _send(visit, path, ("vừa.pdf", b"%PDF-" + bytes(MOST_BYTES - 5))).status_code == 200


def test_the_same_file_twice_is_one_and_a_case_holds_twenty(visit: Visit, path: str) -> None:
    for number in range(4):
        files = [(f"{number}-{n}.pdf", PDF + bytes([number, n])) for n in range(5)]
        assert _send(visit, path, *files).status_code == 200
    assert len(_held(visit)) == 20
    again = _send(visit, path, ("0-0.pdf", PDF + bytes([0, 0])))
    assert (again.status_code, len(_held(visit))) == (200, 20)
    refused = _send(visit, path, ("mới.pdf", PDF))
    assert refused.status_code == 422
    assert "đã đủ 20 tệp hoặc 40 MB" in words(refused)


def test_more_than_five_at_once_are_asked_for_again(visit: Visit, path: str) -> None:
    answer = _send(visit, path, *((f"{n}.pdf", PDF + bytes([n])) for n in range(6)))
    assert answer.status_code == 422
    assert "nhiều nhất 5 tệp" in words(answer)
    assert ">Đã đăng ngày 20/9</textarea>" in answer.text
    assert _held(visit) == ()


@pytest.mark.parametrize("count", [21, 400])
def test_a_swarm_of_parts_is_no_form(visit: Visit, path: str, count: int) -> None:
    answer = _send(visit, path, *((f"{n}.pdf", b"%PDF-") for n in range(count)))
    assert answer.status_code == 400
    many = visit.post(path, [(f"o{n}", "x") for n in range(500)])
    assert many.status_code == 400
    assert (_held(visit), _answers(visit)) == ((), [])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\thu muc\\a.pdf", "a.pdf"),
        ("..pdf", "pdf.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("<script>alert(1)<|script>.pdf", "<script>alert(1)<|script>.pdf"),
        ("a" * 3000 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_the_name_leads_nowhere(visit: Visit, path: str, name: str, shown: str) -> None:
    answer = _send(visit, path, (name, PDF))
    assert answer.status_code == 200
    assert [file.name for file in _held(visit)] == [shown]
    assert "<script>alert(1)" not in answer.text


def test_a_file_is_only_ever_a_download_and_only_for_the_desk(visit: Visit, path: str) -> None:
    page = _send(visit, path, ("a.pdf", PDF))
    digest = sha256(PDF).hexdigest()
    assert digest not in page.text
    where = f"/ban-lam-viec/ho-so/{NUMBER}/tep/{digest}"
    assert visit.get(where).status_code == 303
    taken = inside(visit, Role.INSPECTOR).get(where)
    assert taken.status_code == 200
    assert taken.headers["content-disposition"].startswith("attachment")


def _peer(visit: Visit, head: str) -> socket.socket:
    host, _, port = urlsplit(visit.url).netloc.partition(":")
    peer = socket.create_connection((host, int(port)), 10)
    peer.sendall(f"{head}Host: {host}\r\n".encode())
    return peer


def _status(peer: socket.socket) -> int:
    with peer:
        return int(peer.recv(200).split()[1])


def test_a_body_that_says_it_is_too_large_is_not_read(visit: Visit, path: str) -> None:
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\nContent-Length: 50000000\r\n")
    peer.sendall(b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
    assert _status(peer) == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "9" * 5000, "٣"])
def test_a_length_that_is_none_is_refused(visit: Visit, path: str, length: str) -> None:
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(f"Content-Length: {length}\r\n\r\n".encode())
    assert _status(peer) in (400, 413)


def _pieces(size: int) -> Iterator[bytes]:
    yield (
        b'--x\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-"
    )
    for _ in range(size):
        yield bytes(1_000_000)
    yield b"\r\n--x--\r\n"


def test_a_body_that_does_not_say_how_large_it_is_stops_at_the_limit(visit: Visit, path: str) -> None:
    headers = {**OWN_FORM, "Content-Type": "multipart/form-data; boundary=x"}
    try:
        answer = requests.post(visit.url + path, data=_pieces(60), headers=headers, timeout=20)
    except requests.ConnectionError:
        pass  # turned away while it was still sending
    else:
        assert answer.status_code == 413
    assert (_held(visit), _answers(visit)) == ((), [])
    assert visit.get(path).status_code == 200


def test_who_has_no_link_is_turned_away_before_a_byte_is_read(visit: Visit, path: str) -> None:
    peer = _peer(visit, f"POST {path[:-1]}{'0' if path[-1] != '0' else '1'} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 40000000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n")
    began = time.monotonic()
    assert _status(peer) == 404
    assert time.monotonic() - began < 5


def test_a_body_that_stops_coming_is_given_up(
    visit: Visit, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor.web.guards, "_SECONDS", 0.3)
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 4000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
    assert _status(peer) == 408


def test_a_body_that_drips_is_given_up_too(visit: Visit, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor.web.guards, "_SECONDS_OF_FILES", 0.5)
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 4000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
    peer.settimeout(0.1)
    answer, until = b"", time.monotonic() + 5
    while not answer and time.monotonic() < until:
        peer.sendall(b"C")
        try:
            answer = peer.recv(100)
        except TimeoutError:
            continue
    peer.close()
    assert answer.split()[1] == b"408"


def test_only_this_page_takes_so_much(visit: Visit, path: str) -> None:
    body = b"x" * 70_000
    for other in ("/dang-ky", "/dang-nhap", "/tra-loi/a/b", "/", "/dang-ky/x/tra-loi"):
        assert visit.post(other, body).status_code == 413, other
    assert visit.post(path, body).status_code == 422


def test_who_goes_away_leaves_nothing(visit: Visit, path: str) -> None:
    peer = _peer(visit, f"POST {path} HTTP/1.1\r\n")
    peer.sendall(b"Content-Length: 4000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
    peer.close()
    assert visit.get(path).status_code == 200
    assert (_held(visit), _answers(visit)) == ((), [])
