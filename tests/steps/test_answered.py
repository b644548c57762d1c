"""Địa chỉ đơn vị nêu được xem một lần, niêm phong, nói đúng điều thấy; không ai dẫn máy vào mạng trong.
Addresses that agencies gave: looked at once, sealed, told as seen; nobody leads us into an inner network."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import sources.http.addresses
from monitor.cli.operate import between_cycles
from monitor.demo.servers.web import LoopbackServer, Reply, Request
from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from monitor.steps.answered import MOST_A_CYCLE, look_at_answers, put_in_line
from monitor.wiring import CaptureTray, Line
from sources.http.client import ClientSettings, PoliteClient
from storage.archive import WarcArchive
from tests.steps.subscribers import Town
from tests.storage.samples import Samples

TITLE = "Gói thầu số 03: Xây lắp cầu dân sinh An Mẫu"
NUMBER = "HS-2026-0001"


@dataclass
class Site:
    """A site on loopback; remembers what it was asked."""

    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request.path)
        return self.pages.get(request.path, Reply.html("không có", 404))

    @property
    def seen(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]


def _page(text: str) -> Reply:
    body = f"<p>{text}</p><p>{'Nội dung của trang. ' * 20}</p>"
    return Reply.html(f"<!doctype html><html><head><title>Tin</title></head><body>{body}</body></html>")


@pytest.fixture
def site(town: Town) -> Iterator[Site]:
    made = Site()
    with LoopbackServer(made, lambda: town.now) as server:
        made.url = server.url
        yield made


@pytest.fixture
def line(town: Town, site: Site, tmp_path: Path) -> Iterator[Line]:
    """The town's line with a real client and archive, and one case on a package."""
    tray = CaptureTray()
    declared = Source("mau", "Trang mẫu", Channel.AGENCY_PAGE, "feed", site.url, allow_private=True)
    settings = ClientSettings(spacing_seconds=0, retries=0, timeout_seconds=3)
    case = replace(Samples().case(1), id=NUMBER, title=TITLE, subject_key="BP2600000001")
    with town.line.store.begin() as work:
        work.cases.put_all([case])
    with (
        WarcArchive(tmp_path / "captures", "", tray.put) as archive,
        PoliteClient(archive, settings, lambda: town.now) as client,
    ):
        yield replace(town.line, fetch=client, tray=tray, sources=(declared,), synthetic=True)


def _answer(line: Line, *addresses: str) -> None:
    with line.store.begin() as work:
        for address in addresses:
            put_in_line(work, NUMBER, address)


def _case(line: Line) -> Case:
    with line.store.read() as work:
        found = work.cases.get(NUMBER)
    assert found is not None
    return found


def _notes(line: Line) -> list[str]:
    return [event.note for event in _case(line).events if event.action == CaseStep.ADDRESS_SEEN]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Thông báo mời thầu {TITLE.upper()}", "thấy đúng tên gói thầu;"),
        ("Kế hoạch, mã gói BP2600000001-00", "thấy số hiệu BP2600000001;"),
        (f"{TITLE}, mã BP2600000001", "thấy số hiệu BP2600000001 và đúng tên gói thầu;"),
        ("Xây lắp cầu dân sinh Bình Mẫu BP2600000002", "không thấy số hiệu hay tên gói thầu;"),
    ],
)
def test_what_stands_there_is_told_with_its_capture_and_the_case_stays_open(
    line: Line, town: Town, site: Site, text: str, told: str
) -> None:
    site.pages["/tin"] = _page(text)
    before = _case(line)
    _answer(line, site.url + "/tin")
    assert look_at_answers(line, town.now) == 1
    (note,) = _notes(line)
    assert told in note
    with line.store.read() as work:
        (capture,) = (one for one in work.captures.all() if one.url == site.url + "/tin")
    assert f"ảnh chụp {capture.id}." in note
    after = _case(line)
    assert (after.state, after.open_fingerprints) == (before.state, before.open_fingerprints)
    assert after.events[-1].by == MACHINE


def test_an_address_does_not_wait_for_the_next_cycle(line: Line, town: Town, site: Site) -> None:
    site.pages["/tin"] = _page(f"{TITLE}, mã BP2600000001")
    console = Console(file=StringIO())
    between_cycles(line, console)
    assert site.asked == [], "nobody waits: nothing is asked"
    _answer(line, f"{site.url}/tin")
    between_cycles(line, console)
    assert "thấy số hiệu BP2600000001" in _notes(line)[0]
    assert site.seen == ["/tin"]


