"""Đơn vị nào nhận được thư: có địa chỉ trong danh bạ, và địa chỉ ấy không bị chặn.
Which agencies letters reach: those with an address in the registry that is not stopped.

An address that bounced, or to which a letter was given up lately, reaches nobody, whatever the registry
says: who could not be told must never be said not to have answered.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.digest.agency import answering
from monitor.domain.procurement import Agency
from monitor.domain.times import vietnam_day
from monitor.steps.undelivered import resting
from monitor.wiring import Office
from storage.store import UnitOfWork


def desks_now(
    office: Office, work: UnitOfWork, now: datetime, only: Iterable[str] | None = None
) -> Mapping[str, Agency]:
    """By agency id the agency that answers for it at `now` (UTC) and can be written to; `only` for some."""
    desks = answering(office.agencies, vietnam_day(now), only)
    addresses = {desk.email for desk in desks.values()}
    stopped = work.suppressions.reasons(addresses).keys() | resting(work, addresses, now)
    return {agency_id: desk for agency_id, desk in desks.items() if desk.email not in stopped}


def desk_now(office: Office, work: UnitOfWork, agency_id: str, now: datetime) -> Agency | None:
    """The same for one agency; `None` where nothing can be sent."""
    return desks_now(office, work, now, [agency_id]).get(agency_id)
