"""Tệp độc: bom giải nén, thực thể lồng nhau, treo, làm sập.
Files that attack: each ends in a note within the limits, and never in an exception."""

import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sources.attachments import text as reading
from sources.attachments.notes import said_of
from sources.attachments.parts import Limits
from sources.attachments.text import read_text

CODE = "IB2600012345"
_XML = b'<?xml version="1.0"?>'
_LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10))
LAUGHS = b'<!DOCTYPE d [<!ENTITY a0 "haha">' + _LAUGHS + b"]>"
XXE = b'<!DOCTYPE d [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def _with_doctype(doctype: bytes, root: bytes, text: bytes) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        assert text in xml
        return _XML + doctype + xml[xml.index(root) :].replace(text, b"&a9;")

    return change


def _catalogue(*objects: bytes) -> list[bytes]:
    return [b"<< /Type /Catalog /Pages 2 0 R >>", *objects]


def _one_page(content: bytes, *resources: bytes, rest: bytes = b"") -> list[bytes]:
    return _catalogue(
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R " + rest + b" >>",
        content,
        *resources,
    )


def _flate(data: bytes, levels: int = 1) -> bytes:
    for _ in range(levels):
        data = zlib.compress(data, 1)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (
        len(data),
        b"/FlateDecode " * levels,
        data,
    )


@pytest.mark.parametrize("doctype", [LAUGHS, XXE], ids=["laughs", "external"])
def test_entities_are_refused_and_never_grow(files: Any, doctype: bytes) -> None:
    word = files.changed(
        files.docx(CODE), "word/document.xml", _with_doctype(doctype, b"<w:document", CODE.encode())
    )
    sheet = files.changed(
        files.xlsx({"A": [[CODE]]}),
        "xl/worksheets/sheet1.xml",
        _with_doctype(doctype, b"<worksheet", CODE.encode()),
    )
    for body in (word, sheet):
        read = read_text(body)
        assert (read.note, read.text) == ("entities", "")


def test_entities_hidden_behind_a_long_comment_do_not_grow_either(files: Any) -> None:
    hidden = b"<!--" + b"-x" * 50_000 + b"-->"
    body = files.changed(
        files.docx(CODE), "word/document.xml", _with_doctype(hidden + LAUGHS, b"<w:document", CODE.encode())
    )
    assert read_text(body).note == "damaged"