def test_an_address_is_looked_at_once_and_only_once(line: Line, town: Town, site: Site) -> None:
    site.pages["/tin"] = _page(TITLE)
    _answer(line, site.url + "/tin", site.url + "/tin")
    assert [look_at_answers(line, town.now) for _ in range(3)] == [1, 0, 0]
    assert (site.seen, len(_notes(line))) == (["/tin"], 1)


def test_what_cannot_be_seen_is_said_and_is_not_missing(line: Line, town: Town, site: Site) -> None:
    site.pages["/loi"] = Reply.html("lỗi", 500)
    site.pages["/cam"] = Reply.html("cấm", 403)
    _answer(line, *(site.url + path for path in ("/khong", "/loi", "/cam")), "http://khong-co.invalid/tin")
    look_at_answers(line, town.now)
    notes = _notes(line)
    assert len(notes) == 4
    assert all(note.startswith("Chưa xem được ") for note in notes)
    assert not any("không thấy" in note for note in notes)


def test_many_addresses_wait_for_the_next_cycle_and_none_is_lost(line: Line, town: Town, site: Site) -> None:
    addresses = [f"{site.url}/{number}" for number in range(MOST_A_CYCLE + 3)]
    _answer(line, *addresses)
    assert [look_at_answers(line, town.now) for _ in range(3)] == [MOST_A_CYCLE, 3, 0]
    assert len(_notes(line)) == len(addresses)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/tin",
        "http://localhost:{port}/tin",
        "http://[::1]:{port}/tin",
        "http://[::ffff:127.0.0.1]:{port}/tin",
        "http://[::ffff:7f00:1]:{port}/tin",
        "http://[64:ff9b::7f00:1]:{port}/tin",
        "http://2130706433:{port}/tin",
        "http://127.1:{port}/tin",
        "http://0x7f000001:{port}/tin",
        "http://0.0.0.0:{port}/tin",
        "http://10.0.0.1/tin",
        "http://192.168.1.1/tin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/tin",
        "http://[fd00::1]/tin",
        "http://nguoi:matkhau@127.0.0.1:{port}/tin",
        "ftp://127.0.0.1:{port}/tin",
        "file:///etc/passwd",
    ],
)
def test_no_address_leads_into_the_machine_or_an_inner_network(
    line: Line, town: Town, site: Site, address: str
) -> None:
    """Outside the demo not even a declared host on this machine is asked."""
    site.pages["/tin"] = _page(TITLE)
    settings = ClientSettings(spacing_seconds=0, retries=0, timeout_seconds=3, ports=_ports(site))
    real = replace(line, synthetic=False, fetch=_with(line, settings, town))
    _answer(real, address.format(port=_port(site)))
    look_at_answers(real, town.now)
    (note,) = _notes(real)
    assert note.startswith("Chưa xem được ")
    assert TITLE not in note
    assert site.asked == []


def test_a_public_page_that_redirects_inside_is_not_followed(
    line: Line, town: Town, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One loopback address plays the public site: nothing else makes a redirect from outside here."""
    inner = socket.create_server(("127.0.0.2", 0))
    inner.setblocking(False)
    with inner:
        port = inner.getsockname()[1]
        site.pages["/tin"] = Reply(b"", 302, headers={"Location": f"http://127.0.0.2:{port}/mat"})
        monkeypatch.setattr(sources.http.addresses, "is_public", lambda address: address == "127.0.0.1")
        ports = frozenset({_port(site), port})
        settings = ClientSettings(spacing_seconds=0, retries=0, timeout_seconds=3, ports=ports)
        real = replace(line, synthetic=False, fetch=_with(line, settings, town))
        _answer(real, site.url + "/tin")
        look_at_answers(real, town.now)
        with pytest.raises(BlockingIOError):
            inner.accept()
    assert site.seen == ["/tin"], "the public page was asked: else this test would prove nothing"
    (note,) = _notes(real)
    assert "địa chỉ nội bộ" in note


def _with(line: Line, settings: ClientSettings, town: Town) -> PoliteClient:
    """Another client over the same archive."""
    return PoliteClient(line.fetch._archive, settings, lambda: town.now)  # type: ignore[attr-defined]


def _port(site: Site) -> int:
    return int(site.url.rpartition(":")[2])


def _ports(site: Site) -> frozenset[int]:
    return frozenset({80, 443, _port(site)})
