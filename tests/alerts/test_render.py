"""Thư thành chữ: hai thứ tiếng, HTML và chữ thường.
Rendered messages in both languages, HTML and plain text."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from alerts.charts.weeks import CHART
from alerts.render import Letter, render
from monitor.domain.digests import DigestData
from monitor.domain.letters import (
    AgencyGroup,
    AlertData,
    AlertLine,
    BlindReason,
    BlindSource,
    Sight,
)
from monitor.domain.vocabulary import Channel, MessageKind, Reason
from tests.alerts.bulletins import LETTERS
from tests.alerts.digests import DIGESTS
from tests.alerts.notices import NOTICES

MakeLine = Callable[..., AlertLine]
NEWS = (MessageKind.ALERT, MessageKind.DIGEST, MessageKind.BIDS)
KINDS = [(kind, lang) for kind in MessageKind for lang in ("vi", "en")]


class Page(HTMLParser):
    """Collects what a mail reader would load, follow, run and show; notices unbalanced tags."""

    VOID = frozenset({"meta", "br", "img", "hr", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(html)
        self.close()
        self.unbalanced += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "title"):
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture
def data_of(alert_data: AlertData) -> dict[MessageKind, Letter]:
    return {MessageKind.ALERT: alert_data, **DIGESTS, **LETTERS, **NOTICES}


@pytest.mark.parametrize(("kind", "lang"), KINDS)
def test_a_mail_is_whole_light_and_loads_nothing_from_elsewhere(kind, lang, data_of) -> None:
    rendered = render(kind, data_of[kind], lang)
    page = Page(rendered.html)
    assert page.unbalanced == []
    assert not {"link", "script", "iframe", "object", "svg", "form", "base"} & set(page.tags)
    # Pictures travel with the letter, and each has its words beside it.
    assert {value for name, value in page.attributes if name == "src"} <= {f"cid:{CHART}"}
    assert page.tags.count("img") == len(
        [value for name, value in page.attributes if name == "alt" and value]
    )
    assert not [value for name, value in page.attributes if name in ("href", "background", "action")]
    assert "url(" not in rendered.html
    assert "@import" not in rendered.html
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert len(rendered.html.encode()) < (60_000 if kind is MessageKind.DIGEST else 40_000)
    assert ("lang", lang) in page.attributes


@pytest.mark.parametrize(("kind", "lang"), KINDS)
def test_the_plain_text_says_what_the_html_says(kind, lang, data_of) -> None:
    rendered = render(kind, data_of[kind], lang)
    shown = Page(rendered.html).words
    numbers = set(re.findall(r"HS-2026-\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d+ Sep 2026", shown))
    assert numbers
    assert {number for number in numbers if number not in rendered.text} == set()
    assert not re.search(r"</?[a-z]+[ >]|&amp;|&#", rendered.text)
    assert "\n\n\n" not in rendered.text


@pytest.mark.parametrize(("kind", "lang"), [case for case in KINDS if case[0] in NEWS])
def test_what_cannot_be_seen_comes_before_what_is_told(kind, lang, data_of) -> None:
    rendered = render(kind, data_of[kind], lang)
    for text in (rendered.text, Page(rendered.html).words):
        blind = text.index("Cổng thông tin điện tử tỉnh Sông Mẫu")
        assert blind < text.index("Nâng cấp đường liên ấp Bến Đò")
        assert "37" in text[: text.index("Nâng cấp đường liên ấp Bến Đò")]


def test_an_alert_says_date_days_money_law_and_the_next_act(alert_data: AlertData) -> None:
    rendered = render(MessageKind.ALERT, alert_data, "vi")
    for text in (rendered.text, Page(rendered.html).words):
        for expected in (
            "Quá hạn 4 ngày",
            "làm việc, hạn 9/9/2026",
            "1.250.400.000 đ",
            "Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4",
            "Việc nên làm: đối chiếu bản lưu của hai kênh",
            "đã đăng 15/9/2026",
            "08:10 ngày 21/9/2026",
            "chưa lần nào xem được đầy đủ",
            "Xem các hồ sơ bằng lệnh: monitor case list",
            "Dữ liệu tổng hợp",
        ):
            assert expected in text
    assert rendered.subject.startswith("[Công khai đấu thầu] 2 thông tin chưa thấy đăng tải")


def test_no_letter_judges(data_of) -> None:
    for kind, lang in KINDS:
        rendered = render(kind, data_of[kind], lang)
        assert "vi phạm" not in (rendered.subject + rendered.text + rendered.html).lower()


def test_one_finding_names_its_package_in_the_subject(alert_data: AlertData, make_line: MakeLine) -> None:
    line = make_line()
    data = replace(alert_data, groups=(AgencyGroup("a", "Trung tâm Y tế Tân Phú", (line,)),))
    rendered = render(MessageKind.ALERT, data, "vi")
    assert rendered.subject == (
        "[Công khai đấu thầu] Chưa thấy – Cổng thông tin điện tử tỉnh: "
        "Mua sắm vật tư y tế tiêu hao năm 2026 (đợt 2)"
    )
    assert "monitor case show HS-2026-0417" in rendered.text
    assert "monitor case show HS-2026-0417" in rendered.html


def test_english_readers_get_english_sentences(alert_data: AlertData) -> None:
    rendered = render(MessageKind.ALERT, alert_data, "en")
    assert "not seen on the provincial portal after 3 complete looks" in rendered.text
    assert "6 days overdue" in rendered.text
    assert "unreachable" in rendered.text, "the look's Vietnamese detail is not shown to them"
    assert "VND 1,250,400,000" in rendered.text


def test_a_settled_absence_is_told_with_its_delay(alert_data: AlertData, make_line: MakeLine) -> None:
    late = make_line(reason=Reason.RESOLVED, days_late=3)
    in_time = make_line(reason=Reason.RESOLVED, days_late=0, channel=Channel.AGENCY_PAGE)
    data = replace(alert_data, groups=(AgencyGroup("a", "Sở X", (late, in_time)),))
    text = render(MessageKind.ALERT, data, "vi").text
    assert "Cổng thông tin điện tử tỉnh: đã thấy đăng tải, sau hạn 3 ngày làm việc." in text
    assert "Trang thông tin của đơn vị: không còn thiếu, không ghi nhận chậm." in text


def test_a_quiet_week_still_says_that_we_were_watching(digest_data: DigestData) -> None:
    quiet = replace(
        digest_data, new=(), new_total=0, resolved=(), resolved_total=0, decided=(), decided_total=0,
        sight=Sight(sources=9, looks=512),
    )  # fmt: skip
    rendered = render(MessageKind.DIGEST, quiet, "vi")
    assert rendered.subject.endswith("Bản tin tuần 38/2026: không có phát hiện mới")
    sentence = "Tuần này không có phát hiện mới. Hệ thống vẫn theo dõi 9 nguồn, 512 lượt kiểm tra."
    assert sentence in rendered.text
    assert sentence in Page(rendered.html).words


def test_a_quiet_week_never_claims_more_than_was_seen(digest_data: DigestData) -> None:
    quiet = replace(digest_data, new=(), new_total=0, resolved_total=0, decided_total=0)
    text = render(MessageKind.DIGEST, quiet, "vi").text
    assert "không có phát hiện mới ở những nguồn truy cập được" in text
    assert "2 nguồn chưa truy cập được" in text
    assert "Đã xem đầy đủ" not in text


def test_the_digest_shows_ages_delays_and_totals(digest_data: DigestData) -> None:
    for text in (
        (rendered := render(MessageKind.DIGEST, digest_data, "vi")).text,
        Page(rendered.html).words,
    ):
        for expected in (
            "từ 14/9/2026 đến 20/9/2026",
            "từ 21 ngày làm việc",
            "11–20 ngày làm việc",
            "sau hạn 3 ngày làm việc",
            "và 3 hồ sơ khác",
            "3 cặp tin đăng cần người đối chiếu",
            "hạn 23/9/2026",
        ):
            assert expected in text


@pytest.mark.parametrize("size", [1, 3, 150, 300])
def test_a_flood_stays_readable_and_nothing_is_dropped(
    alert_data: AlertData, make_line: MakeLine, size: int
) -> None:
    lines = tuple(
        make_line(
            fingerprint=f"f{n}",
            case_number=f"HS-2026-{n:04d}",
            title=f"Gói thầu tổng hợp số {n:04d} mua sắm trang thiết bị phục vụ chuyên môn năm 2026",
        )
        for n in range(300)
    )
    groups = tuple(
        AgencyGroup(f"{start}", f"Sở {start}", lines[start : start + size]) for start in range(0, 300, size)
    )
    rendered = render(MessageKind.ALERT, replace(alert_data, groups=groups), "vi")
    assert len(rendered.html.encode()) < 100_000, "mail readers cut above about 100 kB"
    assert {f"HS-2026-{n:04d}" for n in range(300)} == set(re.findall(r"HS-2026-\d{4}", rendered.text))
    shown = set(re.findall(r"HS-2026-\d{4}", rendered.html))
    assert f"Còn {300 - len(shown)} nội dung khác; danh sách đầy đủ" in Page(rendered.html).words


def test_a_desk_turns_the_act_into_a_link(alert_data: AlertData, make_line: MakeLine) -> None:
    desk = replace(alert_data.heading, desk_url="https://giam-sat.example.org/ho-so")
    groups = (AgencyGroup("a", "Sở A", (make_line(link="https://giam-sat.example.org/ho-so/HS-2026-0417"),)),)
    rendered = render(MessageKind.ALERT, replace(alert_data, heading=desk, groups=groups), "vi")
    hrefs = [value for name, value in Page(rendered.html).attributes if name == "href"]
    assert hrefs == ["https://giam-sat.example.org/ho-so/HS-2026-0417", "https://giam-sat.example.org/ho-so"]
    assert "monitor case" not in rendered.html


@pytest.mark.parametrize("reason", list(BlindReason))
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_way_of_not_seeing_has_words(alert_data: AlertData, reason, lang) -> None:
    source = BlindSource("s", "Trang Sở X", Channel.AGENCY_PAGE, None, None, reason, "", 0)
    text = render(MessageKind.ALERT, replace(alert_data, sight=Sight(1, 1, (source,))), lang).text
    assert "Trang Sở X: " in text


def test_data_of_another_kind_is_refused(alert_data: AlertData) -> None:
    with pytest.raises(TypeError):
        render(MessageKind.DIGEST, alert_data, "vi")
