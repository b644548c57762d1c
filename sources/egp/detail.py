"""Chi tiết kế hoạch, thông báo, kết quả, biên bản mở thầu.
Detail calls (egp-api §3–§5); all of them need a token that the owner of the system gave."""

from typing import Any

from monitor.domain.errors import SourceChanged
from monitor.domain.procurement import Notice, Opening, Plan, Result
from sources.egp.parse import parse_notice_detail, parse_opening, parse_plan_detail, parse_result
from sources.egp.parsed import Parsed
from sources.egp.transport import Answer, Caller

_PLAN = "/expose/lcnt/bid-po-bidp-plan-project-view/get-by-id"
_RESULT = "/expose/contractor-input-result/get"
_ROUND = "/expose/ldtkqmt/bid-notification-p/roundmng"
_BID_OPEN = "/expose/ldtkqmt/bid-notification-p/bid-open"

_REOFFER = "/online-reoffer/detail"
_STANDARD = "/lcnt_tbmt_ttc_ldt"
_FOREIGN = "/lcnt_tbmt_ttc_vk_adb"
_ROUTES = {
    "KHAC": _FOREIGN,
    "WB": _FOREIGN,
    "ADB": _FOREIGN,
    "LDT": _STANDARD,
    "CPTPP": _STANDARD,
    "EVFTA": _STANDARD,
    "UKFTA": _STANDARD,
}


def notice_route(notice: Notice) -> str:
    """Which call shows this notice, "" when there is none: a direct appointment has no notice (§4)."""
    if notice.direct_appointment:
        return ""
    if notice.procurement_method_details == "CGTTRG":
        return _REOFFER
    return _ROUTES.get(notice.process_apply, "")


def fetch_plan(caller: Caller, plan: Plan) -> Parsed[Plan]:
    """The plan with its packages. Raises `SourceError`, `SourceNeedsAuthorisation` without a token."""
    answer = _ask(caller, _PLAN, {"id": plan.native_id})
    return parse_plan_detail(answer.payload, caller.source.id, answer.capture_id, plan)


def fetch_notice(caller: Caller, notice: Notice) -> Parsed[Notice]:
    """The notice by its route; the notice itself where none exists. Raises `SourceError`."""
    route = notice_route(notice)
    if not route:
        return Parsed((notice,))
    answer = _ask(caller, route, {"id": notice.native_id})
    return parse_notice_detail(answer.payload, caller.source.id, answer.capture_id, notice)


def fetch_result(caller: Caller, result: Result) -> Parsed[Result]:
    """The result with its decision and winners. Raises `SourceError`."""
    answer = _ask(caller, _RESULT, {"id": result.native_id})
    return parse_result(answer.payload, caller.source.id, answer.capture_id, result)


def fetch_opening(caller: Caller, notice: Notice) -> Parsed[Notice | Opening]:
    """The opening of a notice: round, then the tenderers of each envelope (§5). Raises `SourceError`."""
    body = {"notifyId": notice.native_id, "notifyNo": notice.notice_no, "type": "TBMT"}
    two_envelopes = notice.bid_mode.endswith("_HTHS")
    packs = {"bid_open_technical": 1, "bid_open_financial": 2} if two_envelopes else {"bid_open": 0}
    first = next(iter(packs.values()))
    around = _ask(caller, _ROUND, {**body, "packType": first})
    answers = {"roundmng": around.payload}
    for name, pack in packs.items():
        extra = {"viewType": 0} if two_envelopes else {}
        answers[name] = _ask(caller, _BID_OPEN, {**body, "packType": pack, **extra}).payload
    return parse_opening(answers, caller.source.id, around.capture_id)


def _ask(caller: Caller, path: str, body: dict[str, Any]) -> Answer:
    answer = caller.ask(caller.settings.detail_mount, path, body)
    if answer.payload is None:
        # null means "not available now" (egp-api §1.1), never "there is none".
        raise SourceChanged(
            caller.source.id,
            f"{path} answered null",
            reason="null_answer",
            vi=f"Nguồn “{caller.source.name or caller.source.id}” chưa trả về chi tiết ({path}). Sẽ hỏi lại.",
            capture_id=answer.capture_id,
        )
    return answer
