"""Biên bản mở thầu và chi tiết kết quả lựa chọn nhà thầu.
Opening and result detail (egp-api §5)."""

from collections.abc import Iterable
from typing import Any

from monitor.domain.procurement import Award, Notice, Opening, Result
from sources.egp.audit import Audit
from sources.egp.notice import notice_body
from sources.egp.values import Row, day, flag, instant, moment, money, number, organisation_code, text


def read_opening(payload: Any, audit: Audit, capture_id: str = "") -> tuple[Notice | None, Opening]:
    """The opening put together from its calls (notify, roundmng, bid_open…), and the notice if it came along.

    With two envelopes the financial one gives the tenderers' prices, the technical one the list
    until then. Raises `SourceChanged`.
    """
    answer = audit.inspect(payload, "opening")
    status = audit.inspect(answer["roundmng"].get("bidoBidroundMngViewDTO"), "bid_round")
    tenderers = _first_list(answer, ("bid_open_financial", "bid_open", "bid_open_technical"))
    opening = Opening(
        notice_no=text(status, "notifyNo"),
        version=text(status, "notifyVersion"),
        package_native_id=text(status, "bidId"),
        opened_at=instant(status, "successBidOpenDate"),
        tenderers=tuple(_tenderer(item) for item in tenderers),
        bidder_count=number(status, "countContractor") or len(tenderers),
        capture_id=capture_id,
        raw=answer,
    )
    notification = (answer.get("notify") or {}).get("bidNoContractorResponse") or {}
    body = notification.get("bidNotification")
    return (notice_body(body, capture_id) if body else None), opening


def read_result(payload: Any, audit: Audit, capture_id: str = "", row: Result | None = None) -> Result:
    """The result of a contractor-input-result answer; raises `SourceChanged`.

    Only `bidResult == 1` is a win, and members of a venture repeat its price (egp-api §5). `row`
    is the result as the search showed it: its publication, place and kind are kept.
    """
    answer = audit.inspect(payload, "result_detail")["bideContractorInputResultDTO"]
    awards = tuple(_winners(answer.get("lotResultDTO") or ()))
    return Result(
        native_id=text(answer, "id"),
        notice_no=text(answer, "notifyNo"),
        name=text(answer, "bidName"),
        buyer_name=text(answer, "investorName"),
        buyer_code=organisation_code(answer, "investorCode") or (row.buyer_code if row else ""),
        published=(row.published if row else None) or moment(answer, "publicDate"),
        plan_no=text(answer, "planNo") or (row.plan_no if row else ""),
        bid_no=text(answer, "bidNo"),
        package_native_id=text(answer, "bidId"),
        decision_no=text(answer, "decisionNo"),
        decision_date=day(answer, "decisionDate"),
        decision_agency=text(answer, "decisionAgency"),
        price=row.price if row else _single_price(awards),
        procurement_method_details=text(answer, "bidForm"),
        main_procurement_category=text(answer, "bidField"),
        direct_appointment=row.direct_appointment if row else False,
        is_online=row.is_online if row else flag(answer, "isInternet"),
        awards=awards or (row.awards if row else ()),
        province_codes=row.province_codes if row else (),
        capture_id=capture_id,
        raw={**answer, "searchRow": row.raw} if row else answer,
    )


def _first_list(answer: Row, names: Iterable[str]) -> list[Row]:
    for name in names:
        held = (answer.get(name) or {}).get("bidSubmissionByContractorViewResponse") or {}
        listed: list[Row] = held.get("bidSubmissionDTOList") or []
        if listed:
            return listed
    return []


def _tenderer(item: Row) -> Award:
    return Award(
        supplier_name=text(item, "contractorName"),
        supplier_code=organisation_code(item, "contractorCode"),
        price=money(item, "bidFinalPrice", "bidPriceUnit") or money(item, "bidPrice", "bidPriceUnit"),
        venture_name=text(item, "ventureName"),
    )


def _winners(lots: Iterable[Row]) -> Iterable[Award]:
    for lot in lots:
        for item in lot.get("contractorList") or ():
            if str(item.get("bidResult")) == "1":
                yield Award(
                    supplier_name=text(item, "orgFullname"),
                    supplier_code=organisation_code(item, "orgCode", "taxCode"),
                    price=money(item, "bidWiningPrice") or money(item, "lotFinalPrice"),
                    venture_name=text(item, "ventureName"),
                )


def _single_price(awards: tuple[Award, ...]) -> int | None:
    prices = {award.price for award in awards}
    return prices.pop() if len(prices) == 1 else None
