"""Mã số chỉ có trong tệp đính kèm vẫn được thấy và đối chiếu.
Codes that stand only in attachments: found, stored with their place, linked; and what is left alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from monitor.config import Attachments, General, Settings
from monitor.demo.servers.web import LoopbackServer, Reply, Request
from monitor.domain.procurement import Agency, Notice
from monitor.domain.province import Inspectorate, Province
from monitor.domain.sources import Look, Sighting, Source
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, LinkOrigin, LinkState, Outcome, Precision
from monitor.logs import log_to
from monitor.steps.attachments import read_attachments, records_of
from monitor.steps.link import link
from monitor.steps.poll import poll
from monitor.wiring import Line, assemble
from sources.http.settings import ClientSettings
from sources.profile import Profile
from storage.store import Store

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CODE = "IB2600000123"
NAME = "Sửa chữa đường Nguyễn Thị Định, đoạn từ cầu Mẫu đến chợ Mẫu"
_ABOUT = "Trang thông tin của Ban Quản lý dự án số 1 tỉnh Sông Mẫu. Dữ liệu tổng hợp. " * 5
_AGENCY = Agency("ban-so-1", "Ban Quản lý dự án số 1 tỉnh Sông Mẫu")


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
                agency_ids=(_AGENCY.id,),
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
            profile = Profile(province, (_AGENCY,), (source,))
            try:
                with assemble(settings, store, profile, client, lambda: NOW, synthetic=True) as line:
                    yield line
            finally:
                store.close()

    return opened


def _cycle(line: Line, now: datetime = NOW) -> tuple[Look, int]:
    (look,) = poll(line, line.sources, now, lambda _source, _look: None)
    return look, read_attachments(line, [look], now)


def _sightings(line: Line) -> dict[str, Sighting]:
    """By the number of the article, raw fields included."""
    with line.store.read() as work:
        ids = [sighting.id for sighting in work.sightings.all()]
        return {sighting.native_key: sighting for sighting in work.sightings.get(ids)}


def _the_notice() -> Notice:
    published = Moment(datetime(2026, 11, 20, 2, 0, tzinfo=UTC), Precision.SECOND, "api")
    return Notice(CODE, "00", "uuid", NAME, _AGENCY.name, "vnz000000001", published, published)


@pytest.mark.parametrize(
    ("file", "body", "place"),
    [
        ("hsmt_pdf", pdf_saying(f"TBMT {CODE} - 00"), "tệp đính kèm hsmt.pdf, trang 2"),
        ("hsmt_docx", word_saying(f"Số TBMT: {CODE}-00"), "tệp đính kèm hsmt.docx"),
        ("hsmt_xlsx", sheet_saying(f"Mã {CODE}"), "tệp đính kèm hsmt.xlsx, trang tính “Danh mục”"),
    ],
)
def test_a_code_that_stands_only_in_an_attachment_links_the_article(
    town: Town, open_line: Open, file: str, body: bytes, place: str
) -> None:
    town.offers(7, "Thông báo mời thầu qua mạng", **{file: body})
    with open_line() as line:
        with line.store.begin() as work:
            work.records.put([_the_notice()], NOW)
        look, asked = _cycle(line)
        (sighting,) = _sightings(line).values()
        (found,) = link(line, NOW).links
        with line.store.read() as work:
            captures = {capture.url: capture.id for capture in work.captures.all()}
    assert look.outcome is Outcome.COMPLETE
    assert asked == 1
    assert sighting.codes == (CODE,)
    assert sighting.code_places == ((CODE, place),)
    ((address, record),) = records_of(sighting).items()
    assert captures[address] == record.capture_id
    assert (record.note, record.codes) == ("", {CODE: place})
    assert (found.origin, found.state) == (LinkOrigin.CODE, LinkState.LINKED)
    assert found.disclosure_id.startswith(CODE)


def test_nothing_is_fetched_twice_and_two_cycles_change_nothing(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    town.offers(8, "Thông báo khác", khac_docx=word_saying("không có mã"))
    with open_line() as line:
        _cycle(line)
        first = _sightings(line)
        for hours in (1, 2):
            look, asked = _cycle(line, NOW + timedelta(hours=hours))
            assert look.outcome is Outcome.COMPLETE
            assert asked == 0
        assert _sightings(line) == first
        with line.store.read() as work:
            assert work.sightings.history(first["news_7"].id) == ()
    assert sorted(town.downloads()) == ["/tep/hsmt.pdf", "/tep/khac.docx"]


def test_reading_a_file_is_no_new_reading_of_the_listing(town: Town, open_line: Open) -> None:
    """The article's date was moved and its file read in the same look: one revision, not two."""
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply(status=500))
    with open_line() as line:
        _cycle(line)
        town.moved_days = 1
        town.files["/tep/hsmt.pdf"] = Reply(pdf_saying(CODE))
        _cycle(line, NOW + timedelta(hours=1))
        sighting = _sightings(line)["news_7"]
        with line.store.read() as work:
            history = work.sightings.history(sighting.id)
    assert sighting.codes == (CODE,)
    assert sighting.published is not None
    assert sighting.published.day.day == 21
    assert len(history) == 1


