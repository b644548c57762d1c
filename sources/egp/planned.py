"""Kế hoạch dành cho việc gì, và dự kiến khi nào bắt đầu lựa chọn nhà thầu từng gói.
What kind of plan it is, and when it meant the selection for a package to begin (egp-api §3, §7)."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from monitor.domain.patterns import PlanSetting
from sources.egp.codelists import code_of_label

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SETTINGS: dict[str, PlanSetting] = {"DTPT": "project", "TX": "recurrent", "DTMS": "estimate"}
_WRITTEN = re.compile(
    r"\s*(quý|tháng)\s+(I{1,3}|IV|[1-4]|0?[1-9]|1[0-2])\s*[,/]?\s*(?:năm\s+)?(20\d\d)\s*", re.IGNORECASE
)
# Where the plan list of a day (CSV) has it: the seventh part of a package's short list.
_PLACE_IN_LIST = 6


def planned_until(raw: Mapping[str, Any]) -> tuple[date | None, str]:
    """The last day of the planned quarter or month, and how the plan writes it; `None` when unsaid.

    `raw` are a package's own fields: those of the network's answer, or the lists of the daily file.
    """
    listed = raw.get("package")
    if isinstance(listed, list) and len(listed) > _PLACE_IN_LIST:
        return _from_words(str(listed[_PLACE_IN_LIST] or ""))
    unit, year = raw.get("bidStartUnit"), _number(raw.get("bidStartYear"))
    if unit == "Q" and (quarter := _QUARTERS.get(str(raw.get("bidStartQuarter")))):
        return _ends(year, 3 * quarter, f"Quý {raw['bidStartQuarter']}/{year}")
    if unit == "M":
        month = _number(raw.get("bidStartMonth"))
        return _ends(year, month, f"tháng {month}/{year}")
    return None, ""


def setting_of(raw: Mapping[str, Any]) -> PlanSetting:
    """The kind of plan (`planType`), from its detail, its row or the daily file; empty when unsaid."""
    view = raw.get("bidPoBidpPlanProjectDetailView")
    places = (raw, view if isinstance(view, Mapping) else {}, raw.get("searchRow") or {})
    said = next((str(place["planType"]) for place in places if place.get("planType")), "")
    return _SETTINGS.get(code_of_label("plan_type", said), "")


def _from_words(text: str) -> tuple[date | None, str]:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None, ""
    which = match[2].upper()
    number = _QUARTERS.get(which) or int(which)
    month = 3 * number if match[1].casefold() == "quý" else number
    return _ends(int(match[3]), month, text.strip())


def _ends(year: int, month: int, words: str) -> tuple[date | None, str]:
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        return None, ""
    return date(year, month, monthrange(year, month)[1]), words


def _number(value: Any) -> int:
    text = str(value or "").strip()
    return int(text) if text.isdecimal() and len(text) < 5 else 0
