"""Mạng đấu thầu mẫu: tìm kiếm không cần mã, chi tiết cần mã truy cập.
The demo national network (egp-api §1–§5): token-free search, details only with the granted token."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from monitor.demo.model import DemoNotice, DemoPackage, DemoPlan, DemoResult, Version
from monitor.demo.names import (
    NATIONAL_NOTICES,
    NATIONAL_OPEN,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
    SYNTHETIC,
)
from monitor.demo.network.details import foreign_notice, standard_notice, versions
from monitor.demo.network.plan_detail import plan_detail
from monitor.demo.network.reoffer import reoffer_detail
from monitor.demo.network.result_detail import result_detail
from monitor.demo.network.rows import History, histories
from monitor.demo.network.search import BadQuestion, Catalogue, search_filters
from monitor.demo.outages import View
from monitor.demo.servers.web import Reply, Request

FREE_MOUNT = "/o/egp-portal-home/services"
TOKEN_MOUNT = "/o/egp-portal-contractor-selection-v2/services"  # noqa: S105  # a path
_SEARCH = "/smart/search"
_PLAN = "/expose/lcnt/bid-po-bidp-plan-project-view/get-by-id"
_PLAN_VERSIONS = "/expose/lcnt/bid-po-bidp-plan-project-view/get-version-list"
_NOTICE_VERSIONS = "/expose/lcnt/bid-po-bido-notify-contractor-view/get-version-list"
_STANDARD = "/lcnt_tbmt_ttc_ldt"
_FOREIGN = "/lcnt_tbmt_ttc_vk_adb"
_REOFFER = "/online-reoffer/detail"
_RESULT = "/expose/contractor-input-result/get"
_NOTICE_ROUTES: dict[str, Callable[[DemoPlan, DemoPackage, DemoNotice, datetime], dict[str, Any]]] = {
    _STANDARD: standard_notice,
    _FOREIGN: foreign_notice,
    _REOFFER: reoffer_detail,
}
_NO_TOKEN = {"error": "Bad Request", "status": 400, "message": "Required parameter 'token' is not present."}
_WRONG = {"error": "Bad Request", "status": 400, "message": "Cannot read the request."}


@dataclass(frozen=True, slots=True)
class _Notice:
    plan: DemoPlan
    package: DemoPackage
    notice: DemoNotice


@dataclass(frozen=True, slots=True)
class _Result:
    plan: DemoPlan
    package: DemoPackage
    result: DemoResult


class NationalNetwork:
    """The network's services; `token` is the one its owner granted to the monitor."""

    def __init__(self, plans: Iterable[DemoPlan], token: str) -> None:
        self._token = token
        self._histories: list[History] = []
        self._plans: dict[str, tuple[DemoPlan, Version]] = {}
        self._plan_numbers: dict[str, DemoPlan] = {}
        self._notices: dict[str, _Notice] = {}
        self._results: dict[str, _Result] = {}
        self._nothing_listed = Catalogue(())
        # A stale copy is asked at another instant than the rest, in turn with it.
        self._catalogue_at = lru_cache(maxsize=3)(self._catalogue)
        for plan in plans:
            self._take(plan)

    def source_of(self, request: Request) -> str:
        """Which source's question this is: the search by its filters, a detail by its path."""
        path = request.path
        if path.endswith(_SEARCH):
            return _source_of_search(request.json)
        if path.endswith((_PLAN, _PLAN_VERSIONS)):
            return NATIONAL_PLANS
        if path.endswith(_RESULT):
            return NATIONAL_RESULTS
        return NATIONAL_NOTICES if path.startswith(TOKEN_MOUNT) else ""

    def answer(self, request: Request, view: View) -> Reply:
        path = request.path
        if request.method != "POST":
            return Reply.html(f"<html><body><h1>Mạng đấu thầu mẫu</h1><p>{SYNTHETIC}</p></body></html>")
        if path == f"{FREE_MOUNT}{_SEARCH}":
            return self._search(request, view)
        if not path.startswith(TOKEN_MOUNT):
            return Reply.json({"error": "Not Found", "status": 404}, 404)
        call = path.removeprefix(TOKEN_MOUNT)
        if call in (_PLAN_VERSIONS, _NOTICE_VERSIONS):
            return self._versions(request, view)
        if request.query.get("token") != self._token:
            return Reply.json(_NO_TOKEN, 400)
        if call == _SEARCH:
            return self._search(request, view)
        return self._detail(call, request, view.now)

    def _take(self, plan: DemoPlan) -> None:
        self._histories += histories(plan)
        self._plan_numbers[plan.plan_no] = plan
        for version in plan.versions:
            self._plans[version.uid] = (plan, version)
        for package in plan.packages:
            if package.notice is not None:
                found = _Notice(plan, package, package.notice)
                self._notices |= {version.uid: found for version in package.notice.versions}
                self._notices[package.notice.notice_no] = found
            if package.result is not None:
                self._results[package.result.uid] = _Result(plan, package, package.result)

    def _search(self, request: Request, view: View) -> Reply:
        catalogue = self._nothing_listed if view.limit == 0 else self._catalogue_at(view.now)
        try:
            payload = catalogue.answer(request.json)
        except BadQuestion:
            return Reply.json(_WRONG, 400)
        if view.limit and len(payload["page"]["content"]) > view.limit:
            # The list breaks off though the count still tells of all of it.
            payload["page"] |= {"content": payload["page"]["content"][: view.limit], "last": True}
        return Reply.json(payload)

    def _catalogue(self, now: datetime) -> Catalogue:
        return Catalogue(row for history in self._histories if (row := history.at(now)))

    def _detail(self, call: str, request: Request, now: datetime) -> Reply:
        asked = request.json
        key = str(asked.get("id", "")) if isinstance(asked, dict) else ""
        if call == _PLAN and key in self._plans:
            plan, version = self._plans[key]
            return Reply.json(plan_detail(plan, version)) if version.published <= now else _nothing()
        if call in _NOTICE_ROUTES and key in self._notices:
            held = self._notices[key]
            if held.notice.versions[0].published <= now:
                return Reply.json(_NOTICE_ROUTES[call](held.plan, held.package, held.notice, now))
        if call == _RESULT and key in self._results:
            found = self._results[key]
            published = found.result.published
            if published is not None and published <= now:
                return Reply.json(result_detail(found.plan, found.package, found.result, published))
        return _nothing()

    def _versions(self, request: Request, view: View) -> Reply:
        asked = request.json if isinstance(request.json, dict) else {}
        plan = self._plan_numbers.get(str(asked.get("planNo", "")))
        if plan is not None:
            listed = [
                {"id": version.uid, "planNo": plan.plan_no, "planVersion": version.number}
                for version in plan.versions
                if version.published <= view.now
            ]
            return Reply.json({"versionList": listed})
        held = self._notices.get(str(asked.get("notifyNo", "")))
        found = versions(held.plan, held.notice, view.now) if held else []
        renamed = [
            {"id": item["id"], "notifyNo": item["no"], "notifyVersion": item["version"]} for item in found
        ]
        return Reply.json({"versionList": renamed})


def _source_of_search(body: Any) -> str:
    names = dict(search_filters(body))
    if "bidCloseDate" in names:
        return NATIONAL_OPEN
    if "publicDateKqlcnt" in names:
        return NATIONAL_RESULTS
    return NATIONAL_PLANS if "es-plan-project-p" in names.get("type", ()) else NATIONAL_NOTICES


def _nothing() -> Reply:
    """What is not there, or not yet, is answered with null."""
    return Reply.json(None)
