"""Thư kiểm tra hằng ngày: xếp một thư mỗi ngày, ghi lại lúc thư tới, biết khi nào quá lâu.
The daily test letter: queued once a Vietnamese day, its arrival noted, its absence noticed."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from importlib.metadata import PackageNotFoundError, version

from alerts.events.report import MailEventKind, Report
from monitor.domain.cases import Recipient, key_hash
from monitor.domain.labels import Lang
from monitor.domain.letters import Heading
from monitor.domain.notices import CanaryData
from monitor.domain.post import Canary, Posting
from monitor.domain.times import VIETNAM, Window, start_of_day, vietnam_day
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason
from monitor.steps.letterhead import written
from monitor.wiring import Office
from storage.store import UnitOfWork

READER = "thu-kiem-tra"
LATEST = timedelta(hours=26)

_PROJECT = "procurement-transparency-monitor"
_HOUR = time(7, 0)
_ARRIVED = "canary_arrived"
# As many as are looked at: two weeks without one is as bad as a month.
_KEPT = 14


def queue_canary(office: Office, work: UnitOfWork, address: str, lang: Lang, now: datetime) -> bool:
    """Queue the test letter of the day from 07:00 in Việt Nam on; whether one was queued.

    A day on which the monitor was not running has none: what it would prove is over.
    """
    if not address or now.astimezone(VIETNAM).time() < _HOUR:
        return False
    today = vietnam_day(now)
    recipient = Recipient(READER, "", address, office.mail_channel, lang)
    key = f"{READER}|{MessageKind.CANARY}|{today.isoformat()}|{recipient.channel}"
    yesterday = Window(start_of_day(today - timedelta(days=1)), start_of_day(today))
    counts = work.postings.settled(yesterday)
    data = CanaryData(
        Heading(address, office.province.name, now, office.web_url, office.synthetic),
        today,
        today - timedelta(days=1),
        counts.get(DeliveryState.SENT, 0),
        counts.get(DeliveryState.STOPPED, 0),
        _version(),
    )
    letter = written(MessageKind.CANARY, Reason.PERIODIC, recipient, key, data, now)
    return work.outbox.queue(letter, now)


def note_arrivals(work: UnitOfWork, arrived: Iterable[tuple[str, datetime]]) -> int:
    """Keep when test letters arrived, from the keys and instants (UTC) of `delivered` reports; how many.

    A key may come as it is or as its digest. Other letters are passed over; a report that comes
    twice changes nothing.
    """
    reported = dict(sorted(arrived, key=lambda each: each[1], reverse=True))
    if not reported:
        return 0
    known = _arrivals(work)
    letters = [one.delivery.message.key for one in work.postings.of_kind(MessageKind.CANARY, _KEPT)]
    fresh = {
        key: at
        for key in letters
        if key not in known and (at := reported.get(key) or reported.get(key_hash(key))) is not None
    }
    if fresh:
        # Only of letters that are still looked at: no more is kept than those.
        kept = {key: at for key, at in {**known, **fresh}.items() if key in letters}
        work.meta.set(_ARRIVED, {key: at.isoformat() for key, at in kept.items()})
    return len(fresh)


def note_report(work: UnitOfWork, report: Report) -> int:
    """The same from a report of the provider, whose signature was checked."""
    delivered = (one for one in report.events if one.kind is MailEventKind.DELIVERED)
    return note_arrivals(work, ((one.message_key, one.at) for one in delivered))


def canaries(work: UnitOfWork) -> tuple[Canary, ...]:
    """The last test letters, the newest first."""
    arrived = _arrivals(work)
    return tuple(_canary(one, arrived) for one in work.postings.of_kind(MessageKind.CANARY, _KEPT))


def overdue(letters: tuple[Canary, ...], reported: bool, now: datetime) -> timedelta | None:
    """How long no test letter has proved the loop, when that is too long at `now` (UTC); else `None`.

    `reported`: the provider tells of arrivals, and only those count; else its taking the letter does.
    """
    closed = [one.arrived_at if reported else one.accepted_at for one in letters]
    proofs = [at for at in closed if at is not None]
    since = max(proofs) if proofs else min((one.queued_at for one in letters), default=now)
    return now - since if now - since > LATEST else None


def _canary(posting: Posting, arrived: dict[str, datetime]) -> Canary:
    message, state = posting.delivery.message, posting.delivery.state
    return Canary(
        message.created_at,
        posting.settled_at if state is DeliveryState.SENT else None,
        arrived.get(message.key),
        state is DeliveryState.STOPPED,
    )


def _arrivals(work: UnitOfWork) -> dict[str, datetime]:
    kept = work.meta.get(_ARRIVED) or {}
    return {key: datetime.fromisoformat(at) for key, at in kept.items()}


def _version() -> str:
    try:
        return version(_PROJECT)
    except PackageNotFoundError:
        return "0"
