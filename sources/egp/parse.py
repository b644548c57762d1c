"""Đọc các câu trả lời của Mạng đấu thầu quốc gia thành hồ sơ.
Reads answers of the national network into records; strict, and nothing unknown is dropped.

`capture_id` names the archived answer; `source_id` is the source it came from. Every function
raises `SourceChanged` when the answer cannot be what it should be.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from monitor.domain.errors import SourceChanged
from monitor.domain.procurement import Notice, Opening, Plan, Result
from sources.egp.audit import Audit
from sources.egp.award import read_opening, read_result
from sources.egp.notice import read_notice
from sources.egp.parsed import Parsed, SearchPage, SearchRow
from sources.egp.plan import read_plan
from sources.egp.rows import read_row


def parse_search_page(
    payload: Any,
    source_id: str,
    capture_id: str = "",
    known: Mapping[tuple[str, str], SearchRow] = MappingProxyType({}),
) -> SearchPage:
    """A page of `smart/search`: its rows as records, and where it stands in the list (egp-api §2.3).

    `known` are rows of earlier pages by type and id: one that reads the same, word for word, is not
    read again (the pass by buyer names shows most rows a second time).
    """
    audit = Audit(source_id)
    page = audit.inspect(payload, "search_answer")["page"]
    content, total = page["content"], page["totalElements"]
    if not isinstance(content, list) or not isinstance(total, int):
        raise SourceChanged(
            source_id,
            "search_page: content is not a list or totalElements not a number",
            reason="missing_key",
            vi=f"Nguồn {source_id}: trang tìm kiếm không có danh sách dòng như đã biết. Cần xem bản lưu.",
        )
    current = page.get("currentPage")
    return SearchPage(
        rows=tuple(_row(row, audit, capture_id, known) for row in content),
        oddities=audit.oddities,
        total=total,
        last=bool(page["last"]),
        page=current if isinstance(current, int) else -1,
    )


def _row(row: Any, audit: Audit, capture_id: str, known: Mapping[tuple[str, str], SearchRow]) -> SearchRow:
    if known and isinstance(row, dict):
        kind, native_id = row.get("type"), row.get("id")
        if isinstance(kind, str) and isinstance(native_id, str):
            seen = known.get((kind, native_id))
            if seen is not None and seen.raw == row:
                return seen.shown_again(capture_id)
    return read_row(row, audit, capture_id)


def parse_plan_detail(
    payload: Any, source_id: str, capture_id: str = "", row: Plan | None = None
) -> Parsed[Plan]:
    """A plan with its packages; `row` is the plan as the search showed it."""
    audit = Audit(source_id)
    plan = read_plan(payload, audit, capture_id, row)
    return Parsed((plan,), audit.oddities)


def parse_notice_detail(
    payload: Any, source_id: str, capture_id: str = "", row: Notice | None = None
) -> Parsed[Notice]:
    """A notice by any of its three routes; `row` is the notice as the search showed it."""
    audit = Audit(source_id)
    notice = read_notice(payload, audit, capture_id, row)
    return Parsed((notice,), audit.oddities)


def parse_opening(
    payload: Mapping[str, Any], source_id: str, capture_id: str = ""
) -> Parsed[Notice | Opening]:
    """An opening from its calls by name (`notify`, `roundmng`, `bid_open`…), with its notice when there."""
    audit = Audit(source_id)
    notice, opening = read_opening(payload, audit, capture_id)
    return Parsed((notice, opening) if notice else (opening,), audit.oddities)


def parse_result(
    payload: Any, source_id: str, capture_id: str = "", row: Result | None = None
) -> Parsed[Result]:
    """A result with its winners; `row` is the result as the search showed it."""
    audit = Audit(source_id)
    result = read_result(payload, audit, capture_id, row)
    return Parsed((result,), audit.oddities)
