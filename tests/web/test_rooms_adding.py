"""Thêm nguồn qua trang web: nhận ra nền tảng, đề xuất TOML, và không đi tới nơi không được đi.
Adding a source: the platform is recognised, TOML proposed, and no address of ours is ever asked."""

import html
import re
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.sources import Source
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel
from sources.declared import SourcesFile
from sources.http.settings import ClientSettings
from sources.registry import check_settings
from tests.sources.conftest import Site, answer, site
from tests.steps.subscribers import Town
from tests.web.served import Visit, serving, words
from tests.web.staffed import deeds, inside

__all__ = ["site"]
ADD = "/nguon-tin/them"
SAVED = Path(__file__).resolve().parents[1] / "sources" / "saved"
QUICK = ClientSettings(spacing_seconds=0, retries=0)
PUBLIC = "8.8.8.8"


@pytest.fixture
def desk(town: Town) -> Iterator[Visit]:
    """The real world: nothing private may be asked."""
    with serving(replace(town, line=replace(town.line, client=QUICK))) as visit:
        yield visit


@pytest.fixture
def demo(town: Town, site: Site) -> Iterator[Visit]:
    """The demo world, whose sites stand on loopback."""
    own = Source("cong-mau", "Cổng mẫu", Channel.PORTAL, "feed", f"{site.url}/rss", allow_private=True)
    line = replace(town.line, client=QUICK, synthetic=True, sources=(*town.line.sources, own))
    with serving(replace(town, line=line, now=datetime(2026, 11, 23, 5, 0, tzinfo=UTC))) as visit:
        yield visit


def _try(visit: Visit, url: str, **more: str) -> Any:
    return inside(visit, Role.LEAD_INSPECTOR).send(ADD, ADD, dia_chi=url, **more)


def _block(page: Any) -> str:
    found = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page.text, re.DOTALL)
    assert found is not None, words(page)[:2000]
    return html.unescape(found[1])


CASES = [
    ("nukeviet", "nukeviet/egov", "text/html; charset=utf-8"),
    ("wordpress", "wordpress/listing", "text/html; charset=utf-8"),
    ("dotnetnuke", "dotnetnuke/paged", "text/html; charset=utf-8"),
    ("aspnet_postback", "aspnet_postback/query", "text/html; charset=utf-8"),
    ("feed", "feed/wordpress", "application/rss+xml"),
]


def _first_page(folder: str) -> bytes:
    """The page that the saved case asks for first."""
    names = ("page-1.html", "feed.xml")
    return next((SAVED / folder / name).read_bytes() for name in names if (SAVED / folder / name).exists())


@pytest.mark.parametrize(("platform", "folder", "kind"), CASES, ids=[case[0] for case in CASES])
def test_a_pasted_address_is_recognised_and_declared(
    demo: Visit, site: Site, platform: str, folder: str, kind: str
) -> None:
    url = site.serve("/dau-thau", answer(_first_page(folder), content_type=kind))
    page = _try(demo, url, don_vi="so-xd", kenh="agency_page", ten='Trang "Sở" \\ mẫu')
    assert page.status_code == 200, words(page)
    assert f"{platform} , đọc được" in words(page)
    declared = SourcesFile.model_validate(tomllib.loads(_block(page))).source
    assert [one.platform for one in declared] == [platform]
    source = declared[0].to_domain()
    check_settings(source)
    assert (source.url, source.agency_ids, source.channel) == (url, ("so-xd",), Channel.AGENCY_PAGE)
    assert source.name == 'Trang "Sở" \\ mẫu'
    assert site.asked("/dau-thau") == 1
    assert [path for _method, path, _headers, _body in site.requests] == ["/robots.txt", "/dau-thau"]
    assert deeds(demo) == []


def test_a_page_that_no_platform_reads_says_what_to_do(demo: Visit, site: Site) -> None:
    url = site.serve(
        "/",
        answer(
            b"<html><head><title>Trang m</title></head><body><p>Xin chao</p></body></html>",
            content_type="text/html",
        ),
    )
    page = _try(demo, url)
    assert "chưa nhận ra" in words(page)
    assert "nền tảng generic với các bộ chọn CSS" in words(page)
    assert "<pre" not in page.text


def test_a_gate_in_front_of_the_page_is_named_and_not_passed(demo: Visit, site: Site) -> None:
    gate = (
        b'<html><body><script>document.cookie="D1N=abc"+"; expires=Fri";'
        b"window.location.reload(true);</script></body></html>"
    )
    url = site.serve("/dau-thau", answer(gate, content_type="text/html"))
    told = words(_try(demo, url))
    assert "Không vượt qua; hãy đề nghị đơn vị quản lý trang" in told
    assert site.asked("/dau-thau") == 1


def test_an_address_that_is_declared_already_is_told(demo: Visit, site: Site) -> None:
    site.serve("/rss", answer(_first_page("feed/wordpress"), content_type="application/rss+xml"))
    page = _try(demo, f"{site.url}/rss")
    assert "Địa chỉ này đã khai báo: Cổng mẫu." in words(page)


