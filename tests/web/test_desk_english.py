"""Trang hồ sơ tiếng Anh: chữ tiếng Việt nào còn lại đều được ghi là tiếng Việt.
The case page in English: whatever Vietnamese is left on it says so, for those who listen to pages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import CaseEvent
from monitor.domain.judgement import DayStep
from monitor.domain.procurement import Agency
from monitor.domain.staff import Role
from monitor.domain.vocabulary import LinkState, Outcome, VerdictKind
from tests.steps.subscribers import Town
from tests.web.deskhouse import SAMPLES, DeskHouse, desk_house
from tests.web.served import Visit, serving
from tests.web.staffed import inside

CASE = "/ban-lam-viec/ho-so/HS-2026-0001"
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]")
# The names of the province and of this test's people are the same in every language.
_NAMES = ("Người inspector", "Sở Mẫu")


@pytest.fixture
def house(town: Town, tmp_path: Path) -> DeskHouse:
    town = replace(town, line=replace(town.line, agencies=(Agency("so-mau", "Sở Mẫu"),)))
    house = desk_house(town, tmp_path / "captures")
    case = house.case()
    steps = (DayStep(date(2026, 3, 7), None, "thứ Bảy"), DayStep(date(2026, 3, 9), None, "nghỉ bù Tết mẫu"))
    with house.town.line.store.begin() as work:
        at = house.town.now - timedelta(hours=9)
        work.looks.add(
            SAMPLES.look(
                2, source_id="cong", started_at=at, finished_at=at, outcome=Outcome.UNREACHABLE,
                detail_vi="Nguồn báo lỗi máy chủ.",
            )
        )  # fmt: skip
        judged = work.judgements.duty("IB2600000001/notice@portal")
        assert judged is not None
        duty = replace(judged.duty, ladder=(*steps, *judged.duty.ladder), caution="Cần xác minh thêm")
        work.judgements.put([(duty, judged.verdict)], house.town.now)
        (finding,) = work.findings.named(case.fingerprints).values()
        reasons = ("Đã xem mọi trang", "Hạn tính từ ngày đăng trên Mạng")
        late = replace(finding, fingerprint="cham", verdict=VerdictKind.LATE, days_late=2, reasons=reasons)
        work.findings.put([replace(finding, reasons=reasons), late], house.town.now)
        sighting = SAMPLES.sighting(
            9, source_id="cong", body="Chủ đầu tư: Sở Mẫu; Hình thức LCNT: Chỉ định thầu"
        )
        work.sightings.put([sighting])
        doubtful = SAMPLES.link(
            1, sighting_id=sighting.id, state=LinkState.NEEDS_REVIEW, reasons=("+2,5 · tên giống", "khác năm")
        )
        work.links.replace_machine([doubtful])
        events = (
            CaseEvent(at, "Sở Mẫu", CaseStep.ANSWERED, note="Đơn vị đã đăng lại"),
            CaseEvent(at, "Người inspector", CaseStep.ACKNOWLEDGED, note="Đã tiếp nhận"),
        )
        prints = (*case.fingerprints, "cham")
        work.cases.put(replace(case, events=events, fingerprints=prints, open_fingerprints=prints))
    return house


@pytest.fixture
def desk(house: DeskHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


def test_all_that_is_vietnamese_on_the_english_page_is_marked_so(desk: Visit) -> None:
    page = LexborHTMLParser(inside(desk, Role.INSPECTOR).get(f"{CASE}?lang=en").text)
    told = [node.text() for node in page.css('main [lang="vi"]')]
    for text in (
        "Gói thầu số 5 & <b>mẫu</b>", "Đã xem mọi trang", "Cần xác minh thêm", "Đơn vị đã đăng lại",
        "Đã tiếp nhận", "Nguồn báo lỗi máy chủ.", "nghỉ bù Tết mẫu", "+2,5 · tên giống", "khác năm",
        "Gói thầu số 6: sửa chữa trường mẫu", "Kế hoạch tổng hợp, mục II.2.1", "đăng trên Mạng", "Cổng tỉnh",
    ):  # fmt: skip
        assert text in told, text
    for node in page.css('main [lang="vi"], option'):
        node.decompose()
    main = page.css_first("main")
    assert main is not None
    left = main.text(separator=" ")
    for name in _NAMES:
        left = left.replace(name, "")
    assert not _VIETNAMESE.findall(left), [line for line in left.splitlines() if _VIETNAMESE.search(line)]
    assert "Basis:" in left
    assert "weekend" in left
