"""Thanh tra hỏi trên trang hồ sơ, đơn vị đọc và trả lời trên trang của đường dẫn.
The inspector asks on the page of the case; the agency reads it, and until when, on the page of its link."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.cases import Message
from monitor.domain.procurement import Agency
from monitor.domain.staff import Role
from monitor.domain.vocabulary import CaseState, MessageKind
from tests.steps.subscribers import DAY, Town
from tests.web.deskhouse import DeskHouse, desk_house
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, inside

CASE = "/ban-lam-viec/ho-so/HS-2026-0001"
QUESTION = "Vì sao chưa đăng\ntrên <b>Cổng</b>?"
SHOWN = "Vì sao chưa đăng trên <b>Cổng</b>?"


def _house(town: Town, folder: Path, email: str) -> DeskHouse:
    agency = Agency("so-mau", "Sở Mẫu", email=email)
    return desk_house(replace(town, line=replace(town.line, agencies=(agency,))), folder)


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Iterator[Visit]:
    with serving(_house(town, tmp_path / "captures", "so-mau@songmau.example").town) as visit:
        yield visit


def _asks(person: Person, note: str) -> int:
    mark = person.get(CASE).text.split('name="moc" value="')[1].split('"')[0]
    form = {"csrf": person.token, "moc": mark, "buoc": "ask", "ly_do": note}
    return person.post(f"{CASE}/buoc", form).status_code


def _letters(visit: Visit) -> list[Message]:
    with visit.town.line.store.read() as work:
        return [one.message for one in work.outbox.list() if one.message.kind is MessageKind.QUESTION]


def _link(letter: Message) -> str:
    found = re.search(r"/tra-loi/\S+", letter.text)
    assert found
    return found[0]


def test_the_question_reaches_the_agency_and_the_answer_the_case(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert "Thư đi ngay tới Sở Mẫu, so-mau@songmau.example; hạn trả lời hết ngày 28/9/2026." in words(
        person.get(CASE)
    )
    assert _asks(person, QUESTION) == 303
    (letter,) = _letters(desk)
    assert (letter.recipient.address, letter.recipient.name) == ("so-mau@songmau.example", "Sở Mẫu")
    case = words(person.get(CASE))
    assert "Đã báo đơn vị: yêu cầu giải trình" in case
    assert "Hỏi thêm" in case
    assert "nhắc đơn vị 29/9/2026" in case
    assert "Chưa gửi được thư hỏi" not in case

    path = _link(letter)
    read = words(desk.get(path))
    assert "đề nghị quý đơn vị giải trình. Hạn trả lời: hết ngày 28/9/2026." in read
    assert SHOWN in read
    assert "Người inspector" not in read, "the inspectorate asks, whoever of it wrote the words"
    desk.post(path, {"noi_dung": "Sẽ đăng trong tuần"})
    after = words(desk.get(path))
    assert "Hạn trả lời: hết ngày" not in after
    assert SHOWN in after


def test_one_press_is_one_letter_and_a_second_question_needs_other_words(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert _asks(person, "Vì sao?") == 303
    assert _asks(person, "Vì sao?") == 422
    assert len(_letters(desk)) == 1
    desk.post(_link(_letters(desk)[0]), {"noi_dung": "Đang rà soát"})
    assert _asks(person, "Bao giờ xong?") == 303
    assert len(_letters(desk)) == 2


def test_after_its_day_the_agency_is_told_so_and_may_still_answer(desk: Visit) -> None:
    assert _asks(inside(desk, Role.INSPECTOR), "Vì sao?") == 303
    desk.town.now += 20 * DAY
    path = _link(_letters(desk)[0])
    assert "Hạn trả lời là hết ngày 28/9/2026 và đã qua" in words(desk.get(path))
    assert desk.post(path, {"noi_dung": "Xin lỗi vì chậm"}).status_code == 200


def test_without_an_address_the_inspector_reads_that_nothing_was_sent_and_what_to_do(
    town: Town, tmp_path: Path
) -> None:
    house = _house(town, tmp_path / "captures", "")
    with serving(house.town) as visit:
        person = inside(visit, Role.INSPECTOR)
        assert "bước này chỉ ghi vào hồ sơ, chưa gửi được thư" in words(person.get(CASE))
        assert _asks(person, "Vì sao?") == 303
        assert _letters(visit) == []
        told = words(person.get(CASE))
        assert "Chưa gửi được thư hỏi: danh bạ chưa có địa chỉ thư của đơn vị này" in told
        assert "Hãy gửi yêu cầu" in told
        assert house.case().state is CaseState.EXPLANATION_ASKED
