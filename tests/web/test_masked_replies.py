"""Lời của đơn vị: công chúng đọc bản đã che, thanh tra đọc nguyên văn, đơn vị được báo trước.
An agency's reply: masked for the public, whole at the desk, and the agency is told so beforehand."""

from dataclasses import replace

from monitor.cases.answering import answer_token
from monitor.config import OpenData
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import CaseEvent
from monitor.domain.staff import Role
from monitor.steps.tell_agencies import answer_key
from tests.steps.subscribers import Town
from tests.web.board_town import board_town
from tests.web.served import Visit, serving, words
from tests.web.staffed import inside

SAID = "Ông Lê Văn Thử (0912 345 678, thu@so.example) đã đăng tin ngày 22/9/2026."
SHOWN = "Ông […] ([…], […]) đã đăng tin ngày 22/9/2026."
NOTE = "Thanh tra đọc nguyên văn"


def answered(visit: Visit) -> str:
    """The first case answered with a person in it; where the agency reads it again."""
    with visit.town.line.store.begin() as work:
        case = work.cases.get("HS-2026-0001")
        assert case is not None
        said = CaseEvent(visit.town.now, "Sở Mẫu", CaseStep.ANSWERED, SAID)
        work.cases.put_all([replace(case, events=(*case.events, said))])
        return f"/tra-loi/{answer_token(case.id, answer_key(work))}"


def test_the_public_reads_it_masked_and_the_desk_whole(town: Town) -> None:
    with board_town(town) as visit:
        answered(visit)
        public = words(visit.get("/bang/so-mau"))
        inspector = words(inside(visit, Role.INSPECTOR).get("/ban-lam-viec/ho-so/HS-2026-0001"))
    assert SHOWN in public
    assert "Lê Văn Thử" not in public
    assert "0912 345 678" not in public
    assert SAID in inspector


def test_the_agency_is_told_before_it_answers_and_sees_what_the_public_will_read(town: Town) -> None:
    with board_town(town) as visit:
        path = answered(visit)
        page, english = words(visit.get(path)), words(visit.get(f"{path}?lang=en"))
    assert NOTE in page
    assert "The inspectorate reads it as written" in english
    assert f"Bản công khai sẽ đọc là: {SHOWN}" in page
    assert SAID in page


def test_where_only_totals_are_public_nothing_is_said_of_publishing(town: Town) -> None:
    with (
        board_town(town, OpenData(publish="aggregates")) as visit,
        serving(visit.town, published=OpenData(publish="aggregates")) as again,
    ):
        page = words(again.get(answered(visit)))
    assert NOTE not in page
    assert "Bản công khai" not in page
