"""Một trang của đơn vị có tệp để tải, các tệp ấy, và một lượt xem rồi đọc tệp.
An agency's page with files to download, the files, and a cycle that looks at it and reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from monitor.config import Attachments, General, Settings
from monitor.demo.servers.web import LoopbackServer, Reply, Request
from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province
from monitor.domain.sources import Look, Sighting, Source
from monitor.domain.vocabulary import Channel
from monitor.logs import log_to
from monitor.steps.attachments import read_attachments
from monitor.steps.poll import poll
from monitor.wiring import Line, assemble
from sources.http.settings import ClientSettings
from sources.profile import Profile
from storage.store import Store

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CODE = "IB2600000123"
_ABOUT = "Trang thông tin của Ban Quản lý dự án số 1 tỉnh Sông Mẫu. Dữ liệu tổng hợp. " * 5
AGENCY = Agency("ban-so-1", "Ban Quản lý dự án số 1 tỉnh Sông Mẫu")


def pdf_saying(text: str) -> bytes:
    """The smallest PDF that a reader accepts without a table of objects: one page, one line."""
    content = f"BT /F1 12 Tf 40 800 Td ({text}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, held) for number, held in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def word_saying(text: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def sheet_saying(text: str) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title = "Danh mục"
    book.active.append([1, text])
    book.save(out)
    return out.getvalue()


@dataclass
class Town:
    """A NukeViet category of one agency's page; `files` are its downloads, `articles` title by number."""

    files: dict[str, Reply] = field(default_factory=dict)
    articles: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    list_status: int = 200
    moved_days: int = 0

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request.path)
        if request.path in self.files:
            return self.files[request.path]
        if request.path == "/mua-sam/":
            return Reply.html(self._list(), self.list_status)
        number = request.path.removeprefix("/mua-sam/tin-").removesuffix(".html")
        if number.isdigit() and int(number) in self.articles:
            return Reply.html(self._article(int(number)))
        return Reply.html("không có", 404)

    def downloads(self) -> list[str]:
        return [path for path in self.asked if path.startswith("/tep/")]

    def offers(self, number: int, title: str, **files: bytes | Reply) -> None:
        """One article with such files; `hsmt_pdf` is served as `/tep/hsmt.pdf`."""
        named = {f"/tep/{name.replace('_', '.')}": body for name, body in files.items()}
        self.articles[number] = title, tuple(named)
        for path, body in named.items():
            self.files[path] = body if isinstance(body, Reply) else Reply(body, content_type="text/plain")

    def _list(self) -> str:
        panels = "".join(
            f'<div class="panel-body"><h2><a href="/mua-sam/tin-{number}.html">{title}</a></h2>'
            '<ul><li><em class="fa fa-clock-o">&nbsp;</em>'
            f" {20 + number % 3 + self.moved_days}/11/2026 08:{number:02}</li></ul></div>"
            for number, (title, _) in sorted(self.articles.items(), reverse=True)
        )
        pager = '<ul class="pagination"><li class="active"><a href="#">1</a></li></ul>'
        return f'<html><body><p>{_ABOUT}</p><div class="news_column">{panels}</div>{pager}</body></html>'

    def _article(self, number: int) -> str:
        title, files = self.articles[number]
        links = "".join(f'<li><a href="{path}">Tải về</a></li>' for path in files)
        return (
            f'<html><body><p>{_ABOUT}</p><h1>{title}</h1><div id="news-bodyhtml">Nội dung kèm theo tệp.</div>'
            f'<div class="news-download-file"><ul>{links}</ul></div></body></html>'
        )


@pytest.fixture
def town() -> Town:
    return Town()


Open = Callable[..., Any]


@pytest.fixture
def open_line(town: Town, tmp_path: Path) -> Open:
    """Opens the line against the town, with these settings of attachments."""
    log_to(None)

    @contextmanager
    def opened(**given: Any) -> Iterator[Line]:
        with LoopbackServer(town, lambda: NOW) as server:
            source = Source(
                "trang-ban-1",
                "Trang Ban số 1",
                Channel.AGENCY_PAGE,
                "nukeviet",
                f"{server.url}/mua-sam/",
                agency_ids=(AGENCY.id,),
                allow_private=True,
            )
            province = Province("song-mau", "Tỉnh Sông Mẫu", ("99",), (), Inspectorate("Thanh tra", ""), ())
            settings = Settings(
                general=General.model_validate({"province": "song-mau", "data_dir": tmp_path}),
                attachments=Attachments(**given),
            )
            client = ClientSettings(spacing_seconds=0, retries=0, timeout_seconds=10, circuit_failures=0)
            store = Store(settings.database_url)
            store.create()
            profile = Profile(province, (AGENCY,), (source,))
            try:
                with assemble(settings, store, profile, client, lambda: NOW, synthetic=True) as line:
                    yield line
            finally:
                store.close()

    return opened


def cycle(line: Line, now: datetime = NOW) -> tuple[Look, int]:
    (look,) = poll(line, line.sources, now, lambda _source, _look: None)
    return look, read_attachments(line, [look], now)


def sightings(line: Line) -> dict[str, Sighting]:
    """By the number of the article, raw fields included."""
    with line.store.read() as work:
        ids = [sighting.id for sighting in work.sightings.all()]
        return {sighting.native_key: sighting for sighting in work.sightings.get(ids)}
