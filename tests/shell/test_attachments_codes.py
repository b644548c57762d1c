"""Mã số chỉ có trong tệp đính kèm vẫn được thấy và đối chiếu.
Codes that stand only in attachments: found once, stored with their place, linked; read only as asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.demo.servers.web import Reply
from monitor.domain.procurement import Notice
from monitor.domain.times import Moment
from monitor.domain.vocabulary import LinkOrigin, LinkState, Outcome, Precision
from monitor.steps.attachments import records_of
from monitor.steps.link import link
from monitor.steps.poll import poll
from tests.shell.downloads import (
    AGENCY,
    CODE,
    NOW,
    Open,
    Town,
    cycle,
    open_line,
    pdf_saying,
    sheet_saying,
    sightings,
    town,
    word_saying,
)

__all__ = ["open_line", "town"]

NAME = "Sửa chữa đường Nguyễn Thị Định, đoạn từ cầu Mẫu đến chợ Mẫu"


def _the_notice() -> Notice:
    published = Moment(datetime(2026, 11, 20, 2, 0, tzinfo=UTC), Precision.SECOND, "api")
    return Notice(CODE, "00", "uuid", NAME, AGENCY.name, "vnz000000001", published, published)


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
        look, asked = cycle(line)
        (sighting,) = sightings(line).values()
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
        cycle(line)
        first = sightings(line)
        for hours in (1, 2):
            look, asked = cycle(line, NOW + timedelta(hours=hours))
            assert look.outcome is Outcome.COMPLETE
            assert asked == 0
        assert sightings(line) == first
        with line.store.read() as work:
            assert work.sightings.history(first["news_7"].id) == ()
    assert sorted(town.downloads()) == ["/tep/hsmt.pdf", "/tep/khac.docx"]


def test_reading_a_file_is_no_new_reading_of_the_listing(town: Town, open_line: Open) -> None:
    """The article's date was moved and its file read in the same look: one revision, not two."""
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply(status=500))
    with open_line() as line:
        cycle(line)
        town.moved_days = 1
        town.files["/tep/hsmt.pdf"] = Reply(pdf_saying(CODE))
        cycle(line, NOW + timedelta(hours=1))
        sighting = sightings(line)["news_7"]
        with line.store.read() as work:
            history = work.sightings.history(sighting.id)
    assert sighting.codes == (CODE,)
    assert sighting.published is not None
    assert sighting.published.day.day == 21
    assert len(history) == 1


def test_codes_from_attachments_outlive_a_changed_title(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    with open_line() as line:
        cycle(line)
        town.articles[7] = "Thông báo mời thầu PL2600000009", town.articles[7][1]
        cycle(line, NOW + timedelta(hours=1))
        (sighting,) = sightings(line).values()
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
        assert cycle(line)[1] == asked
        cycle(line, NOW + timedelta(hours=1))
        (sighting,) = sightings(line).values()
    assert sighting.codes == (CODE, *["PL2600000009"] * asked)
    assert len(town.downloads()) == asked


def test_never_means_never(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    with open_line(read="never") as line:
        assert cycle(line)[1] == 0
        assert sightings(line)["news_7"].codes == ()
    assert town.downloads() == []


def test_a_kill_between_look_and_attachments_loses_none(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=pdf_saying(CODE))
    with open_line() as line:
        poll(line, line.sources, NOW, lambda _source, _look: None)
        assert town.downloads() == []
        look, _asked = cycle(line, NOW + timedelta(hours=1))
        assert look.outcome is Outcome.COMPLETE
        assert sightings(line)["news_7"].codes == (CODE,)


def test_the_files_name_is_what_the_site_calls_it(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", x_pdf=b"")
    named = {"Content-Disposition": "attachment; filename*=UTF-8''H%E1%BB%93%20s%C6%A1%20m%E1%BB%9Di.pdf"}
    town.files["/tep/x.pdf"] = replace(Reply(pdf_saying(CODE)), headers=named)
    with open_line() as line:
        cycle(line)
        assert sightings(line)["news_7"].code_places == ((CODE, "tệp đính kèm Hồ sơ mời.pdf, trang 2"),)
