"""Trang chi tiết của chào giá trực tuyến rút gọn.
The detail of a short online quotation (egp-api §4, `online-reoffer/detail`): its own names, one flat root."""

from datetime import datetime

from monitor.demo.model import DemoNotice, DemoPackage, DemoPlan
from monitor.demo.network import blanks
from monitor.demo.network.apitime import api_time
from monitor.demo.network.blanks import blank
from monitor.demo.network.details import cancelling, notice_fields
from monitor.demo.network.plan_detail import Payload


def reoffer_detail(plan: DemoPlan, package: DemoPackage, notice: DemoNotice, now: datetime) -> Payload:
    """Answer of `online-reoffer/detail` at `now`."""
    fields = notice_fields(plan, package, notice, now)
    known = set(blanks.REOFFER.split())
    payload = blank(blanks.REOFFER, **{key: value for key, value in fields.items() if key in known})
    return payload | {
        "reofferNo": fields["notifyNo"],
        "reofferVersion": fields["notifyVersion"],
        "notifyId": fields["id"],
        "notifyType": "CGTTRG",
        "reofferCloseDate": fields["bidCloseDate"],
        "reofferOpenDate": api_time(notice.opened_at),
        "priceInit": package.price,
        "priceStep": package.price // 1000,
        "statusReoffer": "PUB_MT",
        "bidoListContractorReofferPassedDTOList": [],
        "versionDTOS": [{"id": item["id"], "version": item["version"]} for item in fields["getVersionDTOS"]],
        "contractorPassList": [],
        "cancelBidHistoryList": [],
        "delayList": [],
        **cancelling(plan, notice, now),
    }
