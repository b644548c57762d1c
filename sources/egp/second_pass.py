"""Lượt hỏi thứ hai theo tên chủ đầu tư.
Second pass by buyer names: rows without a province code are missed by the first (egp-api §8)."""

from dataclasses import replace

from sources.egp.bodies import Question
from sources.egp.gathered import Gathered
from sources.egp.honoured import has_usable_province
from sources.egp.parsed import SearchRow
from sources.egp.search import SearchReader
from sources.egp.transport import Caller
from sources.egp.values import province_codes, text
from sources.text import clean


def read_by_buyers(caller: Caller, question: Question, gathered: Gathered) -> None:
    """Ask once per configured buyer name, without the province filter.

    Kept are rows of that buyer that carry no usable place, or lie in our provinces; the search
    matches words, so the name is compared here. Raises `SourceError`.
    """
    for name in caller.settings.buyer_names:
        wanted = _comparable(name)

        def keep(row: SearchRow, wanted: str = wanted) -> None:
            if _is_buyer(row, wanted) and _is_ours(row, question.provinces):
                gathered.keep(row)

        SearchReader(caller, gathered, keep).read(replace(question, provinces=(), buyer=name))


def _is_buyer(row: SearchRow, wanted: str) -> bool:
    names = (text(row.raw, "investorName"), text(row.raw, "procuringEntityName"))
    return any(wanted in _comparable(name) for name in names)


def _is_ours(row: SearchRow, provinces: tuple[str, ...]) -> bool:
    if not has_usable_province(row.raw) or not provinces:
        return True
    return any(code in provinces for code in province_codes(row.raw.get("locations")))


def _comparable(name: str) -> str:
    return clean(name).casefold()
