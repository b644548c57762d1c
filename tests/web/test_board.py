"""Bảng công khai như người dân mở: thứ hạng, khoảng trống, việc được phép nêu, tệp tải về cùng số.
The public board as anybody opens it: ranks, gaps, what may be told, and downloads with the same numbers."""

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest
import requests

from monitor.board.standing import percent
from monitor.config import OpenData
from tests.steps.subscribers import Town
from tests.web.board_town import WORLD, board_town
from tests.web.served import Visit, serving, words

WHOLE = "/bang/tai-ve/toan-tinh"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def rows_on_page(text: str) -> list[tuple[str, ...]]:
    """The body rows of every table of agencies: the words of each cell."""
    found = []
    for table in re.findall(r'<table class="standing.*?</table>', text, re.S):
        for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S):
            cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
            found.append(tuple(" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in cells))
    return found


def as_csv(answer: requests.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def as_xlsx(answer: requests.Response) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def as_json(answer: requests.Response) -> list[list[Any]]:
    return [list(row.values()) for row in json.loads(answer.content)["rows"]]


def test_before_anything_was_counted_the_page_says_what_will_be_there(visit: Visit) -> None:
    assert "Chưa có số liệu" in words(visit.get("/bang"))
    agency = visit.town.line.agencies[0].id
    assert "Chưa có số liệu" in words(visit.get(f"/bang/{agency}"))
    assert visit.get(f"{WHOLE}.csv").status_code == 404


def test_agencies_stand_in_their_order_and_apart_where_too_little_is_known(town: Town) -> None:
    with board_town(town) as visit:
        rows = rows_on_page(visit.get("/bang").text)
    assert [row[:3] for row in rows[:2]] == [
        ("1", "Sở Mẫu", "82% 9/11"),
        ("2", "=Sở Ba &amp; &lt;b&gt;đậm&lt;/b&gt;", "38% 3/8"),
    ]
    assert [(row[0], row[1], row[4]) for row in rows[2:]] == [
        ("Sở Khuất", "100% 6/6", "4/10"),
        ("Sở Ít Việc", "50% 1/2", "0/2"),
    ]


def test_the_method_stands_on_every_page_in_both_languages(town: Town) -> None:
    with board_town(town) as visit:
        for path in ("/bang", "/bang/so-mau"):
            assert "Trọng số: mỗi nghĩa vụ tính là một" in words(visit.get(path))
            assert "Weights: every duty counts one" in words(visit.get(f"{path}?lang=en"))


@pytest.mark.parametrize(
    ("order", "first"), [("", "Sở Mẫu"), ("cham", "Sở Mẫu"), ("ten", "=Sở"), ("la-gi", "Sở Mẫu")]
)
def test_the_order_is_in_the_address_and_an_unknown_one_is_that_of_the_ranks(
    town: Town, order: str, first: str
) -> None:
    with board_town(town) as visit:
        rows = rows_on_page(visit.get(f"/bang?xep={order}").text)
    assert rows[0][1].startswith(first)


def test_a_month_out_of_sight_is_drawn_as_a_gap_and_said_in_the_table(town: Town) -> None:
    with board_town(town) as visit:
        page = visit.get("/bang/so-toi")
    assert "chưa truy cập được" in page.text.split('<div class="wide-chart"')[1].split("</svg>")[0]
    gaps = re.findall(r'<tr class="gap"><th scope="row">([^<]*)</th>', page.text)
    assert gaps == ["8/2026", "7/2026"]
    assert not re.search(r'class="gap".*?>0%', page.text.split("board-months")[1].split("</table>")[0], re.S)


def test_nothing_on_the_pages_needs_what_the_policy_forbids(town: Town) -> None:
    with board_town(town) as visit:
        for path in ("/bang", "/bang/so-mau"):
            answer = visit.get(path)
            assert "style=" not in answer.text
            assert "<style" not in answer.text
            assert "<script" not in answer.text
            assert "unsafe-inline" not in answer.headers["content-security-policy"]
            assert len(answer.content) < 100_000


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_download_has_the_numbers_of_the_page(town: Town, form: str) -> None:
    read = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}[form]
    with board_town(town) as visit:
        shown = rows_on_page(visit.get("/bang").text)
        answer = visit.get(f"{WHOLE}.{form}")
        found = read(answer)
    assert f"bang-toan-tinh-2026-09-21.{form}" in answer.headers["content-disposition"]
    body = [[str(cell if cell is not None else "") for cell in row] for row in found][form != "json" :]
    assert len(body) == len(WORLD) + 1
    for row, cells in zip(body[:-1], shown, strict=True):
        group, place, agency, name, full, checked, full_percent, _, on_time, concluded, share, *_ = row
        start = 1 if place else 0
        assert (group == "xếp hạng") == bool(place)
        assert cells[0] == (place or name)
        assert cells[start + 1] == f"{share}% {on_time}/{concluded}"
        told = f"{full_percent}% {full}/{checked}" if full_percent else "chưa kiểm tra được"
        assert cells[start + 2] == told
        assert int(share) == percent(int(on_time), int(concluded))
        assert agency in WORLD


def test_cells_are_never_formulas(town: Town) -> None:
    with board_town(town) as visit:
        rows = as_csv(visit.get(f"{WHOLE}.csv"))
        book = openpyxl.load_workbook(io.BytesIO(visit.get(f"{WHOLE}.xlsx").content))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULAS)]
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert "=Sở Ba & <b>đậm</b>" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_csv_opens_in_a_spreadsheet_of_any_country(town: Town) -> None:
    with board_town(town) as visit:
        body = visit.get(f"{WHOLE}.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    text = body.decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    numbers = [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell[:1].isdigit()]
    assert all(cell.isdecimal() for cell in numbers if cell != "13")


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_months_of_an_agency_are_those_of_its_page(town: Town, form: str) -> None:
    read = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}[form]
    with board_town(town) as visit:
        page = visit.get("/bang/so-toi").text.split("board-months")[1].split("</table>")[0]
        found = read(visit.get(f"/bang/tai-ve/so-toi.{form}"))[form != "json" :]
    shown = re.findall(r'<th scope="row">([^<]*)</th>\s*<td>(.*?)</td>', page, re.S)
    assert [f"{int(row[0][5:])}/{row[0][:4]}" for row in reversed(found)] == [month for month, _ in shown]
    for row, (_, cell) in zip(reversed(found), shown, strict=True):
        assert (row[-1] == "có") == ("chưa truy cập được" in cell)
        assert row[7] in ("", None) if row[-1] == "có" else f"{row[7]}%" in cell


