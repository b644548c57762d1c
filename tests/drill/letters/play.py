"""Chơi một lịch sử: mỗi bước một việc, có lúc mất điện giữa chừng, rồi làm tiếp.
Plays one seeded history: one thing a step, killed here and there, and goes on as a new process would."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.subscriptions import Rhythm, Want
from monitor.domain.vocabulary import DeliveryState, EventKind, Pace, SubscriptionState
from monitor.steps.learn import learn
from monitor.steps.notify import notify
from monitor.steps.subscribe import ask, confirm, stop
from monitor.subscriptions.life import COMPLAINED, SubscriptionRefused, paused, resumed
from monitor.subscriptions.places import place_codes
from monitor.worker import deliver
from tests.drill.letters.fuse import Killed
from tests.drill.letters.model import Model, Owner
from tests.drill.letters.network import Network
from tests.drill.letters.provider import Mood
from tests.drill.letters.province import Ground
from tests.drill.letters.publishing import Publishing

START = datetime.fromisoformat("2026-09-21T02:00:00+00:00")  # a Monday, 09:00 in Việt Nam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_PACES = (Rhythm(Pace.AT_ONCE), Rhythm(Pace.DAILY), Rhythm(Pace.WEEKLY), Rhythm(Pace.WEEKLY, 9, 3))
_RHYTHMS = (*_PACES, Rhythm(Pace.AT_ONCE), Rhythm(Pace.DAILY, 17, working_days_only=True))
_WANTS = (
    Want(places=("99",)),
    Want(places=("99",)),
    Want(all_words=("xay lap",)),
    Want(any_words=("mua sắm", "giám sát"), none_words=("y te",)),
    Want(categories=("HH", "TV"), online_only=True),
    Want(price_from=10**9),
    Want(buyers=("ban-1",)),
    Want(follows=("IB2600000001", "PL2600000001")),
    Want(places=("99",), events=(EventKind.EXTENSION, EventKind.CANCELLATION, EventKind.CLOSING_SOON)),
)
_GOOD = ((Mood.FINE, 1),)
_NASTY = (
    (Mood.FINE, 6),
    (Mood.BUSY, 2),
    (Mood.BROKEN, 2),
    (Mood.CUT, 1),
    (Mood.TAKES_AND_CUTS, 1),
    (Mood.TAKES_AND_FAILS, 1),
    (Mood.TAKES_AND_KILLS, 1),
)
_DOWN = ((Mood.BUSY, 1), (Mood.BROKEN, 1), (Mood.CUT, 1))


class Play:
    """One history on a ground. `notified` are the instants at which letters were queued."""

    def __init__(self, ground: Ground, seed: int) -> None:
        ground.clear(seed)
        self.dice, self.ground, self.now = ground.dice, ground, START
        self.store, self.line = ground.line()
        self.network = Network(self.dice, self.line.agencies)
        self.model = Model(self.network, self.line.agencies, place_codes((self.line.province,)))
        self.notified: list[datetime] = []
        self.quiet_from = START
        self.counted: Counter[str] = Counter()
        self._weather: tuple[tuple[Mood, int], ...] = _GOOD
        self._publishing = Publishing(self.network, self.dice)
        self._restless = True
        ground.provider.choose = self._mood
        ground.provider.on_kill = lambda: ground.fuse.light(0)

    def run(self) -> None:
        """Some forty to eighty steps, then quiet until all is told."""
        for _ in range(self.dice.randint(2, 4)):
            self._ask()
        for _ in range(self.dice.randint(40, 80)):
            self._pass(
                self.dice.choice((0, 1, 1, 3, 8, 20)) * HOUR + timedelta(minutes=self.dice.randint(0, 59))
            )
            self._step()
        self._quiet()

    def close(self) -> None:
        """The store is closed; the ground is free for the next history."""
        self.ground.fuse.put_out()
        self.store.close()

    def _pass(self, span: timedelta) -> None:
        self.now += span
        self.ground.provider.now = self.now

    def _step(self) -> None:
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (14, self._publish),
            (14, self._cycle),
            (2, self._ask),
            (3, self._confirm),
            (1, self._pause),
            (1, self._resume),
            (1, self._stop),
            (1, self._change),
            (1, self._suppress),
            (2, self._blind),
            (2, self._change_weather),
        )
        self.dice.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def _publish(self) -> None:
        for _ in range(self.dice.choice((1, 2, 3, 6, 10))):
            self.counted[self._publishing.step(self.now)] += 1
        if self.dice.random() < 0.8:
            self._look()

    def _look(self) -> None:
        items = self.network.read()
        if items:
            with self.store.begin() as work:
                work.records.put(items, self.now)
            self.network.was_read(items)

    def _blind(self) -> None:
        """Nothing is read for days, then all at once."""
        self.network.blind = not self.network.blind
        self.counted["outage" if self.network.blind else "outage over"] += 1
        if self.network.blind:
            self._pass(self.dice.randint(0, 4) * DAY)
        else:
            self._look()

    def _change_weather(self) -> None:
        self.counted["provider changes"] += 1
        self._weather = self.dice.choice((_GOOD, _NASTY, _NASTY, _DOWN))

    def _mood(self, _key: str) -> tuple[Mood, int]:
        moods, weights = zip(*self._weather, strict=True)
        if self._restless and self.dice.random() < 0.01:
            return Mood.REFUSES, 0
        return self.dice.choices(moods, weights)[0], self.dice.choice((1, 60, 3600, 40_000))

    def _cycle(self) -> None:
        """The three steps of a cycle, any of which may be the last of a process."""
        self.counted["cycle"] += 1
        self._attempt(lambda: learn(self.line, self.now), lambda: self.model.learnt(self.now))
        self._attempt(lambda: notify(self.line, self.now), lambda: self.notified.append(self.now))
        self._deliver()

    def _deliver(self) -> None:
        self._light(60)
        try:
            deliver(self.line, "người đưa thư", self.now)
        except Killed:
            self._reborn()
            self._note_loss()
        self.ground.fuse.put_out()

    def _note_loss(self) -> None:
        """What was taken last and not yet noted by us is lost to us."""
        if not self.ground.provider.taken:
            return
        last = self.ground.provider.taken[-1]
        with self.store.read() as work:
            states = {d.message.key: d.state for d in work.outbox.list()}
        last.lost = last.lost or states[last.key] is not DeliveryState.SENT

    def _attempt(self, act: Callable[[], object], done: Callable[[], None]) -> None:
        """Do something in one transaction; the model follows if it was kept, kill or no kill."""
        before = self.store.commits
        self._light(40)
        try:
            act()
        except Killed:
            if self.store.commits > before:
                done()
            self._reborn()
        else:
            done()
        self.ground.fuse.put_out()

    def _light(self, longest: int) -> None:
        if self._restless and self.dice.random() < 0.15:
            self.ground.fuse.light(self.dice.randint(0, longest))

    def _reborn(self) -> None:
        self.counted["kill"] += 1
        self.ground.fuse.put_out()
        self.store.close()
        self.store, self.line = self.ground.line()

    # What owners do.

    def _ask(self) -> None:
        self.counted["ask"] += 1
        if len(self.model.owners) >= 6:
            return
        address = f"{self.dice.choice('abc')}@nha-thau.example"
        want, rhythm = self.dice.choice(_WANTS), self.dice.choice(_RHYTHMS)
        try:
            one = ask(self.line.office, address, "vi", "mail", want, rhythm, self.now)
        except SubscriptionRefused:  # three letters within 24 hours: nothing was stored
            self.counted["asked too often"] += 1
            return
        self.model.owners[one.id] = Owner(one.id, address, want, one)
        if self.dice.random() < 0.7:
            self._pass(timedelta(minutes=5))
            self._say_yes(self.model.owners[one.id])

    def _one(self, *states: SubscriptionState) -> Owner | None:
        found = [owner for owner in self.model.owners.values() if owner.state in states]
        return self.dice.choice(found) if found else None

    def _confirm(self) -> None:
        owner = self._one(SubscriptionState.PENDING)
        if owner is not None and self.now - owner.one.created_at < 7 * DAY:
            self._say_yes(owner)

    def _say_yes(self, owner: Owner) -> None:
        self.counted["confirm"] += 1
        owner.one = confirm(self.line.office, owner.one, self.now)
        owner.state, owner.confirmed_at = SubscriptionState.ACTIVE, self.now
        self.model.lift(owner.address, self.now)

    def _pause(self) -> None:
        owner = self._one(SubscriptionState.ACTIVE)
        if owner is None:
            return
        self.counted["pause"] += 1
        owner.steady = False
        owner.until = self.dice.choice((None, self.now + self.dice.randint(1, 9) * DAY))
        owner.state = SubscriptionState.PAUSED
        with self.store.begin() as work:
            one = work.subscriptions.get(owner.id)
            assert one is not None
            work.subscriptions.put([paused(one, owner.until, self.now)])

    def _resume(self) -> None:
        owner = self._one(SubscriptionState.PAUSED)
        if owner is None:
            return
        self.counted["resume"] += 1
        with self.store.begin() as work:
            one = work.subscriptions.get(owner.id)
            assert one is not None
            work.subscriptions.put([resumed(one, self.now)])
        owner.state, owner.until = SubscriptionState.ACTIVE, None

    def _stop(self) -> None:
        owner = self._one(SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
        if owner is None:
            return
        self.counted["stop"] += 1
        with self.store.read() as work:
            one = work.subscriptions.get(owner.id)
        assert one is not None
        stop(self.line.office, one, self.now, self.now)
        owner.state, owner.ended_at, owner.steady = SubscriptionState.ENDED, self.now, False

    def _change(self) -> None:
        owner = self._one(SubscriptionState.ACTIVE)
        if owner is None:
            return
        self.counted["change what is asked"] += 1
        owner.want, owner.steady = self.dice.choice(_WANTS), False
        with self.store.begin() as work:
            one = work.subscriptions.get(owner.id)
            assert one is not None
            rhythm = self.dice.choice((one.rhythm, self.dice.choice(_RHYTHMS)))
            work.subscriptions.put([replace(one, want=owner.want, rhythm=rhythm, changed_at=self.now)])

    def _suppress(self) -> None:
        owner = self._one(SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
        if owner is None or self.dice.random() < 0.5:
            return
        self.counted["suppression"] += 1
        with self.store.begin() as work:
            work.suppressions.add(owner.address, COMPLAINED, self.now)
        self.model.suppress(owner.address, self.now)

    def _quiet(self) -> None:
        """Nothing breaks any more: what waits is told within the week of the last weekly slot."""
        self._restless, self.network.blind, self.quiet_from = False, False, self.now
        self._weather = _GOOD
        self._look()
        for owner in self.model.owners.values():
            if owner.state is SubscriptionState.PAUSED:
                with self.store.begin() as work:
                    one = work.subscriptions.get(owner.id)
                    assert one is not None
                    work.subscriptions.put([resumed(one, self.now)])
                owner.state, owner.until = SubscriptionState.ACTIVE, None
        for _ in range(9):
            self._pass(22 * HOUR)
            self._cycle()
