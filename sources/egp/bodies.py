"""Câu hỏi gửi tới chức năng tìm kiếm.
Request bodies of `smart/search` (egp-api §2): all times are Vietnamese wall-clock time written with a Z."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from monitor.domain.times import VIETNAM
from sources.egp.rows import NOTICE_TYPE, PLAN_TYPE, PROJECT_TYPE, RESULT_STEP
from sources.egp.settings import Query

_INDEX = "es-contractor-selection"
_TYPE = {
    Query.PLANS: PLAN_TYPE,
    Query.NOTICES: NOTICE_TYPE,
    Query.RESULTS: NOTICE_TYPE,
    Query.PROJECTS: PROJECT_TYPE,
    Query.OPEN_NOTICES: NOTICE_TYPE,
}
_DATE_FIELD = {Query.RESULTS: "publicDateKqlcnt", Query.OPEN_NOTICES: "bidCloseDate"}
_MATCH_FIELDS = {Query.PLANS: ["planNo", "name"], Query.PROJECTS: ["name"]}
_STEP = {Query.RESULTS: RESULT_STEP}


@dataclass(frozen=True, slots=True)
class Question:
    """One search: days `first` to `last` (Vietnamese, both included), or what closes after `closes_after`.

    `provinces` empty means the whole country; `buyer` asks by the investor's name.
    """

    query: Query
    first: date
    last: date
    provinces: tuple[str, ...] = ()
    buyer: str = ""
    closes_after: datetime | None = None

    @property
    def type(self) -> str:
        return _TYPE[self.query]

    @property
    def step(self) -> str:
        """The step every row must be at; empty when any."""
        return _STEP.get(self.query, "")

    @property
    def date_field(self) -> str:
        """The field whose range is asked."""
        return _DATE_FIELD.get(self.query, "publicDate")

    def halves(self) -> "tuple[Question, ...]":
        """The same question over the two halves of its days; empty when it cannot be split."""
        days = (self.last - self.first).days
        if days < 1 or self.closes_after is not None:
            return ()
        middle = self.first + timedelta(days=days // 2)
        return (replace(self, last=middle), replace(self, first=middle + timedelta(days=1)))

    def __str__(self) -> str:
        if self.closes_after is not None:
            return f"{self.query} đang mở"
        return f"{self.query} {self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"


def search_body(question: Question, page_number: int, page_size: int) -> list[dict[str, Any]]:
    """The request body for one page (egp-api §2.1, §2.2)."""
    query: dict[str, Any] = {
        "index": _INDEX,
        "matchType": "all-1",
        "matchFields": _MATCH_FIELDS.get(question.query, ["notifyNo", "bidName"]),
        "filters": _filters(question),
    }
    if question.buyer:
        query["keyWord"] = question.buyer
        query["matchFields"] = ["investorName", "procuringEntityName"]
    return [{"pageSize": page_size, "pageNumber": str(page_number), "query": [query]}]


def _filters(question: Question) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = [
        {"fieldName": question.date_field, "searchType": "range", **_range(question)},
        {"fieldName": "type", "searchType": "in", "fieldValues": [question.type]},
    ]
    if question.step:
        filters.append({"fieldName": "stepCode", "searchType": "in", "fieldValues": [question.step]})
    if question.provinces:
        codes = list(question.provinces)
        filters.append({"fieldName": "locations.provCode", "searchType": "in", "fieldValues": codes})
    return filters


def _range(question: Question) -> dict[str, str | None]:
    if question.closes_after is not None:
        local = question.closes_after.astimezone(VIETNAM)
        return {"from": f"{local:%Y-%m-%dT%H:%M:%S}.000Z", "to": None}
    return {
        "from": f"{question.first:%Y-%m-%d}T00:00:00.000Z",
        "to": f"{question.last:%Y-%m-%d}T23:59:59.999Z",
    }
