"""Một tỉnh nhỏ có người đăng ký nhận tin: đăng gói thầu, chạy vòng, đọc thư.
A small province with subscribers: publishes notices, runs the steps, reads what was queued."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.domain.cases import Message
from monitor.domain.procurement import Notice
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Want
from monitor.domain.times import Moment
from monitor.domain.vocabulary import MessageKind, Pace, Precision, SubscriptionState
from monitor.steps.learn import learn
from monitor.steps.notify import notify
from monitor.wiring import Line

# A Monday, 09:00 in Việt Nam.
START = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT_ONCE, DAILY, WEEKLY = Rhythm(Pace.AT_ONCE), Rhythm(Pace.DAILY), Rhythm(Pace.WEEKLY)
EVERYTHING = Want(places=("99",))


def notice(number: int, at: datetime, **given: object) -> Notice:
    """An open tender of the province, published at `at`, closing ten days later."""
    moment = Moment(at, Precision.SECOND, "api")
    made = Notice(
        f"IB26{number:08}",
        "00",
        f"uuid-n-{number}",
        f"Gói thầu số {number}: Xây lắp đường mẫu",
        "Sở Mẫu",
        "vnz000000001",
        moment,
        moment,
        price=2_000_000_000,
        main_procurement_category="XL",
        procurement_method_details="DTRR",
        tender_period_end=at + 10 * DAY,
        is_online=True,
        province_codes=("99",),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def subscription(number: str, want: Want, rhythm: Rhythm, at: datetime, **given: object) -> Subscription:
    """An active subscription, confirmed at `at`; every one has an address of its own."""
    made = Subscription(
        number,
        f"{number}@nha-thau.example",
        "vi",
        "mail",
        want,
        rhythm,
        SubscriptionState.ACTIVE,
        Consent("Tôi đồng ý", "thử", at, at),
        f"bi-mat-{number}",
        at,
        at,
    )
    return replace(made, **given)  # type: ignore[arg-type]


@dataclass
class Town:
    """One store; `now` moves only when told to."""

    line: Line
    now: datetime = START

    def publish(self, *notices: Notice) -> None:
        """Store what a look would have brought."""
        with self.line.store.begin() as work:
            work.records.put(notices, self.now)

    def subscribe(self, *subscriptions: Subscription) -> None:
        """Store subscriptions as they are."""
        with self.line.store.begin() as work:
            work.subscriptions.put(subscriptions)

    def passes(self, span: timedelta = timedelta()) -> int:
        """Let time pass and run the two steps; how many letters were queued."""
        self.now += span
        learn(self.line, self.now)
        return notify(self.line, self.now)

    def letters(self, kind: MessageKind = MessageKind.BIDS) -> tuple[Message, ...]:
        """Every letter of a kind, in the order of queueing."""
        with self.line.store.read() as work:
            return tuple(d.message for d in work.outbox.list() if d.message.kind is kind)

    def told(self, number: str) -> list[str]:
        """The events that a subscription was told, in order."""
        with self.line.store.read() as work:
            return [match.event.id for match in work.subscriptions.matches(number) if match.told_in]

    def addresses(self) -> list[str]:
        """To whom letters with news were queued."""
        return [letter.recipient.address for letter in self.letters()]


def numbers(letters: Iterable[Message]) -> set[str]:
    """The keys of letters."""
    return {letter.key for letter in letters}
