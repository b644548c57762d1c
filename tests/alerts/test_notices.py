"""Thư gửi đơn vị nói đủ: thiếu gì, phải ở đâu, hạn nào, luật nào, khắc phục và trả lời thế nào.
An agency's letter says all it needs to act on; an outage is one message that explains itself."""

from dataclasses import replace
from html import unescape

import pytest

from alerts.render import render
from monitor.domain.letters import AlertData
from monitor.domain.notices import AgencyData, AgencyLine, Mend
from monitor.domain.vocabulary import MessageKind
from tests.alerts.letters import build_line
from tests.alerts.notices import AGENCY, LINKED, OUTAGE, OVER, QUESTION, REMINDER, THANKS, URL


def both(kind: MessageKind, data: object, lang: str = "vi") -> tuple[str, str]:
    rendered = render(kind, data, lang)  # type: ignore[arg-type]
    return rendered.text, unescape(rendered.html)


@pytest.mark.parametrize(
    "expected",
    [
        "Trung tâm Y tế Tân Phú",
        "1 thông tin chưa thấy đăng tải, 1 thông tin đăng sau hạn, "
        "1 thông tin đăng quá sát thời điểm đóng thầu. Kính đề nghị quý đơn vị kiểm tra.",
        "Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2)",
        "Chuyên mục Đấu thầu mua sắm công, Cổng thông tin điện tử tỉnh Sông Mẫu",
        "hết ngày 9/9/2026",
        "Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4",
        "đăng tải nội dung này tại nơi nêu trên",
        "không cần đăng lại",
        "xem xét gia hạn",
        "trả lời thư này, ghi số hồ sơ HS-2026-0417",
        "nhắc lại một lần sau 3 ngày làm việc; sau 5 ngày làm việc",
        "chưa phải kết luận",
    ],
)
def test_an_agency_is_told_what_where_when_why_and_how(expected: str) -> None:
    for text in both(MessageKind.AGENCY, AGENCY):
        assert expected in text


def test_with_a_web_address_the_answer_is_one_link() -> None:
    text, html = both(MessageKind.AGENCY, REMINDER)
    assert f"Trả lời hoặc gửi địa chỉ đã đăng: {URL}" in text
    assert f'href="{URL}"' in html
    assert f'href="{LINKED.url}"' in html
    assert "trả lời thư này" not in text + html


@pytest.mark.parametrize(
    "expected",
    [
        "Thanh tra tỉnh Sông Mẫu đề nghị quý đơn vị giải trình. Hạn trả lời: hết ngày 28/9/2026, 5 ngày",
        "HS-2026-0417 · Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2)",
        "Vì sao chưa đăng trên Cổng?",
        "Khi nào sẽ đăng?",
        "chưa thấy trên Cổng thông tin điện tử tỉnh sau 3 lượt kiểm tra đầy đủ",
        "hết ngày 9/9/2026",
        "trả lời thư này, ghi số hồ sơ HS-2026-0417",
        "chưa phải kết luận",
    ],
)
def test_a_question_brings_its_words_the_finding_and_the_last_day(expected: str) -> None:
    for text in both(MessageKind.QUESTION, QUESTION):
        assert expected in text


def test_a_question_is_answered_by_one_link_and_its_reminder_says_what_it_is() -> None:
    text, html = both(MessageKind.QUESTION, replace(QUESTION, answer_url=URL))
    assert f"Gửi giải trình: {URL}" in text
    assert html.count(f'href="{URL}"') == 1
    assert "trả lời thư này" not in text + html
    late = render(MessageKind.QUESTION, replace(QUESTION, reminder=True), "vi")
    assert late.subject == "[Công khai đấu thầu] Nhắc lại: đề nghị giải trình hồ sơ HS-2026-0417"
    assert "Đến nay hệ thống chưa nhận được trả lời" in late.text
    plain = render(MessageKind.QUESTION, replace(QUESTION, words=()), "vi")
    assert "cho biết lý do, việc đã làm và thời gian khắc phục" in plain.text


