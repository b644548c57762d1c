"""Đơn vị trả lời qua đường dẫn trong thư: ghi vào hồ sơ, và chỉ hồ sơ ấy.
An agency answers by the link of its letter: it is written into that case and no other."""

from dataclasses import replace

import pytest

from monitor.cases.answering import answer_token
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.steps.tell_agencies import answer_key
from tests.storage.samples import Samples
from tests.web.served import Visit, words


@pytest.fixture
def path(visit: Visit) -> str:
    """Where the first of two cases is answered."""
    samples = Samples()
    with visit.town.line.store.begin() as work:
        work.cases.put_all([samples.case(1, title="Mua sắm <b>mẫu</b>"), samples.case(2)])
        return f"/tra-loi/{answer_token('HS-2026-0001', answer_key(work))}"


def _case(visit: Visit, number: int = 1) -> Case:
    with visit.town.line.store.read() as work:
        case = work.cases.get(f"HS-2026-{number:04}")
    assert case is not None
    return case


def _answers(visit: Visit, number: int = 1) -> list[str]:
    return [event.note for event in _case(visit, number).events if event.action == CaseStep.ANSWERED]


def test_the_answer_stands_in_the_case_with_its_time(visit: Visit, path: str) -> None:
    shown = visit.get(path)
    assert shown.status_code == 200
    assert "Mua sắm &lt;b&gt;mẫu&lt;/b&gt;" in shown.text
    form = {"dia_chi": "https://so-mau.example/tin/1", "noi_dung": "Đã đăng\nngày 20/9"}
    taken = visit.post(path, form)
    assert "Đã ghi nhận trả lời" in taken.text
    assert _answers(visit) == ["đã đăng tại https://so-mau.example/tin/1; Đã đăng ngày 20/9"]
    assert _answers(visit, 2) == []
    (event,) = _case(visit).events
    assert (event.by, event.at) == ("Sở Mẫu", visit.town.now)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"dia_chi": " ", "noi_dung": "\n"},
        {"dia_chi": "javascript:alert(1)"},
        {"dia_chi": "so-mau.example"},
    ],
)
def test_an_answer_that_says_nothing_or_leads_nowhere_is_asked_for_again(
    visit: Visit, path: str, form: dict[str, str]
) -> None:
    assert visit.post(path, form).status_code == 422
    assert _answers(visit) == []


@pytest.mark.parametrize("change", ["0001", "1", "f" * 32])
def test_a_forged_link_is_no_link(visit: Visit, path: str, change: str) -> None:
    forged = path.replace("0001.", "0002.") if change == "0001" else path[: -len(change)] + change
    if forged == path:
        forged = path[:-1] + ("0" if path[-1] != "0" else "1")
    for answer in (visit.get(forged), visit.post(forged, {"noi_dung": "giả"})):
        assert answer.status_code == 404
        assert words(answer) == words(visit.get("/tra-loi/HS-2026-0001.khong-co"))
    assert _answers(visit) == _answers(visit, 2) == []


def test_a_form_of_another_site_is_refused(visit: Visit, path: str) -> None:
    answer = visit.post(path, {"noi_dung": "giả"}, headers={"Origin": "https://khac.example"})
    assert answer.status_code == 403
    assert _answers(visit) == []


def test_a_link_that_got_about_does_not_fill_the_case(visit: Visit, path: str) -> None:
    for number in range(20):
        assert visit.post(path, {"noi_dung": f"lần {number}"}).status_code == 200
    assert visit.post(path, {"noi_dung": "lần nữa"}).status_code == 422
    assert len(_answers(visit)) == 20
    assert max(map(len, _answers(visit))) < 3100


def test_before_any_letter_was_written_there_is_no_link(visit: Visit) -> None:
    assert visit.get("/tra-loi/HS-2026-0001." + "0" * 32).status_code == 404


def test_an_address_is_put_in_line_with_the_answer_and_what_was_seen_is_shown(
    visit: Visit, path: str
) -> None:
    visit.post(path, {"noi_dung": "Sẽ đăng trong tuần"})
    with visit.town.line.store.read() as work:
        assert work.meta.get("answered_addresses") is None
    visit.post(path, {"dia_chi": "http://169.254.169.254/latest/"})
    with visit.town.line.store.read() as work:
        assert work.meta.get("answered_addresses") == [["HS-2026-0001", "http://169.254.169.254/latest/"]]
    case = _case(visit)
    told = CaseEvent(visit.town.now, "máy", CaseStep.ADDRESS_SEEN, "Chưa xem được <b>địa chỉ</b>")
    with visit.town.line.store.begin() as work:
        work.cases.put_all([replace(case, events=(*case.events, told))])
    assert "Chưa xem được &lt;b&gt;địa chỉ" in visit.get(path).text
