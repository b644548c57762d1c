"""Tệp CSV kế hoạch lựa chọn nhà thầu trong ngày (không có dòng tiêu đề).
The plan CSV of public crawls of 2023: no header, blank lines between rows, every row repeated."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from monitor.domain.procurement import Package, Plan
from monitor.domain.times import Moment, from_vietnam
from monitor.domain.vocabulary import Precision
from sources.egp.audit import Audit
from sources.egp.codelists import code_of_label
from sources.egp.personal import masked
from sources.imports.handed import SOURCE_ID, Handover, HandoverKind, RejectedRow, RowProblem
from sources.imports.literal import read_list
from sources.text import clean

# The last two name the decision's file; its link leads to an agent on the reader's own machine.
COLUMNS = [
    "planNo",
    "name",
    "planVersion",
    "projectName",
    "investTarget",
    "investorName",
    "bidPack",
    "period",
    "pgroup",
    "pform",
    "isOda",
    "location",
    "investTotal",
    "decisionNo",
    "decisionDate",
    "decisionAgency",
    "unused",
    "packages",
    "packageDetails",
    "identity",
    "publicDate",
    "planType",
    "fileName",
    "fileLink",
]
# Plans made before September 2022 keep their 11-digit number YYYYMMnnnnn (egp-api §6.1).
_PLAN_NO = re.compile(r"PL\d{10}|20\d{9}")
_PACKAGE_PARTS = 13
_DETAIL_PARTS = 16


def looks_like_plan_csv(text: str) -> bool:
    """Whether the first row that is not blank has the 24 columns and begins with a plan number."""
    for _line, row in _rows(text[:200_000]):
        return isinstance(row, list) and len(row) == len(COLUMNS) and bool(_PLAN_NO.fullmatch(row[0].strip()))
    return False


def read_plan_csv(text: str, digest: str) -> Handover:
    """Every distinct plan of the file, with its packages; formulas in cells are text like any other."""
    audit = Audit(SOURCE_ID)
    plans: dict[tuple[str, str], Plan] = {}
    rejected: list[RejectedRow] = []
    rows = repeated = 0
    for line, row in _rows(text):
        rows += 1
        try:
            if isinstance(row, csv.Error):
                raise RowProblem("dòng không đúng cú pháp CSV", f"not CSV: {row}")
            plan = _plan(row, audit)
        except RowProblem as problem:
            rejected.append(problem.rejected(line))
            continue
        key = (plan.plan_no, plan.version)
        if key in plans and plans[key] != plan:
            clash = RowProblem(
                f"kế hoạch {plan.plan_no}-{plan.version} đã có ở dòng trước với nội dung khác",
                f"plan {plan.plan_no}-{plan.version} stands in an earlier row with other content",
            )
            rejected.append(clash.rejected(line))
            continue
        repeated += key in plans
        plans[key] = plan
    return Handover(
        HandoverKind.PLAN_CSV,
        digest,
        tuple(plans.values()),
        rejected=tuple(rejected),
        oddities=audit.oddities,
        rows=rows,
        repeated=repeated,
    )


def _rows(text: str) -> Iterator[tuple[int, "list[str] | csv.Error"]]:
    """Rows with the line they begin at; blank ones left out."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
            continue
        if any(cell.strip() for cell in row):
            yield line, row


def _plan(row: list[str], audit: Audit) -> Plan:
    if len(row) != len(COLUMNS):
        raise RowProblem(f"có {len(row)} cột, cần {len(COLUMNS)}", f"{len(row)} columns, not {len(COLUMNS)}")
    cell = dict(zip(COLUMNS, row, strict=True))
    plan_no = cell["planNo"].strip()
    if not _PLAN_NO.fullmatch(plan_no):
        raise RowProblem(f"“{plan_no[:30]}” không phải mã kế hoạch PL", f"{plan_no[:30]!r} is no plan number")
    plan_type = cell["planType"].strip()
    if not code_of_label("plan_type", plan_type):
        audit.report("plan_csv.planType", plan_type, plan_no)
    identity = _list(cell, "identity")
    packages = tuple(_packages(cell, plan_no, audit))
    kept = {key: masked(value) for key, value in cell.items() if key not in ("packages", "packageDetails")}
    return Plan(
        plan_no=plan_no,
        version=cell["planVersion"].strip(),
        native_id=str(identity[0]) if identity else "",
        name=clean(cell["name"]),
        buyer_name=clean(cell["investorName"]),
        buyer_code="",
        published=_published(cell["publicDate"]),
        decision_no=clean(cell["decisionNo"]),
        decision_date=_day(cell["decisionDate"]),
        decision_agency=clean(cell["decisionAgency"]),
        project_name=clean(cell["projectName"]),
        total=_money(cell["investTotal"]),
        packages=packages,
        package_names=tuple(package.name for package in packages),
        raw=kept,
    )