REFUSED = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.0.0.8/",
    "http://192.168.1.1/admin",
    "http://172.31.255.1/",
    "http://100.64.0.1/",
    "http://100.127.255.254/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://127.1/",
    "ftp://cong.gov.vn/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://ten:mat-khau@cong.gov.vn/",
    "http://cong.gov.vn:22/",
    "http://[::1",
    "khong phai dia chi",
    "http://" + "a" * 1900,
]


@pytest.mark.parametrize("url", REFUSED)
def test_no_spelling_of_an_inner_address_is_asked(
    desk: Visit, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = int(desk.url.rsplit(":", 1)[1])
    original = socket.socket.connect

    def watched(self: socket.socket, place: Any) -> None:
        assert place[1] == ours, f"somebody connected to {place}"
        original(self, place)

    monkeypatch.setattr(socket.socket, "connect", watched)
    page = _try(desk, url)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "<pre" not in page.text


def test_the_demos_own_origin_is_asked_and_no_other_port_of_this_machine(demo: Visit, site: Site) -> None:
    other = socket.create_server(("127.0.0.1", 0))
    other.settimeout(0.2)
    try:
        page = _try(demo, f"http://127.0.0.1:{other.getsockname()[1]}/")
        assert page.status_code == 422
        with pytest.raises(TimeoutError):
            other.accept()
    finally:
        other.close()


class Outside:
    """Names that resolve to a public address, which is reached at the test's own site."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, site: Site, *answers: str) -> None:
        self.asked: list[str] = []
        self.port = int(site.url.rsplit(":", 1)[1])
        left = list(answers)
        resolve, connect = socket.getaddrinfo, socket.socket.connect

        def resolving(host: str, port: Any, *rest: Any, **more: Any) -> Any:
            if not str(host).endswith(".test"):
                return resolve(host, port, *rest, **more)
            self.asked.append(host)
            address = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        def connecting(sock: socket.socket, place: Any) -> None:
            connect(sock, ("127.0.0.1", self.port) if place[0] == PUBLIC else place)

        monkeypatch.setattr(socket, "getaddrinfo", resolving)
        monkeypatch.setattr(socket.socket, "connect", connecting)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/bi-mat",
        "http://169.254.169.254/",
        "http://[::ffff:127.0.0.1]:8080/bi-mat",
        "http://noi-bo.test/bi-mat",
    ],
)
def test_a_redirect_to_an_inner_address_is_not_followed(
    desk: Visit, site: Site, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    port = int(site.url.rsplit(":", 1)[1])
    outside = Outside(monkeypatch, site, PUBLIC, PUBLIC, PUBLIC, "10.0.0.9")
    site.serve("/dau-thau", answer(b"", "302 Found", location=target.format(port=port)))
    site.serve("/bi-mat", answer(b"<html><body>secret</body></html>", content_type="text/html"))
    page = _try(desk, "http://cong.test/dau-thau")
    assert page.status_code == 422, words(page)
    assert "secret" not in page.text
    assert site.asked("/dau-thau") == 1
    assert site.asked("/bi-mat") == 0
    assert outside.asked[0] == "cong.test"


def test_a_name_that_changes_its_answer_is_connected_where_it_was_checked(
    desk: Visit, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when first asked, loopback afterwards. The later answer is refused, not used."""
    outside = Outside(monkeypatch, site, PUBLIC, "127.0.0.1")
    site.serve("/dau-thau", answer(b"<html><body>secret</body></html>", content_type="text/html"))
    page = _try(desk, "http://doi-mat.test/dau-thau")
    assert page.status_code == 422
    assert "dẫn tới một địa chỉ nội bộ nên không được kết nối" in words(page)
    assert site.asked("/dau-thau") == 0
    assert len(outside.asked) == 2


def test_a_name_with_one_inner_address_among_public_ones_is_refused(
    desk: Visit, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = socket.getaddrinfo

    def resolving(host: str, port: Any, *rest: Any, **more: Any) -> Any:
        if host != "hai-mat.test":
            return original(host, port, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in (PUBLIC, "100.64.1.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolving)
    assert _try(desk, "http://hai-mat.test/").status_code == 422
    assert site.requests == []


def test_what_robots_forbids_is_not_asked(demo: Visit, site: Site) -> None:
    site.serve("/robots.txt", answer(b"User-agent: *\nDisallow: /", content_type="text/plain"))
    url = site.serve("/dau-thau", answer(b"x", content_type="text/html"))
    assert "robots.txt" in words(_try(demo, url))
    assert site.asked("/dau-thau") == 0


def test_an_empty_address_and_a_flood_of_them_are_refused(desk: Visit) -> None:
    assert "Hãy dán một địa chỉ" in words(_try(desk, "  "))
    answers = [_try(desk, "http://10.0.0.1/").status_code for _ in range(20)]
    assert answers[:19] == [422] * 19
    assert answers[19] == 429


def test_only_a_lead_or_an_administrator_adds_sources(desk: Visit) -> None:
    for role in (Role.INSPECTOR, Role.AUDITOR):
        person = inside(desk, role)
        assert person.get(ADD).status_code == 403
        assert person.post(ADD, {"csrf": person.token, "dia_chi": "http://10.0.0.1/"}).status_code == 403
        assert ADD not in person.get("/nguon-tin").text
    assert inside(desk, Role.ADMINISTRATOR).get(ADD).status_code == 200
