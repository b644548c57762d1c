"""Bản tin tuần thành chữ: con số có địa chỉ, biểu đồ có lời, xếp hạng có mẫu số, giọng báo tin.
The weekly digests rendered: linked numbers, the chart in words, ranks with denominators."""

import re
from dataclasses import replace

import pytest
import typer

from alerts.charts.weeks import CHART
from alerts.palette import LIGHT
from alerts.render import render
from alerts.words import texts
from monitor.cli.main import COMMANDS
from monitor.digest.addresses import DeskAddresses
from monitor.domain.digests import Ranking, RankRow, Tally
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind
from tests.alerts.digests import (
    AGENCY_DIGEST,
    AGENCY_LINKED,
    AGENCY_QUIET,
    BROKEN_OFF,
    DIGEST,
    LATE_DIGEST,
    LINKED,
    RANKING,
    WEEKS,
)
from tests.alerts.test_render import Page

LANGS = pytest.mark.parametrize("lang", ["vi", "en"])


def shown(html: str) -> str:
    return Page(html).words


@LANGS
def test_every_number_links_to_the_list_behind_it(lang: Lang) -> None:
    html = render(MessageKind.DIGEST, LINKED, lang).html
    hrefs = {value.replace("&amp;", "&") for name, value in Page(html).attributes if name == "href"}
    links = LINKED.links
    expected = {
        links.new, links.open, links.resolved, links.decided, links.to_confirm, links.review, links.deadlines,
        links.sources, links.looks, links.withheld, links.ranking, *links.by_source.values(),
        *(band.link for band in LINKED.open_by_age), *(band.high_link for band in LINKED.open_by_age),
        *(week.open_link for week in LINKED.weeks if not week.blind),
        *(week.opened_link for week in LINKED.weeks if not week.blind),
        *(week.resolved_link for week in LINKED.weeks if not week.blind),
        *(LINKED.totals[0].link(kind) for kind in ("on_time", "late", "missing", "unverifiable")),
        *(group.link for group in (*LINKED.patterns, *LINKED.floods)),
        LINKED.heading.desk_url,
    }  # fmt: skip
    assert expected - hrefs == set()
    assert "monitor case" not in html
    assert len(html.encode()) < 100_000, "mail readers cut above about 100 kB"
    # Beside days, times, names and the numbers of weeks: no count without an address in these tables.
    cells = re.findall(r'<td class="hair ink"[^>]*text-align:right[^>]*>(.*?)</td>', html)
    assert cells
    assert all("<a href" in cell for cell in cells)


@LANGS
def test_a_row_leads_to_its_case_and_shows_no_number_of_ours(lang: Lang) -> None:
    ours = "sighting:cong|dnn_230225"
    desk = DeskAddresses("https://giam-sat.example.org")
    rows = tuple(replace(row, link=desk.case(row.case_number)) for row in LINKED.oldest)
    deadlines = tuple(replace(one, subject_key=ours) for one in LINKED.deadlines)
    opened = tuple(replace(one, line=replace(one.line, subject_key=ours)) for one in AGENCY_LINKED.open)
    agency = replace(
        AGENCY_LINKED,
        open=opened,
        deadlines=tuple(replace(one, subject_key=ours) for one in AGENCY_LINKED.deadlines),
    )
    assert rows
    assert deadlines
    assert opened
    digest = render(MessageKind.DIGEST, replace(LINKED, oldest=rows, deadlines=deadlines), lang)
    for row in rows:
        assert f'href="{row.link}"' in digest.html
        assert row.link in digest.text
    for rendered in (digest, render(MessageKind.AGENCY_DIGEST, agency, lang)):
        assert "sighting" not in rendered.html + rendered.text
        assert deadlines[0].title in rendered.text
        assert " ()" not in rendered.text


@LANGS
def test_without_a_desk_the_letter_names_commands_that_exist(lang: Lang) -> None:
    letter = render(MessageKind.DIGEST, DIGEST, lang)
    assert not [name for name, _ in Page(letter.html).attributes if name == "href"]
    for command in ("monitor case list", "monitor status", "monitor link list", "monitor case list --all"):
        assert command in letter.text
        assert command in shown(letter.html)


def test_every_command_that_a_letter_names_exists() -> None:
    named = {
        found
        for entry in texts().values()
        for found in re.findall(r"monitor ((?:[a-z]+ ?)+(?:--[a-z]+)?)", entry["vi"])
    }
    assert len(named) >= 6
    for command in named:
        first, *rest = command.split()
        assert first in COMMANDS, command
        group = COMMANDS[first].load()
        for word in rest:
            if word.startswith("--"):
                assert word in {option for one in group.params for option in one.opts}
            elif isinstance(group, typer.core.TyperGroup):
                assert word in group.commands, command
                group = group.commands[word]


