"""Người đăng ký của một lịch sử: xin, xác nhận, tạm dừng, đổi ý, ngừng; mô hình biết theo.
What the owners of a history do; the model follows whatever the store kept."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from monitor.domain.subscriptions import Rhythm, Want
from monitor.domain.vocabulary import Pace, SubscriptionState
from monitor.steps.letterhead import IN_FEED
from monitor.steps.ways import MAIL, WEBHOOK, webhook_key
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import Line
from tests.drill.letters.model import Model, Owner
from tests.drill.letters.steps import Steps

DAY = timedelta(days=1)
PACES = (Rhythm(Pace.AT_ONCE), Rhythm(Pace.DAILY), Rhythm(Pace.WEEKLY), Rhythm(Pace.WEEKLY, 9, 3))
RHYTHMS = (*PACES, Rhythm(Pace.AT_ONCE), Rhythm(Pace.DAILY, 17, working_days_only=True))
# Does the first; only if the store kept it, the second: a kill may come in between.
Attempt = Callable[[Callable[[], object], Callable[[], object]], bool]


@dataclass
class Owners:
    """A seeded hand for the owners. `line` is the line of the process that lives just now.

    `ways` are how they are told, mail if none are named; a machine's address comes from `machine`, by
    its number, and `keyed` tells that machine its key.
    """

    dice: Random
    model: Model
    wants: tuple[Want, ...]
    addresses: tuple[str, ...]
    most: int
    steps: Steps
    line: Callable[[], Line]
    attempt: Attempt
    counted: Counter[str]
    diary: list[str]
    ways: tuple[str, ...] = ()
    machine: Callable[[int], str] = str
    keyed: Callable[[str, str], object] = field(default=lambda address, key: None)

    def note(self, what: str, now: datetime, detail: str = "") -> None:
        """One more event of the history."""
        self.counted[what] += 1
        self.diary.append(f"{now:%d/%m %H:%M} {what} {detail}".rstrip())

    def ask(self, now: datetime) -> Owner | None:
        """A new subscription that waits for its owner."""
        if len(self.model.owners) >= self.most:
            return None
        address, rhythm = self.dice.choice(self.addresses), self.dice.choice(RHYTHMS)
        want = self.dice.choice(self.wants)
        way = self.dice.choice(self.ways) if self.ways else MAIL
        if way != MAIL:
            address = self.machine(len(self.model.owners)) if way == WEBHOOK else ""
        try:
            one = self.steps.ask(self.line(), address, want, rhythm, now, way)
        except SubscriptionRefused:  # three letters within 24 hours: nothing was stored
            self.note("asked too often", now)
            return None
        self.note(
            "ask" if way == MAIL else f"ask: {way}",
            now,
            f"{one.id} of {address}, {rhythm.pace}: {named(want)}",
        )
        owner = self.model.owners[one.id] = Owner(one.id, one.address, want, one)
        if way == WEBHOOK:
            self.keyed(address, webhook_key(one))
        elif way == IN_FEED:  # it needs no yes
            owner.state, owner.confirmed_at = SubscriptionState.ACTIVE, now
        return owner

    def confirm(self, now: datetime) -> None:
        """One that waits is confirmed, if it is not too late."""
        owner = self._one(SubscriptionState.PENDING)
        if owner is not None and now - owner.one.created_at < 7 * DAY:
            self.say_yes(owner, now)

    def say_yes(self, owner: Owner, now: datetime) -> None:
        """The mailed link is followed."""
        self.note("confirm", now, owner.id)
        owner.one = self.steps.confirm(self.line(), owner.one, now)
        owner.state, owner.confirmed_at = SubscriptionState.ACTIVE, now
        self.model.lift(owner.address, now)

    def pause(self, now: datetime) -> None:
        """For some days, or until it is resumed."""
        owner = self._one(SubscriptionState.ACTIVE)
        if owner is None:
            return
        until = self.dice.choice((None, now + self.dice.randint(1, 9) * DAY))

        def done() -> None:
            self.note("pause", now, f"{owner.id} until {until or 'resumed'}")
            owner.state, owner.until, owner.steady = SubscriptionState.PAUSED, until, False

        self.attempt(lambda: self.steps.pause(self.line(), owner.id, until, now), done)

    def resume(self, now: datetime) -> None:
        """A pause ends before its time."""
        owner = self._one(SubscriptionState.PAUSED)
        if owner is not None:
            self._resume([owner], now)

    def resume_all(self, now: datetime) -> None:
        """Every pause ends."""
        found = [one for one in self.model.owners.values() if one.state is SubscriptionState.PAUSED]
        if found:
            self._resume(found, now)

    def _resume(self, found: list[Owner], now: datetime) -> None:
        def done() -> None:
            for owner in found:
                self.note("resume", now, owner.id)
                owner.state, owner.until = SubscriptionState.ACTIVE, None

        self.attempt(lambda: self.steps.resume(self.line(), [one.id for one in found], now), done)

    def stop(self, now: datetime) -> None:
        """Its owner unsubscribes."""
        owner = self._one(SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
        if owner is None:
            return

        def done() -> None:
            self.note("stop", now, owner.id)
            owner.state, owner.ended_at, owner.steady = SubscriptionState.ENDED, now, False

        self.attempt(lambda: self.steps.stop(self.line(), owner.id, now), done)

    def change(self, now: datetime) -> None:
        """Something else is asked for, perhaps at another pace."""
        owner = self._one(SubscriptionState.ACTIVE)
        if owner is None:
            return
        want, rhythm = self.dice.choice(self.wants), self.dice.choice((None, self.dice.choice(RHYTHMS)))

        def done() -> None:
            self.note("change what is asked", now, f"{owner.id}: {named(want)}")
            owner.want, owner.steady = want, False

        self.attempt(lambda: self.steps.change(self.line(), owner.id, want, rhythm, now), done)

    def suppress(self, now: datetime) -> None:
        """The provider says that its owner complained."""
        owner = self._one(SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
        if owner is None or owner.one.channel != MAIL or self.dice.random() < 0.5:
            return

        def done() -> None:
            self.note("suppression", now, owner.address)
            self.model.suppress(owner.address, now)

        self.attempt(lambda: self.steps.suppress(self.line(), owner.address, now), done)

    def _one(self, *states: SubscriptionState) -> Owner | None:
        found = [owner for owner in self.model.owners.values() if owner.state in states]
        return self.dice.choice(found) if found else None


def named(want: Want) -> str:
    """What is asked for, without the fields that ask nothing."""
    return ", ".join(
        f"{name}={value!r}" for name, value in ((n, getattr(want, n)) for n in want.__slots__) if value
    )
