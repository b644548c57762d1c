"""Câu trả lời nguyên bản của Mạng đấu thầu quốc gia, lưu thành tệp JSON.
Raw answers of the national network saved as JSON, with or without a collector's wrapper."""

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.domain.errors import SourceChanged
from monitor.domain.procurement import Plan, Record
from sources.egp.audit import Audit
from sources.egp.award import read_opening, read_result
from sources.egp.notice import read_notice
from sources.egp.plan import read_plan
from sources.egp.rows import read_row
from sources.imports.handed import SOURCE_ID, Handover, HandoverKind, RejectedRow, RowProblem
from sources.imports.notice_list import looks_like_notice, read_notice_item

_WRAPPERS = ("payload", "data", "body")
_DETAIL_KEYS = frozenset({"bidoNotifyContractorM", "bidoNotifyContractorP", "bidNoContractorResponse"})


def read_network_json(value: Any, digest: str) -> Handover | None:
    """The records of one answer, or of a list of answers, rows or normalised notices.

    `None` when nothing in the value is known. Items that cannot be read are rejected by their
    place in the list, counted from 1.
    """
    audit = Audit(SOURCE_ID)
    records: dict[tuple[str, ...], Record] = {}
    rejected: list[RejectedRow] = []
    rows = repeated = 0
    kinds = set()
    for place, item in enumerate(_items(value), start=1):
        rows += 1
        kinds.add(HandoverKind.NOTICE_LIST if looks_like_notice(item) else HandoverKind.NETWORK_JSON)
        try:
            found = _read(item, audit)
        except RowProblem as problem:
            rejected.append(problem.rejected(place))
            continue
        except SourceChanged as error:
            rejected.append(RejectedRow(place, "câu trả lời không đúng mẫu đã biết", str(error)))
            continue
        before = len(records)
        records.update({_key(record): record for record in found})
        repeated += bool(found) and len(records) == before
    if not records and rows == len(rejected) and all("unknown" in row.reason_en for row in rejected):
        return None
    kind = HandoverKind.NOTICE_LIST if kinds == {HandoverKind.NOTICE_LIST} else HandoverKind.NETWORK_JSON
    return Handover(
        kind,
        digest,
        tuple(records.values()),
        rejected=tuple(rejected),
        oddities=audit.oddities,
        rows=rows,
        repeated=repeated,
    )


def _items(value: Any) -> Iterator[Any]:
    """Rows of search pages one by one, elements of lists, or the answer itself."""
    if isinstance(value, list):
        for item in value:
            yield from _items(item)
        return
    if isinstance(value, Mapping):
        page = value.get("page")
        if isinstance(page, Mapping) and isinstance(page.get("content"), list):
            yield from page["content"]
            return
        for wrapper in _WRAPPERS:
            inner = value.get(wrapper)
            if isinstance(inner, Mapping | list) and "searchRow" not in value:
                yield from _items(inner)
                return
    yield value


def _read(item: Any, audit: Audit) -> tuple[Record, ...]:
    if not isinstance(item, Mapping):
        raise RowProblem("không phải một đối tượng JSON", "unknown: not an object")
    if looks_like_notice(item):
        return read_notice_item(item, audit)
    if "searchRow" in item:
        return _with_row(item, audit)
    if "bidPoBidpPlanProjectDetailView" in item:
        return (read_plan(item, audit),)
    if "reofferNo" in item or _DETAIL_KEYS & item.keys():
        return (read_notice(item, audit),)
    if "roundmng" in item:
        notice, opening = read_opening(item, audit)
        return (notice, opening) if notice else (opening,)
    if "bideContractorInputResultDTO" in item:
        return (read_result(item, audit),)
    if "type" in item and "id" in item:
        return read_row(item, audit).records
    raise RowProblem(
        "không nhận ra loại câu trả lời (kế hoạch, thông báo, mở thầu, kết quả, trang tìm kiếm)",
        f"unknown answer with keys {sorted(item)[:8]}",
    )


def _with_row(item: Mapping[str, Any], audit: Audit) -> tuple[Record, ...]:
    """A plan detail kept together with the search row it was opened from."""
    found = read_row(item["searchRow"], audit).records
    row = next((record for record in found if isinstance(record, Plan)), None)
    for wrapper in _WRAPPERS:
        inner = item.get(wrapper)
        if isinstance(inner, Mapping) and "bidPoBidpPlanProjectDetailView" in inner:
            return (read_plan(inner, audit, row=row),)
    return found


def _key(record: Record) -> tuple[str, ...]:
    """Which records are the same: kind, number and version or native id."""
    identity = getattr(record, "native_id", "") or getattr(record, "notice_no", "")
    return (type(record).__name__, identity, getattr(record, "version", ""))