@LANGS
def test_the_chart_has_words_and_a_table_with_the_same_numbers(lang: Lang) -> None:
    letter = render(MessageKind.DIGEST, DIGEST, lang)
    page = Page(letter.html)
    (alt,) = [value for name, value in page.attributes if name == "alt"]
    newest = WEEKS[-1]
    for number in (newest.opened, newest.resolved, newest.open, 2):
        assert str(number) in alt
    assert f"cid:{CHART}" in letter.html
    rows = re.findall(r"<tr>(.*?)</tr>", letter.html, re.DOTALL)
    for week in WEEKS:
        (row,) = [row for row in rows if re.search(rf"[TW]{week.iso_week} · ", row)]
        counts = re.findall(r">(\d+)<", row)
        assert counts == ([] if week.blind else [str(week.opened), str(week.resolved), str(week.open)])
        assert f"{week.whole}/{week.looked}" in row


def test_places_stand_with_last_weeks_and_the_denominator() -> None:
    letter = render(MessageKind.DIGEST, DIGEST, "vi")
    for text in (letter.text, shown(letter.html)):
        assert "▲ 2 bậc (tuần trước: 4)" in text
        assert "▼ 1 bậc (tuần trước: 2)" in text
        assert "= (tuần trước: 1)" in text
        assert "tuần trước chưa xếp" in text
        assert "28/29" in text
        assert "96 %" in text, "cut down, never rounded up"
        assert "kênh đăng tải chưa truy cập được đầy đủ: Sở Giáo dục và Đào tạo (6/8, 7 chờ xem lại)" in text
        assert "ít hơn 5 nghĩa vụ đã kết luận: Trường THCS Tân Phú (2/3)" in text


def test_a_long_ranking_shows_both_ends_and_the_text_holds_all() -> None:
    rows = tuple(RankRow(n, n, Tally(f"a{n}", f"Sở số {n:03}", 100 - n, 100)) for n in range(1, 60))
    data = replace(DIGEST, ranking=Ranking(RANKING.since, rows, rows and tuple(r.tally for r in rows), (), 5))
    letter = render(MessageKind.DIGEST, data, "vi")
    table = shown(letter.html)
    assert "44 đơn vị ở giữa" in table
    assert "Sở số 005" in table
    assert "Sở số 059" in table
    assert all(f"Sở số {n:03}" in letter.text for n in range(1, 60))
    assert len(letter.html.encode()) < 100_000


def test_a_late_digest_says_why_and_what_is_only_as_of_now() -> None:
    for data, why in (
        (LATE_DIGEST, "lúc đến giờ gửi (07:00 ngày 21/9/2026) hệ thống không chạy"),
        (BROKEN_OFF, "bắt đầu lúc 07:04 ngày 21/9/2026 đã bị ngắt giữa chừng"),
    ):
        letter = render(MessageKind.DIGEST, data, "vi")
        for text in (letter.text, shown(letter.html)):
            assert "Bản tin này đến muộn, vì" in text
            assert why in text
            assert "chỉ có thể nêu theo tình hình lúc lập thư" in text
    assert "đến muộn" not in render(MessageKind.DIGEST, DIGEST, "vi").text


@LANGS
@pytest.mark.parametrize(
    "data", [AGENCY_DIGEST, AGENCY_LINKED, AGENCY_QUIET], ids=["plain", "linked", "quiet"]
)
def test_an_agency_is_informed_and_never_accused(data, lang: Lang) -> None:
    letter = render(MessageKind.AGENCY_DIGEST, data, lang)
    whole = (letter.subject + letter.text + shown(letter.html)).lower()
    for word in ("vi phạm", "sai phạm", "xử phạt", "violation", "penalt", "monitor case", "monitor status"):
        assert word not in whole
    page = Page(letter.html)
    assert page.unbalanced == []
    assert len(letter.html.encode()) < 40_000


def test_an_agency_sees_what_is_open_awaited_mended_and_due() -> None:
    letter = render(MessageKind.AGENCY_DIGEST, AGENCY_LINKED, "vi")
    for text in (letter.text, shown(letter.html)):
        for expected in (
            "2 việc đang mở",
            "1 việc đã khắc phục",
            "2 câu trả lời đang chờ",
            "1 hạn trong 7 ngày tới",
            "đến hết 24/9/2026",
            "đã qua ngày 18/9/2026, vẫn nhận trả lời",
            "Cảm ơn đơn vị",
            "hạn 23/9/2026",
            "Không truy cập được từ 08:10 ngày 21/9/2026",
        ):
            assert expected in text
    hrefs = [value for name, value in Page(letter.html).attributes if name == "href"]
    assert "https://giam-sat.example.org/tra-loi/HS-2026-0417.0123" in hrefs
    assert all(
        link.replace("&", "&") in hrefs for link in (AGENCY_LINKED.links.open, AGENCY_LINKED.links.mended)
    )


def test_a_quiet_week_of_an_agency_says_that_we_watch() -> None:
    letter = render(MessageKind.AGENCY_DIGEST, AGENCY_QUIET, "vi")
    assert letter.subject.endswith("Bản tin tuần 38/2026: không có gì mới")
    assert "Không có gì mới; hệ thống vẫn theo dõi 3 nguồn" in letter.text


def test_the_chart_stands_on_a_light_card_in_the_dark_too() -> None:
    html = render(MessageKind.DIGEST, DIGEST, "vi").html
    (picture,) = re.findall(r"<img [^>]*>", html)
    assert f"background:{LIGHT['card']}" in picture
    assert "class" not in picture, "the dark theme must not turn the card's ground"
