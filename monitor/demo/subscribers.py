"""Người đăng ký nhận tin của tỉnh giả lập: hai nhà thầu, không có thật.
The demo's subscribers: two invented contractors, one told weekly by field, one who follows a tender."""

from collections.abc import Iterator

from monitor.demo.model import World
from monitor.demo.names import CODE_NEW
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Want
from monitor.domain.vocabulary import Pace, SubscriptionState
from monitor.subscriptions.life import CONSENT_VERSION, consent_text

_WORKS = "nha-thau-xay-lap"
_FOLLOWER = "nha-thau-theo-doi"


def subscribers(world: World, lang: Lang) -> tuple[Subscription, ...]:
    """Confirmed on the day the watch begins, so that the whole play is told to them."""
    weekly = Want(categories=("XL",), places=(CODE_NEW,))
    followed = Want(follows=tuple(_extended(world))[:1])
    asked = [(_WORKS, weekly, Rhythm(Pace.WEEKLY, working_days_only=True))]
    if followed.follows:
        asked.append((_FOLLOWER, followed, Rhythm(Pace.AT_ONCE)))
    return tuple(_subscription(world, lang, *one) for one in asked)


def _extended(world: World) -> Iterator[str]:
    """Notices first seen open whose closing time moves silently while the line watches."""
    for plan in world.plans:
        for package in plan.packages:
            changes = package.notice.changes if package.notice else ()
            watched = bool(changes) and changes[0].since >= world.watch_start
            if watched and len({change.closes_at for change in changes}) > 1:
                yield package.notice_no


def _subscription(world: World, lang: Lang, number: str, want: Want, rhythm: Rhythm) -> Subscription:
    at = world.watch_start
    return Subscription(
        number,
        f"{number}@songmau.example",
        lang,
        "mail",
        want,
        rhythm,
        SubscriptionState.ACTIVE,
        Consent(consent_text(lang), CONSENT_VERSION, at, at),
        f"mau-{world.seed}-{number}",
        at,
        at,
    )