def test_a_zip_bomb_is_not_unpacked(files: Any) -> None:
    for size in (130_000_000, 20_000_000):  # too much, and too much for what it packs to
        body = files.changed(
            files.docx(CODE),
            "word/document.xml",
            lambda xml, size=size: xml.replace(CODE.encode(), b"A" * size),
        )
        assert len(body) < size / 300
        assert read_text(body).note == "bomb"
    sheet = files.changed(
        files.xlsx({"A": [[CODE]]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b"<row/>" * 5_000_000 + b"</sheetData>"),
    )
    assert read_text(sheet).note == "bomb"


def test_an_entry_that_lies_about_its_size_is_cut_off(files: Any) -> None:
    body = files.changed(
        files.docx(CODE), "word/document.xml", lambda xml: xml.replace(CODE.encode(), b"A" * 3_000_000)
    )
    marks = [at for at in range(len(body)) if body.startswith(b"PK\x01\x02", at)]
    entry = next(at for at in marks if body[at + 46 :].startswith(b"word/document.xml"))
    lying = body[: entry + 24] + (1000).to_bytes(4, "little") + body[entry + 28 :]
    assert read_text(lying).note == "damaged"


def test_a_document_that_fills_the_memory_is_stopped(files: Any) -> None:
    random_numbers = random.Random(1)
    many = b"".join(
        b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % random_numbers.randrange(10**4) for _ in range(300_000)
    )
    body = files.changed(
        files.docx(CODE), "word/document.xml", lambda xml: xml.replace(b"</w:body>", many + b"</w:body>")
    )
    tight = Limits(memory_bytes=240_000_000)
    assert read_text(body, tight).note == "too_much_memory"
    assert CODE in read_text(body).text


def test_a_million_pages_are_read_as_far_as_the_limit(files: Any) -> None:
    kids = b"3 0 R " * 1_000_000
    body = files.pdf_of(
        _catalogue(
            b"<< /Type /Pages /Count 1000000 /Kids [" + kids + b"] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        )
    )
    read = read_text(body, Limits(pages=50))
    assert (len(read.parts), read.truncated) == (50, True)
    assert said_of(read) == "tệp dài hơn phần đã đọc"


def test_page_trees_that_lie_or_bite_their_tail_end(files: Any) -> None:
    lying = _catalogue(
        b"<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )
    assert len(read_text(files.pdf_of(lying)).parts) <= 300
    circle = _catalogue(b"<< /Type /Pages /Count 100 /Kids [2 0 R 2 0 R] >>")
    read = read_text(files.pdf_of(circle))
    assert (read.note, read.pages_unread) == ("damaged", 0)


@pytest.mark.parametrize("levels", [1, 2])
def test_a_stream_that_unpacks_to_gigabytes_ends_the_reader_and_nothing_else(files: Any, levels: int) -> None:
    """Nested filters pack 1:1000 twice; the reader's memory ends first, in whichever way it ends."""
    body = files.pdf_of(_one_page(_flate(b" " * 400_000_000, levels)))
    assert len(body) < 4_000_000
    read = read_text(body, Limits(memory_bytes=300_000_000))
    assert read.note in {"crashed", "too_slow", "too_much_memory"}
    assert len(said_of(read)) > 5


def test_an_object_stream_inside_object_streams_ends(files: Any) -> None:
    inner = b"5 0 << /Type /ObjStm /N 1 /First 4 /Extends 4 0 R /Length 9 >>"
    packed = zlib.compress(inner)
    stream = (
        b"<< /Type /ObjStm /N 1 /First 4 /Extends 4 0 R /Filter /FlateDecode /Length %d >>"
        b"\nstream\n%s\nendstream" % (len(packed), packed)
    )
    pages = b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>"
    body = files.pdf_of(_catalogue(pages, b"<< >>", stream))
    read = read_text(body, Limits(seconds=10, cpu_seconds=8))
    assert read.note in {"", "damaged"}
    assert read.text == ""


def test_a_file_that_hangs_the_reader_is_stopped_in_time_and_what_was_read_before_is_kept(
    files: Any,
) -> None:
    """Fifty drawings, each drawing fifty others, ten levels deep, on the second page."""
    calls = b"/A Do " * 50
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        b" /Resources << /XObject << /A %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
    )
    text = b"BT /F1 9 Tf 9 9 Td (" + CODE.encode() + b") Tj ET"
    objects = _catalogue(
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 99] /Contents 5 0 R"
        b" /Resources << /Font << /F1 7 0 R >> >> >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 6 0 R"
        b" /Resources << /XObject << /A 8 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(calls), calls),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(form % (9 + level, len(calls), calls) for level in range(10)),
    )
    began = time.monotonic()
    read = read_text(files.pdf_of(objects), Limits(seconds=8, cpu_seconds=3))
    assert time.monotonic() - began < 30
    assert (read.note, read.truncated) == ("too_slow", True)
    assert CODE in read.text


def test_too_much_text_is_cut_and_said(files: Any) -> None:
    body = files.docx("đ" * 50_000)
    read = read_text(body, Limits(letters=1_000))
    assert (read.note, read.truncated, read.text) == ("too_much_text", True, "đ" * 1_000)


def test_a_file_larger_than_the_limit_is_not_even_handed_on(files: Any) -> None:
    assert read_text(files.docx(CODE), Limits(input_bytes=100)).note == "too_large"


def test_a_reader_that_was_taken_over_is_not_believed(monkeypatch: pytest.MonkeyPatch, files: Any) -> None:
    """Whatever stands on its output: no unknown note, no deep nesting, no endless text comes through."""
    for said in (
        'print("[" * 100000)',
        'print(\'{"kind": "exe", "note": "lời lạ"}\')',
        'print(\'{"text": "\' + "a" * 10**8 + \'"}\')',
        "import os; os.abort()",
    ):
        ready = "print('{\"ready\": true}', flush=True); "
        monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", ready + said))
        read = read_text(files.pdf(CODE))
        assert (read.note, read.kind, read.text) == ("crashed", "", "")


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        ("socket.socket()", "OSError"),
        ("open('/etc/passwd')", "OSError"),
        ("bytearray(2_000_000_000)", "MemoryError"),
    ],
)
def test_the_sealed_process_can_reach_nothing(attempt: str, error: str) -> None:
    program = (
        "import socket\nfrom sources.attachments.sealed import seal\n"
        "from sources.attachments.parts import Limits\n"
        f"seal(Limits())\ntry:\n    {attempt}\nexcept {error}:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "refused\n"


def test_a_reader_that_waits_for_ever_is_ended_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, files: Any
) -> None:
    say = (
        "import json, subprocess, time\nother = subprocess.Popen(['sleep', '300'])\n"
        "for said in ({'ready': True}, {'text': str(other.pid)}):\n    print(json.dumps(said), flush=True)\n"
        "time.sleep(300)"
    )
    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", say))
    read = read_text(files.pdf(CODE), Limits(seconds=1))
    assert (read.note, read.truncated) == ("too_slow", True)
    assert read.text.isdigit()
    until = time.monotonic() + 20  # a killed process may take a moment to go
    while _lives(read.text) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(read.text)


def _lives(pid: str) -> bool:
    try:
        return Path("/proc", pid, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_reader_is_not_told_our_secrets(monkeypatch: pytest.MonkeyPatch, files: Any) -> None:
    monkeypatch.setenv("MONITOR_MAIL__SENDGRID_API_KEY", "SG.secret")
    say = (
        "import os, json\ntold = ' '.join(os.environ.values())\n"
        "for said in ({'ready': True}, {'text': told}, {'note': ''}):\n    print(json.dumps(said))"
    )
    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", say))
    read = read_text(files.pdf(CODE))
    assert read.note == ""
    assert "C.UTF-8" in read.text
    assert "SG.secret" not in read.text


def test_limits_travel_to_the_reader(files: Any) -> None:
    body = files.pdf("một", "hai", CODE)
    assert CODE not in read_text(body, replace(Limits(), pages=2)).text
