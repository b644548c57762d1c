"""Tải tệp đính kèm: từ chối, quá lớn, robots.txt, địa chỉ nội bộ.
Asking for an attachment: every refusal is a word, and only some of them stop the source."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from monitor.domain.sources import Source
from sources.attachments import text as reading
from sources.attachments.fetch import Asked, read_attachment
from sources.attachments.parts import Limits

CODE = "IB2600012345"
Ask = Callable[..., Asked]


@pytest.fixture
def ask(make_client: Any, clock: Any) -> Ask:
    def asked(source: Source, address: str, tries: int = 0, **settings: Any) -> Asked:
        return read_attachment(make_client(**settings), source, address, Limits(), clock.now, tries)

    return asked


def test_the_file_is_archived_and_its_record_names_the_capture(
    ask: Ask, site: Any, source: Source, respond: Any, files: Any, shelf: Any
) -> None:
    body = files.pdf(f"TBMT {CODE}")
    asked = ask(source, site.serve("/tep/hsmt.pdf", respond(body, content_type="text/html")))
    assert asked.stop is False
    assert asked.record.codes == {CODE: "tệp đính kèm hsmt.pdf, trang 1"}
    assert asked.record.capture_id == f"c{len(shelf.kept)}"
    assert shelf.pages()[-1].body == body


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename=\"a.pdf\"; filename*=UTF-8''H%E1%BB%93%20s%C6%A1.pdf", "Hồ sơ.pdf"),
        ("attachment; filename=ho-so.pdf", "ho-so.pdf"),
        ('attachment; filename="' + "Hồ sơ.pdf".encode().decode("latin-1") + '"', "Hồ sơ.pdf"),
        ("attachment; filename*" + "1" * 6000 + "=x", "x.pdf"),
        ("inline", "x.pdf"),
        ('attachment; filename="' + "d" * 300 + '"', "d" * 79 + "…"),
    ],
)
def test_the_name_is_the_one_the_site_offers(
    ask: Ask, site: Any, source: Source, respond: Any, files: Any, header: str, name: str
) -> None:
    address = site.serve("/x.pdf", respond(files.docx(CODE), content_disposition=header))
    assert ask(source, address).record.codes == {CODE: f"tệp đính kèm {name}"}


@pytest.mark.parametrize(
    ("status", "word", "stop"),
    [
        ("404 Not Found", "gone", False),
        ("410 Gone", "gone", False),
        ("204 No Content", "unreachable", False),
        ("401 Unauthorized", "refused", True),
        ("403 Forbidden", "refused", True),
        ("429 Too Many Requests", "refused", True),
        ("500 Internal Server Error", "unreachable", True),
    ],
)
def test_refusals_are_words(
    ask: Ask, site: Any, source: Source, respond: Any, status: str, word: str, stop: bool
) -> None:
    asked = ask(source, site.serve("/tep/a.pdf", respond(b"khong", status)))
    assert (asked.record.note, asked.stop) == (word, stop)
    assert asked.record.note_vi


def test_a_file_forbidden_to_machines_is_not_asked_for(
    ask: Ask, site: Any, source: Source, respond: Any
) -> None:
    site.serve("/robots.txt", respond(b"User-agent: *\nDisallow: /tep/"))
    asked = ask(source, site.serve("/tep/a.pdf", respond(b"%PDF-")))
    assert (asked.record.note, asked.record.final, asked.stop) == ("robots", True, False)
    assert site.asked("/tep/a.pdf") == 0


def test_a_file_beyond_the_size_limit_is_given_up_at_once(
    ask: Ask, site: Any, source: Source, respond: Any
) -> None:
    asked = ask(source, site.serve("/tep/a.pdf", respond(b"%PDF-" + bytes(50_000))), max_bytes=10_000)
    assert (asked.record.note, asked.record.final, asked.stop) == ("too_large", True, False)


@pytest.mark.parametrize(
    "address", ["ftp://mau.test/a.pdf", "http://a:b@mau.test/a.pdf", "http://mau.test:22/a"]
)
def test_addresses_that_are_never_asked(ask: Ask, public_source: Source, address: str) -> None:
    asked = ask(public_source, address)
    assert (asked.record.note, asked.record.final, asked.stop) == ("not_asked", True, False)


def test_a_public_page_cannot_send_us_inside(
    ask: Ask, site: Any, public_source: Source, respond: Any
) -> None:
    address = site.serve("/tep/a.pdf", respond(b"%PDF-"))
    assert ask(public_source, address, ports=frozenset({int(site.url.rsplit(":", 1)[1])})).record.note == (
        "not_asked"
    )
    assert site.requests == []


def test_a_source_that_may_be_inside_is_held_to_its_own_host(ask: Ask, site: Any, source: Source) -> None:
    assert ask(source, site.url.replace("127.0.0.1", "localhost") + "/tep/a.pdf").record.note == "not_asked"
    assert site.requests == []


def test_tries_are_counted_unless_the_site_only_asks_for_patience(
    ask: Ask, site: Any, source: Source, respond: Any
) -> None:
    down = site.serve("/a.pdf", respond(b"", "500 Internal Server Error"))
    busy = site.serve("/b.pdf", respond(b"", "429 Too Many Requests"))
    assert [ask(source, down, tries).record.final for tries in (0, 1, 2)] == [False, False, True]
    assert [ask(source, busy, tries).record.final for tries in (0, 1, 2)] == [False, False, False]


def test_a_reader_that_does_not_start_is_no_fault_of_the_file(
    ask: Ask, site: Any, source: Source, respond: Any, files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library is missing after a bad upgrade: everything is asked for again once it is mended."""
    address = site.serve("/a.pdf", respond(files.pdf(CODE)))
    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", "import no_such_library"))
    asked = ask(source, address, tries=2)
    assert (asked.record.note, asked.record.final, asked.stop) == ("not_started", False, True)


def test_a_gate_in_the_place_of_a_file_stops_the_source(
    ask: Ask, site: Any, source: Source, respond: Any
) -> None:
    gate = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    asked = ask(source, site.serve("/a.pdf", respond(gate, content_type="application/pdf")))
    assert (asked.record.note, asked.stop) == ("gate", True)


def test_any_other_page_in_the_place_of_a_file_is_a_note(
    ask: Ask, site: Any, source: Source, respond: Any
) -> None:
    asked = ask(source, site.serve("/a.pdf", respond(b"<!DOCTYPE html><html><body>Trang chu</body></html>")))
    assert (asked.record.note, asked.record.final, asked.stop) == ("html", True, False)
