"""Tệp đính kèm của các trang mẫu tải về được và đọc ra đúng mã.
The files of the demo's sites are served as their pages name them, and read to the codes they hold."""

from datetime import timedelta

import pytest

from monitor.demo.model import Article
from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.demo.outages import View
from monitor.demo.servers.aspnet import AspNetPortal
from monitor.demo.servers.dotnetnuke import DotNetNukePortal
from monitor.demo.servers.feed import FeedSite
from monitor.demo.servers.files import sent
from monitor.demo.servers.front import Site
from monitor.demo.servers.nukeviet import NukeVietSite
from monitor.demo.servers.web import Request
from monitor.demo.world import build_world
from monitor.domain.codes import find_codes
from sources.attachments.record import record_of
from sources.attachments.text import read_text

WORLD = build_world(7, 120)
SITES = [
    (PORTAL_NEW, DotNetNukePortal, "/LinkClick.aspx?fileticket=Tong{number}%3D&tabid=63"),
    (PORTAL_OLD, AspNetPortal, "/Uploads/901/{name}"),
    (PAGE_HEALTH, NukeVietSite, "/download/{name}"),
    (FEED_WORKS, FeedSite, "/tep/{name}"),
]


def _files(kind: str, *, scanned: bool = False) -> list[Article]:
    return [
        one
        for one in WORLD.articles
        if one.attachment.endswith(f".{kind}") and scanned is not bool(one.attached)
    ]


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_file_is_read_to_the_code_that_it_holds(kind: str) -> None:
    article = next(one for one in _files(kind) if not find_codes(one.attachment))
    record = record_of(read_text(sent(article).body), article.attachment, "", "")
    assert (record.kind, record.note) == (kind, "")
    assert tuple(record.codes) == find_codes(*article.attached)
    assert all(article.attachment in place for place in record.codes.values())


def test_a_scanned_page_is_noted_as_unread() -> None:
    record = record_of(read_text(sent(_files("pdf", scanned=True)[0]).body), "quet.pdf", "", "")
    assert (record.pages_unread, dict(record.codes)) == (1, {})
    assert record.note_vi == "1 trang quét, chưa đọc được"


@pytest.mark.parametrize(("source_id", "site", "path"), SITES)
def test_each_site_serves_its_files_once_they_are_published(
    source_id: str, site: type[DotNetNukePortal], path: str
) -> None:
    serving: Site = site(WORLD.articles)
    article = next(one for one in WORLD.articles if one.source_id == source_id and one.attachment)
    target = path.format(number=article.number, name=article.attachment)
    request = Request("GET", target, {})
    assert serving.answer(request, View(article.published - timedelta(seconds=1))).status == 404
    found = serving.answer(request, View(WORLD.ends_at))
    assert (found.status, found.body) == (200, sent(article).body)
    missing = Request("GET", path.format(number=1, name="khong-co.pdf"), {})
    assert serving.answer(missing, View(WORLD.ends_at)).status == 404