def test_codes_from_attachments_outlive_a_changed_title(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    with open_line() as line:
        _cycle(line)
        town.articles[7] = "Thông báo mời thầu PL2600000009", town.articles[7][1]
        _cycle(line, NOW + timedelta(hours=1))
        (sighting,) = _sightings(line).values()
    assert sighting.title.endswith("PL2600000009")
    assert set(sighting.codes) == {CODE, "PL2600000009"}
    assert sighting.code_places[0][0] == CODE
    assert len(town.downloads()) == 1


@pytest.mark.parametrize(("read", "asked"), [("when-needed", 0), ("never", 0), ("always", 1)])
def test_an_article_that_shows_its_code_needs_no_attachment(
    town: Town, open_line: Open, read: str, asked: int
) -> None:
    town.offers(7, f"Thông báo mời thầu {CODE}", plan_pdf=pdf_saying("PL2600000009"))
    with open_line(read=read) as line:
        assert _cycle(line)[1] == asked
        _cycle(line, NOW + timedelta(hours=1))
        (sighting,) = _sightings(line).values()
    assert sighting.codes == (CODE, *["PL2600000009"] * asked)
    assert len(town.downloads()) == asked


def test_never_means_never(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    with open_line(read="never") as line:
        assert _cycle(line)[1] == 0
        assert _sightings(line)["news_7"].codes == ()
    assert town.downloads() == []


def test_an_unreadable_attachment_is_a_note_and_the_look_stays_complete(town: Town, open_line: Open) -> None:
    town.offers(
        7,
        "Thông báo mời thầu",
        cu_doc=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    )
    town.offers(8, "Thông báo khác", mat_pdf=Reply(status=404))
    with open_line() as line:
        look, asked = _cycle(line)
        notes = {
            key: [record.note_vi for record in records_of(sighting).values()]
            for key, sighting in _sightings(line).items()
        }
        assert _cycle(line, NOW + timedelta(hours=1))[1] == 0
    assert (look.outcome, asked) == (Outcome.COMPLETE, 2)
    assert notes == {
        "news_7": ["tệp Word đời cũ (.doc), chưa đọc được; cần người mở xem"],
        "news_8": ["không còn tệp ở địa chỉ đã dẫn"],
    }


@pytest.mark.parametrize("status", [403, 429])
def test_a_refusal_stops_the_attachments_of_this_source_for_the_look(
    town: Town, open_line: Open, status: int
) -> None:
    refusal = Reply(b"khong", status)
    for number in (7, 8, 9):
        town.offers(number, f"Thông báo số {number}", **{f"t{number}_pdf": refusal})
    with open_line() as line:
        look, asked = _cycle(line)
        assert (look.outcome, asked) == (Outcome.COMPLETE, 1)
        assert len(town.downloads()) == 1
        town.files["/tep/t8.pdf"] = Reply(pdf_saying(CODE))
        for hours in range(1, 4):
            _cycle(line, NOW + timedelta(hours=hours))
        codes = {key: sighting.codes for key, sighting in _sightings(line).items()}
    assert codes == {"news_7": (), "news_8": (CODE,), "news_9": ()}


def test_a_file_that_is_always_refused_is_given_up_after_three_looks(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply(b"khong", 403))
    with open_line() as line:
        asked = [_cycle(line, NOW + timedelta(hours=hours))[1] for hours in range(5)]
        (record,) = records_of(_sightings(line)["news_7"]).values()
    assert asked == [1, 1, 1, 0, 0]
    assert record.note_vi == "trang chủ quản từ chối cho tải tệp"


def test_a_page_that_asks_to_prove_something_is_not_answered(town: Town, open_line: Open) -> None:
    gate = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply.html(gate), hai_pdf=pdf_saying(CODE))
    with open_line() as line:
        assert _cycle(line)[1] == 1
        (record,) = records_of(_sightings(line)["news_7"]).values()
    assert record.note == "gate"


@pytest.mark.drill
def test_limits_per_look_and_per_item_are_kept_and_the_rest_waits_its_turn(
    town: Town, open_line: Open
) -> None:
    for number in range(1, 6):
        files = {f"t{number}{letter}_docx": word_saying("không có mã") for letter in "abc"}
        town.offers(number, f"Thông báo số {number}", **files)
    with open_line(per_look=3, per_item=2) as line:
        asked = [_cycle(line, NOW + timedelta(hours=hours))[1] for hours in range(5)]
    assert asked == [3, 3, 3, 1, 0]
    assert len(set(town.downloads())) == len(town.downloads()) == 10
    assert not any(path.endswith("c.docx") for path in town.downloads())


def test_a_page_cannot_send_us_to_another_machine_of_an_inner_network(town: Town, open_line: Open) -> None:
    with LoopbackServer(town, lambda: NOW) as other, open_line() as line:
        town.offers(7, "Thông báo mời thầu")
        town.articles[7] = "Thông báo mời thầu", (f"{other.url}/tep/trong.pdf",)
        _cycle(line)
        (record,) = records_of(_sightings(line)["news_7"]).values()
    assert record.note == "not_asked"
    assert town.downloads() == []


def test_a_site_that_was_not_seen_is_not_asked_for_files(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply(b"khong", 403))
    with open_line() as line:
        _cycle(line)
        before = len(town.downloads())
        town.list_status = 403
        look, asked = _cycle(line, NOW + timedelta(hours=1))
        assert (look.outcome, asked) == (Outcome.BLOCKED, 0)
    assert len(town.downloads()) == before


def test_a_kill_between_look_and_attachments_loses_none(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    with open_line() as line:
        poll(line, line.sources, NOW, lambda _source, _look: None)
        assert town.downloads() == []
        look, _asked = _cycle(line, NOW + timedelta(hours=1))
        assert look.outcome is Outcome.COMPLETE
        assert _sightings(line)["news_7"].codes == (CODE,)


def test_a_hostile_attachment_ends_in_a_note_and_the_next_one_is_read(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", bom_docx=word_saying("A" * 30_000_000), sau_pdf=pdf_saying(CODE))
    with open_line() as line:
        look, asked = _cycle(line)
        sighting = _sightings(line)["news_7"]
    notes = [record.note for record in records_of(sighting).values()]
    assert (look.outcome, asked, notes) == (Outcome.COMPLETE, 2, ["bomb", ""])
    assert sighting.codes == (CODE,)


def test_the_files_name_is_what_the_site_calls_it(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", x_pdf=b"")
    named = {"Content-Disposition": "attachment; filename*=UTF-8''H%E1%BB%93%20s%C6%A1%20m%E1%BB%9Di.pdf"}
    town.files["/tep/x.pdf"] = replace(Reply(pdf_saying(CODE)), headers=named)
    with open_line() as line:
        _cycle(line)
        assert _sightings(line)["news_7"].code_places == ((CODE, "tệp đính kèm Hồ sơ mời.pdf, trang 2"),)