def _packages(cell: dict[str, str], plan_no: str, audit: Audit) -> Iterator[Package]:
    """The two lists describe the same packages in the same order, each with its own part."""
    short, full = _list(cell, "packages"), _list(cell, "packageDetails")
    if len(short) != len(full) or str(len(short)) != cell["bidPack"].strip():
        raise RowProblem(
            f"ghi {cell['bidPack']} gói thầu nhưng liệt kê {len(short)} và {len(full)}",
            f"says {cell['bidPack']} packages but lists {len(short)} and {len(full)}",
        )
    for part, detail in zip(short, full, strict=True):
        if not _is_list(part, _PACKAGE_PARTS) or not _is_list(detail, _DETAIL_PARTS):
            raise RowProblem("danh sách gói thầu không đúng mẫu", "package list of unknown form")
        bid_no, native_id = clean(str(detail[15])), clean(str(part[9]))
        yield Package(
            key=bid_no or native_id,
            native_id=native_id,
            bid_no=bid_no,
            plan_no=plan_no,
            name=clean(str(part[0])),
            price=_money(str(part[2])),
            main_procurement_category=_code(audit, "invest_field", part[1], bid_no),
            procurement_method_details=_code(audit, "bid_form", part[4], bid_no),
            bid_mode=_code(audit, "bid_mode", part[5], bid_no),
            process_apply=_code(audit, "process_apply", detail[0], bid_no),
            is_online=_yes(audit, part[11], "Qua mạng", "Không qua mạng", bid_no),
            is_domestic=_yes(audit, part[10], "Trong nước", "Quốc tế", bid_no),
            raw={"package": masked(part), "detail": masked(detail)},
        )


def _is_list(value: Any, length: int) -> bool:
    return isinstance(value, list) and len(value) == length


def _code(audit: Audit, list_name: str, value: Any, example: str) -> str:
    text = clean(str(value or ""))
    code = code_of_label(list_name, text)
    if text and not code:
        audit.report(f"plan_csv.{list_name}", text, example)
    return code or text


def _yes(audit: Audit, value: Any, yes: str, no: str, example: str) -> bool | None:
    text = clean(str(value or ""))
    if text not in ("", yes, no):
        audit.report("plan_csv.yes_no", text, example)
    return {yes: True, no: False}.get(text)


def _list(cell: dict[str, str], column: str) -> list[Any]:
    try:
        return read_list(cell[column])
    except ValueError as error:
        raise RowProblem(f"cột {column} không đọc được", f"column {column} unreadable: {error}") from error


def _money(text: str) -> int | None:
    stripped = text.strip()
    if not stripped:
        return None
    if not re.fullmatch(r"\d{1,18}(\.\d{1,6})?", stripped):
        raise RowProblem(f"số tiền “{stripped[:30]}” không đọc được", f"amount {stripped[:30]!r} unreadable")
    return round(float(stripped))


def _published(text: str) -> Moment:
    try:
        naive = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - Việt Nam time
    except ValueError as error:
        raise RowProblem(f"ngày đăng “{text[:30]}” không đọc được", f"publication {text[:30]!r}") from error
    return Moment(from_vietnam(naive), Precision.SECOND, "file")


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%Y/%m/%d %H:%M:%S").date()  # noqa: DTZ007 - a day
    except ValueError as error:
        raise RowProblem(
            f"ngày quyết định “{text[:30]}” không đọc được", f"decision {text[:30]!r}"
        ) from error