def test_a_reminder_and_a_settlement_say_what_they_are() -> None:
    assert render(MessageKind.AGENCY, REMINDER, "vi").subject == (
        "[Công khai đấu thầu] Nhắc lại: đề nghị kiểm tra 1 nội dung công khai"
    )
    assert "Quá 5 ngày làm việc kể từ thư đầu" in render(MessageKind.AGENCY, REMINDER, "vi").text
    late_only = replace(AGENCY, lines=AGENCY.lines[1:])
    assert "ngày làm việc thì báo" not in render(MessageKind.AGENCY, late_only, "vi").text
    thanks = render(MessageKind.AGENCY, THANKS, "vi")
    assert thanks.subject == "[Công khai đấu thầu] 1 nội dung đã báo nay không còn thiếu"
    for asked in ("Kính đề nghị", "trả lời thư này", "nhắc lại một lần", "cơ quan thanh tra"):
        assert asked not in thanks.text


@pytest.mark.parametrize("data", [AGENCY, REMINDER, THANKS])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_agency_is_informed_and_never_judged(data: AgencyData, lang: str) -> None:
    for text in both(MessageKind.AGENCY, data, lang):
        lowered = text.lower()
        assert not [w for w in ("vi phạm", "sai phạm", "xử phạt", "violat", "penalt") if w in lowered]
    assert "monitor case" not in both(MessageKind.AGENCY, data, lang)[0], "an agency has no command line"


def test_a_number_of_our_own_is_not_shown() -> None:
    one = replace(REMINDER.lines[0], line=build_line(subject_key="sighting:cong|dnn_1"))
    for text in both(MessageKind.AGENCY, replace(REMINDER, lines=(one,))):
        assert "sighting:" not in text
        assert "1.250.400.000 đ · HS-2026-0417" in text


def test_a_hundred_lines_stay_one_readable_letter() -> None:
    lines = tuple(
        AgencyLine(build_line(fingerprint=f"f{n}", case_number=f"HS-2026-{n:04d}"), Mend.PUBLISH, LINKED, URL)
        for n in range(100)
    )
    rendered = render(MessageKind.AGENCY, replace(AGENCY, lines=lines), "vi")
    assert len(rendered.html.encode()) < 100_000, "mail readers cut above about 100 kB"
    assert all(f"HS-2026-{n:04d}" in rendered.text for n in range(100))
    assert "Còn 44 nội dung khác" in rendered.html


def test_an_address_that_is_none_is_not_linked() -> None:
    one = replace(REMINDER.lines[0], place=replace(LINKED, url="javascript:alert(1)"), answer_url="x")
    for text in both(MessageKind.AGENCY, replace(REMINDER, lines=(one,))):
        assert "javascript" not in text
        assert "trả lời thư này, ghi số hồ sơ" in text


def test_the_inspectorate_reads_which_agency_could_not_be_told(alert_data: AlertData) -> None:
    first, *others = alert_data.groups
    data = replace(alert_data, groups=(replace(first, untold=True), *others))
    for text in both(MessageKind.ALERT, data):
        assert text.count("chưa báo được cho đơn vị") == 1
        assert text.index(first.agency_name) < text.index("chưa báo được cho đơn vị")
    assert "chưa báo được" not in both(MessageKind.ALERT, alert_data)[0]


def test_an_outage_names_its_sources_since_when_and_what_waits() -> None:
    assert render(MessageKind.OUTAGE, OUTAGE, "vi").subject == "[Công khai đấu thầu] 2 nguồn chưa xem được"
    for text in both(MessageKind.OUTAGE, OUTAGE):
        for expected in (
            "Cổng thông tin điện tử tỉnh Sông Mẫu",
            "không kết nối được (HTTP 500)",
            "từ 02:14 ngày 21/9/2026",
            "35 kết luận tạm giữ",
            "Đang có 2 nguồn chưa xem được; 37 kết luận tạm giữ.",
        ):
            assert expected in text
    for text in both(MessageKind.OUTAGE, OVER):
        assert "Đã xem lại được 2 nguồn báo trước đây." in text
        assert "chưa xem được" not in text
