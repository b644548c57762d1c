"""Tệp đính kèm hỏng, bị từ chối, quá nhiều hay có bẫy: ghi lại rồi để yên, lượt xem vẫn đủ.
Attachments that cannot be read, are refused, too many or hostile: noted, left alone, the look stays whole."""

from datetime import timedelta

import pytest

from monitor.demo.servers.web import LoopbackServer, Reply
from monitor.domain.vocabulary import Outcome
from monitor.steps.attachments import records_of
from tests.shell.downloads import (
    CODE,
    NOW,
    Open,
    Town,
    cycle,
    open_line,
    pdf_saying,
    sightings,
    town,
    word_saying,
)

__all__ = ["open_line", "town"]


def test_an_unreadable_attachment_is_a_note_and_the_look_stays_complete(town: Town, open_line: Open) -> None:
    town.offers(
        7,
        "Thông báo mời thầu",
        cu_doc=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    )
    town.offers(8, "Thông báo khác", mat_pdf=Reply(status=404))
    with open_line() as line:
        look, asked = cycle(line)
        notes = {
            key: [record.note_vi for record in records_of(sighting).values()]
            for key, sighting in sightings(line).items()
        }
        assert cycle(line, NOW + timedelta(hours=1))[1] == 0
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
        look, asked = cycle(line)
        assert (look.outcome, asked) == (Outcome.COMPLETE, 1)
        assert len(town.downloads()) == 1
        town.files["/tep/t8.pdf"] = Reply(pdf_saying(CODE))
        for hours in range(1, 4):
            cycle(line, NOW + timedelta(hours=hours))
        codes = {key: sighting.codes for key, sighting in sightings(line).items()}
    assert codes == {"news_7": (), "news_8": (CODE,), "news_9": ()}


def test_a_file_that_is_always_refused_is_given_up_after_three_looks(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply(b"khong", 403))
    with open_line() as line:
        asked = [cycle(line, NOW + timedelta(hours=hours))[1] for hours in range(5)]
        (record,) = records_of(sightings(line)["news_7"]).values()
    assert asked == [1, 1, 1, 0, 0]
    assert record.note_vi == "trang chủ quản từ chối cho tải tệp"


def test_a_page_that_asks_to_prove_something_is_not_answered(town: Town, open_line: Open) -> None:
    gate = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply.html(gate), hai_pdf=pdf_saying(CODE))
    with open_line() as line:
        assert cycle(line)[1] == 1
        (record,) = records_of(sightings(line)["news_7"]).values()
    assert record.note == "gate"


@pytest.mark.drill
def test_limits_per_look_and_per_item_are_kept_and_the_rest_waits_its_turn(
    town: Town, open_line: Open
) -> None:
    for number in range(1, 6):
        files = {f"t{number}{letter}_docx": word_saying("không có mã") for letter in "abc"}
        town.offers(number, f"Thông báo số {number}", **files)
    with open_line(per_look=3, per_item=2) as line:
        asked = [cycle(line, NOW + timedelta(hours=hours))[1] for hours in range(5)]
    assert asked == [3, 3, 3, 1, 0]
    assert len(set(town.downloads())) == len(town.downloads()) == 10
    assert not any(path.endswith("c.docx") for path in town.downloads())


def test_a_page_cannot_send_us_to_another_machine_of_an_inner_network(town: Town, open_line: Open) -> None:
    with LoopbackServer(town, lambda: NOW) as other, open_line() as line:
        town.offers(7, "Thông báo mời thầu")
        town.articles[7] = "Thông báo mời thầu", (f"{other.url}/tep/trong.pdf",)
        cycle(line)
        (record,) = records_of(sightings(line)["news_7"]).values()
    assert record.note == "not_asked"
    assert town.downloads() == []


def test_a_site_that_was_not_seen_is_not_asked_for_files(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", hsmt_pdf=Reply(b"khong", 403))
    with open_line() as line:
        cycle(line)
        before = len(town.downloads())
        town.list_status = 403
        look, asked = cycle(line, NOW + timedelta(hours=1))
        assert (look.outcome, asked) == (Outcome.BLOCKED, 0)
    assert len(town.downloads()) == before


def test_a_hostile_attachment_ends_in_a_note_and_the_next_one_is_read(town: Town, open_line: Open) -> None:
    town.offers(7, "Thông báo mời thầu", bom_docx=word_saying("A" * 30_000_000), sau_pdf=pdf_saying(CODE))
    with open_line() as line:
        look, asked = cycle(line)
        sighting = sightings(line)["news_7"]
    notes = [record.note for record in records_of(sighting).values()]
    assert (look.outcome, asked, notes) == (Outcome.COMPLETE, 2, ["bomb", ""])
    assert sighting.codes == (CODE,)
