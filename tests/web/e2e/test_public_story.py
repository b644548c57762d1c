"""Công chúng: xem bảng, mở một đơn vị, tải số liệu; số trên trang và trong ba tệp là một.
The public: the board, one agency, downloads; the page and the three files say the same."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.web.e2e.browser import Visitor

Enter = Callable[..., Visitor]


def _csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def _xlsx(path: Path) -> list[list[str]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    book.close()
    return rows


def _json(path: Path) -> list[list[str]]:
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return [["" if value is None else str(value) for value in row.values()] for row in rows]


def _downloads(one: Visitor, folder: Path) -> dict[str, Path]:
    found = {}
    for form in ("csv", "xlsx", "json"):
        with one.page.expect_download() as loading:
            one.page.locator(f"#tai-ve ~ p a[href*='.{form}']").click()
        path = folder / loading.value.suggested_filename
        loading.value.save_as(path)
        found[form] = path
    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_board_agency_and_the_same_numbers_in_every_file(enter: Enter, tmp_path: Path, lang: str) -> None:
    one = enter(accept_downloads=True)
    page = one.go(f"/?lang={lang}")
    page.locator("nav.rooms a[href*='/bang']").click()
    files = _downloads(one, tmp_path)
    rows = _csv(files["csv"])
    assert len(rows) > 5
    assert _xlsx(files["xlsx"]) == rows
    assert _json(files["json"]) == rows[1:]

    shown = page.locator("table.standing tbody tr")
    names = {row[3]: row for row in rows[1:] if row[3]}
    assert shown.count() == len(names)
    for line in shown.all():
        row = names[line.locator("th").inner_text()]
        on_time = re.findall(r"\d+", line.locator("td[data-w]").first.inner_text())
        assert on_time == ([row[10], row[8], row[9]] if row[10] else []), row

    name = shown.first.locator("th a").inner_text()
    shown.first.locator("th a").click()
    assert page.locator("h1").inner_text() == name
    mine = _downloads(one, tmp_path)
    assert _xlsx(mine["xlsx"]) == _csv(mine["csv"])
    assert _json(mine["json"]) == _csv(mine["csv"])[1:]
    months = page.locator("table.board-months tbody tr")
    assert months.count() == len(_csv(mine["csv"])) - 1


def test_the_other_language_and_the_dark_ground_are_remembered(enter: Enter) -> None:
    page = enter().go("/bang")
    page.locator("details.who summary").click()
    page.get_by_role("button", name="Tối").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("details.who summary").click()
    page.get_by_role("button", name="English").click()
    page.goto(page.url.partition("?")[0])
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", ground)[:3])) < 200