def test_a_download_is_told_unchanged_and_equal_bytes_come_twice(town: Town) -> None:
    with board_town(town) as visit:
        for form in ("csv", "xlsx", "json"):
            first = visit.get(f"{WHOLE}.{form}")
            again = visit.get(f"{WHOLE}.{form}", headers={"If-None-Match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("publish", "told", "hidden"),
    [
        ("aggregates", "chỉ công khai số liệu tổng hợp", ["HS-2026-0001", "HS-2026-0003", "Đã đăng"]),
        ("confirmed", "HS-2026-0001", ["HS-2026-0003", "HS-2026-0002"]),
        ("all", "HS-2026-0003", ["HS-2026-0002"]),
    ],
)
def test_items_are_public_only_as_settings_allow(
    town: Town, publish: str, told: str, hidden: list[str]
) -> None:
    with board_town(town, OpenData(publish=publish)) as visit:
        text = words(visit.get("/bang/so-mau"))
    assert told in text
    assert not [one for one in (*hidden, "tt.a", "tt.b", "nội bộ", "0912") if one in text]


def test_the_agencys_reply_stands_beside_its_item(town: Town) -> None:
    with board_town(town) as visit:
        page = visit.get("/bang/so-mau").text
        other = words(visit.get("/bang/so-ba"))
    assert "HS-2026" not in other
    assert "Đã đăng &lt;b&gt;lại&lt;/b&gt;, hỏi […]</blockquote>" in page


@pytest.mark.parametrize(
    "path",
    [
        "/bang/khong-co",
        "/bang/tai-ve/khong-co.csv",
        f"{WHOLE}.exe",
        "/bang/tai-ve/..%2f..%2fetc.csv",
        "/bang/%00",
    ],
)
def test_what_is_not_there_is_not_found(town: Town, path: str) -> None:
    with board_town(town) as visit:
        assert visit.get(path).status_code == 404


def test_pages_work_under_a_path(town: Town) -> None:
    with board_town(town) as visit, serving(visit.town, web_url="https://mau.example/giam-sat") as below:
        page = below.get("/bang").text
    assert 'href="/giam-sat/bang/so-mau?lang=vi"' in page
    assert page.partition("<footer>")[0].count('href="/giam-sat/du-lieu-mo?lang=vi"') == 1
    assert 'href="/giam-sat/bang/tai-ve/toan-tinh.csv?lang=vi"' in page
