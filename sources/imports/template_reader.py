"""Đọc tệp mẫu bàn giao đã điền.
Reads a filled hand-over template: bad rows are named, the good ones go in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from monitor.domain.procurement import Package, Plan, Record
from monitor.domain.sources import Oddity, Sighting
from sources.imports.cells import read_cell
from sources.imports.columns import EXAMPLE_MARK, GUIDE_SHEET, LIST_SHEET, SHEETS, Sheet
from sources.imports.handed import SOURCE_ID, Handover, HandoverKind, RejectedRow, RowProblem, refused
from sources.imports.template_rows import (
    notice_of,
    package_of,
    plan_of,
    result_of,
    sighting_of,
    with_packages,
)
from sources.imports.workbook import MAX_ROWS, SheetRows, read_sheets

_KEY_ROW = 2


class _Filled:
    """What has been read of one workbook so far."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.plans: dict[tuple[str, str], Plan] = {}
        self.packages: dict[tuple[str, str], list[tuple[int, Package]]] = defaultdict(list)
        self.others: dict[tuple[str, str], Record] = {}
        self.sightings: dict[str, Sighting] = {}
        self.rejected: list[RejectedRow] = []
        self.oddities: dict[tuple[str, str], Oddity] = {}
        self.rows = 0
        self.repeated = 0

    def add(self, kind: str, cells: Mapping[str, Any], line: int) -> None:
        """Turn one row into its record; a later row with the same key replaces the earlier."""
        if kind == "packages":
            key, package = package_of(cells)
            self.packages[key].append((line, package))
        elif kind == "plans":
            plan = plan_of(cells)
            self.repeated += (plan.plan_no, plan.version) in self.plans
            self.plans[plan.plan_no, plan.version] = plan
        elif kind == "sightings":
            sighting = sighting_of(cells, self.now)
            self.repeated += sighting.id in self.sightings
            self.sightings[sighting.id] = sighting
        else:
            record = notice_of(cells) if kind == "notices" else result_of(cells)
            self.repeated += (kind, record.native_id) in self.others
            self.others[kind, record.native_id] = record


def read_template(name: str, body: bytes, digest: str, now: datetime) -> Handover:
    """The records and sightings of a filled template.

    Raises `ImportRefused` when the workbook cannot be read or none of its sheets is the template's.
    """
    known = {sheet.title: sheet for sheet in SHEETS}
    filled = _Filled(now)
    found = False
    for sheet in read_sheets(name, body):
        if sheet.title in known:
            found = True
            _read_sheet(name, sheet, known[sheet.title], filled)
        elif sheet.title not in (GUIDE_SHEET, LIST_SHEET) and sheet.rows:
            problem = RowProblem(
                f"trang “{sheet.title}” không có trong mẫu", f"sheet {sheet.title!r} unknown"
            )
            filled.rejected.append(problem.rejected(0, sheet.title))
    if not found:
        what = "không có trang nào của tệp mẫu. Hãy điền vào tệp mẫu: monitor import --template."
        raise refused(name, what, "no sheet of the template")
    return _handover(filled, digest)


def _read_sheet(name: str, sheet: SheetRows, known: Sheet, filled: _Filled) -> None:
    keys = next((row for number, row in sheet.rows if number == _KEY_ROW), ())
    places = {str(key).strip(): at for at, key in enumerate(keys) if key not in (None, "")}
    missing = [column.title for column in known.columns if column.required and column.key not in places]
    if missing:
        what = f"trang “{sheet.title}” thiếu cột {', '.join(missing)} ở dòng 2. Hãy dùng lại tệp mẫu."
        raise refused(name, what, f"sheet {known.key} lacks required columns")
    for key in places.keys() - {column.key for column in known.columns}:
        oddity = Oddity(SOURCE_ID, f"template.{known.key}", key)
        filled.oddities.setdefault((oddity.where, oddity.value), oddity)
    for number, cells in _data(sheet, places):
        filled.rows += 1
        try:
            read = {c.key: read_cell(cells.get(c.key), c, filled.now) for c in known.columns}
            filled.add(known.key, read, number)
        except RowProblem as problem:
            filled.rejected.append(problem.rejected(number, sheet.title))
    if sheet.cut:
        limit = RowProblem(f"chỉ đọc {MAX_ROWS} dòng đầu; hãy chia tệp", f"only {MAX_ROWS} rows read")
        filled.rejected.append(limit.rejected(MAX_ROWS, sheet.title))


def _data(sheet: SheetRows, places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows below the two header rows, the example left out, as key → cell."""
    for number, row in sheet.rows:
        if number <= _KEY_ROW:
            continue
        cells = {key: row[at] for key, at in places.items()}
        note = str(cells.get("note") or "")
        if not note.strip().upper().startswith(EXAMPLE_MARK) and any(
            value not in (None, "") for key, value in cells.items() if key != "note"
        ):
            yield number, cells


def _handover(filled: _Filled, digest: str) -> Handover:
    title = next(sheet.title for sheet in SHEETS if sheet.key == "packages")
    plans = [
        with_packages(plan, (package for _line, package in filled.packages.pop(key, [])))
        for key, plan in filled.plans.items()
    ]
    for (plan_no, version), orphans in filled.packages.items():
        problem = RowProblem(
            f"kế hoạch {plan_no}-{version} không có trong trang “Kế hoạch”",
            f"plan {plan_no}-{version} is not in the plans sheet",
        )
        filled.rejected.extend(problem.rejected(line, title) for line, _package in orphans)
    return Handover(
        HandoverKind.TEMPLATE,
        digest,
        (*plans, *filled.others.values()),
        tuple(filled.sightings.values()),
        tuple(filled.rejected),
        tuple(filled.oddities.values()),
        filled.rows,
        filled.repeated,
    )
