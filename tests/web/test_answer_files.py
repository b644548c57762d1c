"""Tệp gửi kèm trả lời: kiểm theo nội dung, có hạn mức, không mất chữ đã gõ, không nhận nửa chừng.
Files of an answer: judged by content, bounded, nothing typed is lost, all of it or none."""

import re
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import requests

from monitor.desk.files import MOST_BYTES
from monitor.domain.staff import Role
from monitor.steps.audit import verify
from tests.web.answered import NUMBER, answers, held, path
from tests.web.served import Visit, words
from tests.web.staffed import deeds, inside

__all__ = ["path"]

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


def _send(
    visit: Visit, path: str, *files: tuple[str, bytes], typed: dict[str, str] | None = None, lang: str = "vi"
) -> requests.Response:
    parts = [("tep", (name, body, "application/pdf")) for name, body in files]
    return visit.post(f"{path}?lang={lang}", TYPED if typed is None else typed, files=parts)


def test_files_come_into_the_case_with_the_answer(visit: Visit, path: str) -> None:
    answer = _send(visit, path, ("công văn.pdf", PDF), ("ảnh.PDF", PNG), ("giải trình.docx", DOCX))
    assert answer.status_code == 200
    assert [(file.name, file.kind, file.size) for file in held(visit)] == [
        (file.name, file.kind, file.size) for file in sorted(held(visit), key=lambda one: one.digest)
    ]
    assert {file.name for file in held(visit)} == {"công văn.pdf", "ảnh.png", "giải trình.docx"}
    assert held(visit, "HS-2026-0002") == ()
    assert answers(visit) == [
        "đã đăng tại https://so-mau.example/tin/1; Đã đăng ngày 20/9; "
        "kèm tệp công văn.pdf, ảnh.png, giải trình.docx"
    ]
    assert "Tệp đã gửi (3)" in words(answer)
    with visit.town.line.store.read() as work:
        assert work.answer_files.body(NUMBER, sha256(PDF).hexdigest()) == PDF


def test_a_file_alone_is_an_answer(visit: Visit, path: str) -> None:
    assert _send(visit, path, ("a.pdf", PDF), typed={}).status_code == 200
    assert answers(visit) == ["kèm tệp a.pdf"]
    # A browser sends one nameless, empty part where no file was chosen.
    assert _send(visit, path, ("", b""), typed={}).status_code == 422
    assert _send(visit, path, ("", b""), typed={"noi_dung": "chỉ có chữ"}).status_code == 200
    assert len(held(visit)) == 1


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
    assert (held(visit), answers(visit), deeds(visit)) == ((), [], [])
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
    assert len(held(visit)) == 20
    again = _send(visit, path, ("0-0.pdf", PDF + bytes([0, 0])))
    assert (again.status_code, len(held(visit))) == (200, 20)
    refused = _send(visit, path, ("mới.pdf", PDF))
    assert refused.status_code == 422
    assert "đã đủ 20 tệp hoặc 40 MB" in words(refused)


def test_more_than_five_at_once_are_asked_for_again(visit: Visit, path: str) -> None:
    answer = _send(visit, path, *((f"{n}.pdf", PDF + bytes([n])) for n in range(6)))
    assert answer.status_code == 422
    assert "nhiều nhất 5 tệp" in words(answer)
    assert ">Đã đăng ngày 20/9</textarea>" in answer.text
    assert held(visit) == ()


@pytest.mark.parametrize("count", [21, 400])
def test_a_swarm_of_parts_is_no_form(visit: Visit, path: str, count: int) -> None:
    answer = _send(visit, path, *((f"{n}.pdf", b"%PDF-") for n in range(count)))
    assert answer.status_code == 400
    many = visit.post(path, [(f"o{n}", "x") for n in range(500)])
    assert many.status_code == 400
    assert (held(visit), answers(visit)) == ((), [])


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
    assert [file.name for file in held(visit)] == [shown]
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
