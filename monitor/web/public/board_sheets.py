"""Bảng và xu hướng của một đơn vị dưới dạng bảng số để tải về.
The board, and the trend of one agency, as sheets to download: the very lines that the pages show."""

from collections.abc import Iterable, Mapping, Sequence

from monitor.board.standing import full_percent, percent
from monitor.domain.board import BoardTable, Counted, Measures, MonthPoint
from monitor.domain.times import due_day, vietnam_day
from monitor.web.public.sheets import Cell, Column, Sheet
from monitor.web.wording import PageWords

MEASURES = (
    "full", "checked", "full_percent", "unverified", "on_time", "concluded", "on_time_percent",
    "unseen", "late", "median_delay",
)  # fmt: skip


def board_sheet(table: BoardTable, counted: Counted, method: tuple[str, ...], said: PageWords) -> Sheet:
    """One row an agency, the province last."""
    groups = (("ranked", table.ranked), ("unseen", table.unseen), ("few", table.few))
    rows: list[tuple[Cell, ...]] = [
        (
            said.say(f"board_group_{group}"),
            line.place,
            line.agency_id,
            line.agency_name,
            *_cells(line.measures),
            _on_time(line.before),
        )
        for group, lines in groups
        for line in lines
    ]
    province = said.say("board_group_province")
    rows.append((province, None, "", "", *_cells(table.total), _on_time(table.total_before)))
    columns = _columns(
        said,
        [("group", "board_group"), ("place", "board_place"), ("agency_id", "board_col_agency_id"),
         ("agency_name", "board_agency")],
        [("before_percent", "board_col_before_percent")],
    )  # fmt: skip
    return _sheet(said.say("board_nav"), columns, rows, counted, method, said)


def months_sheet(
    name: str,
    agency_id: str,
    points: Iterable[MonthPoint],
    counted: Counted,
    method: tuple[str, ...],
    said: PageWords,
) -> Sheet:
    """One row a month. Where the page draws a gap the percentages are empty, and `gap` says so."""
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        cells = dict(zip(MEASURES, _cells(point.measures), strict=True))
        cells |= {"on_time_percent": point.on_time_percent, "full_percent": point.full_percent}
        rows.append((point.month, *cells.values(), said.say("board_yes") if point.blind else ""))
    columns = _columns(said, [("month", "board_month")], [("gap", "board_col_blind")])
    about = {"agency_id": agency_id, "agency_name": name}
    return _sheet(said.say("board_trend"), columns, rows, counted, method, said, about)


def _sheet(
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[Cell, ...]],
    counted: Counted,
    method: tuple[str, ...],
    said: PageWords,
    about: Mapping[str, str] | None = None,
) -> Sheet:
    told = {
        **(about or {}),
        "due_from": vietnam_day(counted.span.start).isoformat(),
        "due_to": due_day(counted.span.end).isoformat(),
        "counted_at": counted.at.isoformat(),
    }
    return Sheet(name, columns, tuple(rows), method, said.say("board_method"), told, counted.at)


def _columns(
    said: PageWords, first: Iterable[tuple[str, str]], last: Iterable[tuple[str, str]]
) -> tuple[Column, ...]:
    named = [*first, *((key, f"board_col_{key}") for key in MEASURES), *last]
    return tuple(Column(key, said.say(words)) for key, words in named)


def _cells(one: Measures) -> tuple[Cell, ...]:
    return (
        one.full,
        one.checked,
        full_percent(one),
        one.unverified,
        one.on_time,
        one.concluded,
        percent(one.on_time, one.concluded),
        one.unseen,
        one.late,
        one.median_delay,
    )


def _on_time(one: Measures | None) -> int | None:
    return None if one is None else percent(one.on_time, one.concluded)
