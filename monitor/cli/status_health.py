"""Khi nào `monitor status --healthy` nói là có trục trặc, và vì sao.
When the service is not well: every reason as one Vietnamese sentence that says what to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.config import Settings
from monitor.mailing import mail_channel
from monitor.steps.canary import canaries, overdue
from storage.store import UnitOfWork

LAST_CYCLE = "last_cycle"

_WAITS_LONG = timedelta(hours=1)
# Pauses that double from one minute come to an hour between the sixth failed attempt and the seventh.
_TRIES_OF_AN_HOUR = 7


def troubles(work: UnitOfWork, settings: Settings, now: datetime) -> tuple[str, ...]:
    """What is wrong at `now` (UTC); nothing when all is well."""
    return tuple(
        one
        for found in (_cycle(work, settings, now), _stopped(work, settings), _waiting(work, settings, now))
        for one in found
    ) + tuple(_canary(work, settings, now))


def hears_arrivals(settings: Settings) -> bool:
    """Whether the provider tells us which letters arrived."""
    return mail_channel(settings) == "sendgrid" and bool(settings.web.sendgrid_event_key.get_secret_value())


def hours(span: timedelta) -> str:
    """`3 giờ`, `45 phút`: as much as one needs to know."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60} giờ" if minutes >= 60 else f"{minutes} phút"


def _cycle(work: UnitOfWork, settings: Settings, now: datetime) -> Iterator[str]:
    last = work.meta.get(LAST_CYCLE)
    if last is None:
        yield "Chưa có vòng nào hoàn tất. Hãy chạy: monitor run"
        return
    ago = now - datetime.fromisoformat(str(last))
    if ago >= timedelta(minutes=3 * settings.watch.cycle_minutes + 30):
        yield f"Vòng gần nhất đã hoàn tất {hours(ago)} trước. Hãy xem `monitor run` còn chạy không."


def _stopped(work: UnitOfWork, settings: Settings) -> Iterator[str]:
    stopped = work.postings.stopped_for({person.id for person in settings.recipients})
    if stopped:
        yield (
            f"{len(stopped)} thư gửi thanh tra đã dừng hẳn. Xem lý do và gửi lại: "
            "monitor message list --state stopped, rồi monitor message retry <số>"
        )


def _waiting(work: UnitOfWork, settings: Settings, now: datetime) -> Iterator[str]:
    since = work.postings.waiting_since(now)
    if since is not None and now - since > _WAITS_LONG:
        yield f"Thư đến hạn đã chờ {hours(now - since)} chưa được gửi. Hãy chạy: monitor send"
    tried = work.postings.tried_in_vain(mail_channel(settings), _TRIES_OF_AN_HOUR)
    if tried:
        yield (
            f"{tried} thư đã gửi {_TRIES_OF_AN_HOUR} lần trở lên mà chưa được nhận. "
            "Xem lý do: monitor message list --state queued"
        )


def _canary(work: UnitOfWork, settings: Settings, now: datetime) -> Iterator[str]:
    if not settings.mail.canary:
        return
    reported = hears_arrivals(settings)
    late = overdue(canaries(work), reported, now)
    if late is not None:
        proof = "tới nơi" if reported else "được nhận"
        yield (
            f"Đã {hours(late)} không có thư kiểm tra hằng ngày nào {proof}. "
            "Hãy xem: monitor message list --recipient thu-kiem-tra"
        )
