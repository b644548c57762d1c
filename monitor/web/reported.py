"""Từ báo cáo của nhà cung cấp thư đến địa chỉ không gửi nữa và đăng ký phải ngừng.
From the provider's reports to addresses that are sent nothing more and subscriptions that end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.events.report import MailEvent, MailEventKind, Report, ReportRefused
from monitor.domain.staff import Actor, Deed
from monitor.domain.subscriptions import Subscription
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.audit import audit
from monitor.steps.canary import note_report
from monitor.steps.undelivered import withdraw_telling
from monitor.subscriptions.life import BOUNCED, COMPLAINED, ended
from monitor.wiring import Office
from storage.store import UnitOfWork

BOUNCES = 3
SPAN = timedelta(days=30)
_FAILED = frozenset({MailEventKind.BOUNCE, MailEventKind.DROPPED})
_NO_REASON = {
    MailEventKind.BOUNCE: "máy chủ của người nhận từ chối",
    MailEventKind.DROPPED: "nhà cung cấp thư không gửi tới địa chỉ này",
}
# A letter that is longer on its way than this was left by a worker that died, and is sent again.
_ON_THE_WAY = timedelta(hours=1)
# One kind for both: a third failure counts, whoever noticed it first.
_COUNTED = "bounce"
# Who tells us, as the audit log names it.
_PROVIDER = Actor("sendgrid", "mail_provider")
_REASONS = {
    MailEventKind.SPAM_REPORT: COMPLAINED,
    MailEventKind.UNSUBSCRIBE: "người nhận ngừng qua nhà cung cấp thư",
    MailEventKind.GROUP_UNSUBSCRIBE: "người nhận ngừng qua nhà cung cấp thư",
}


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many events were new and count, and how many addresses they stopped."""

    events: int = 0
    stopped: int = 0


def take_in(office: Office, report: Report, now: datetime) -> TakenIn:
    """Take each event in once, all in one transaction: a kill takes in none, and the post comes again.

    The third permanent failure in 30 days, a spam report or an unsubscribing stops the address and
    ends its subscriptions; what the owner confirmed after that stays. Raises `ReportRefused` (503) when
    all but events on letters that are just being sent was taken in: the post comes again.
    """
    events = stopped = early = 0
    with office.store.begin() as work:
        note_report(work, report)
        for event in sorted(report.events, key=lambda event: (event.at, event.event_id)):
            if not (event.permanent and event.address):
                continue
            if _too_early(work, event, now):
                early += 1
                continue
            kind = _COUNTED if event.kind in _FAILED else event.kind.value
            if not work.suppressions.take_in(event.event_id, kind, event.address, event.at):
                continue
            events += 1
            if reason := _reason(work, event):
                stopped += _stop(work, event, reason, now)
            _came_back(work, event, now)
    if early:
        raise ReportRefused(
            f"{early} letters are still being sent",
            status=503,
            vi="Có thư còn đang gửi dở. Hãy gửi lại báo cáo sau ít phút.",
        )
    return TakenIn(events, stopped)


def _too_early(work: UnitOfWork, event: MailEvent, now: datetime) -> bool:
    """Whether a letter that came back is not noted as sent yet.

    A provider may be quicker than the worker, who notes what a whole turn of letters came to: taken in now,
    the report would be used up, and the letter noted as sent a moment later.
    """
    failed = event.kind in _FAILED and bool(event.message_key)
    return failed and work.postings.being_sent(event.message_key, now - _ON_THE_WAY)


def _reason(work: UnitOfWork, event: MailEvent) -> str:
    """Why nothing more is sent to the address; empty while it is still sent to."""
    if event.kind not in _FAILED:
        return _REASONS[event.kind]
    failures = work.suppressions.count(_COUNTED, event.address, event.at - SPAN)
    return f"{BOUNCED} {BOUNCES} lần trong {SPAN.days} ngày" if failures >= BOUNCES else ""


def _came_back(work: UnitOfWork, event: MailEvent, now: datetime) -> None:
    """A letter that did not arrive is given up, and shows so; it told an agency nothing."""
    if event.kind not in _FAILED or not event.message_key:
        return
    why = f"Thư bị trả lại: {event.reason or _NO_REASON[event.kind]}."
    message = work.postings.returned(event.message_key, why, now)
    if message is not None:
        rests = work.suppressions.reason(event.address) is None
        withdraw_telling(work, message, why, now, rests=rests)


def _stop(work: UnitOfWork, event: MailEvent, reason: str, now: datetime) -> bool:
    held = work.subscriptions.of_address(event.address)
    if any(_confirmed_after(one, event.at) for one in held):
        return False
    going = [one for one in held if one.state is not SubscriptionState.ENDED]
    work.subscriptions.put(ended(one, now) for one in going)
    stopped = work.suppressions.add(event.address, reason, now)
    for one in going:
        audit(work, _PROVIDER, Deed.SUBSCRIPTION_STOPPED, one.id, now, reason=reason)
    return stopped


def _confirmed_after(one: Subscription, at: datetime) -> bool:
    stands = one.state in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
    return stands and one.consent.confirmed_at is not None and one.consent.confirmed_at > at
