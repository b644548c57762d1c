"""Máy chủ có lọc đúng như đã hỏi không.
Whether returned rows honour the filters asked for: unknown fields raise no error there (egp-api §2.1)."""

from monitor.domain.times import vietnam_day
from sources.egp.bodies import Question
from sources.egp.settings import Query
from sources.egp.values import Row, instant, province_codes, text


def ignored_filter(row: Row, question: Question) -> str:
    """The name of a filter that this row shows to be ignored, "" when all are honoured."""
    if text(row, "type") != question.type:
        return "type"
    if question.step and text(row, "stepCode") != question.step:
        return "stepCode"
    if not _in_range(row, question):
        return question.date_field
    if question.provinces and not _in_province(row, question):
        return "locations.provCode"
    return ""


def has_usable_province(row: Row) -> bool:
    """Whether the row says where it is, by a code of two (new) or three (old) digits."""
    return any(code.isdigit() and len(code) in (2, 3) for code in province_codes(row.get("locations")))


def _in_range(row: Row, question: Question) -> bool:
    at = instant(row, question.date_field)
    if at is None:
        return False
    if question.closes_after is not None:
        # The question's own seconds are cut off.
        return at >= question.closes_after.replace(second=0, microsecond=0)
    return question.first <= vietnam_day(at) <= question.last


def _in_province(row: Row, question: Question) -> bool:
    codes = province_codes(row.get("locations"))
    if not codes and question.query is Query.PROJECTS:
        return True  # no captured project row shows whether projects carry places
    return any(code in question.provinces for code in codes)
