"""Chơi một lịch sử: mỗi bước một việc, có lúc mất điện giữa chừng, rồi làm tiếp.
Plays one seeded history: one thing a step, killed here and there, and goes on as a new process would."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import DeliveryState, EventKind
from monitor.steps.letterhead import IN_FEED
from monitor.steps.ways import MAIL, WEBHOOK
from tests.drill.letters.fuse import Killed
from tests.drill.letters.judge import Evidence
from tests.drill.letters.model import Model
from tests.drill.letters.network import Network
from tests.drill.letters.owners import DAY, Owners
from tests.drill.letters.provider import Mood
from tests.drill.letters.province import Ground
from tests.drill.letters.publishing import Publishing
from tests.drill.letters.steps import Steps
from tests.drill.letters.weather import GOOD, mood_in, other

START = datetime.fromisoformat("2026-09-21T02:00:00+00:00")  # a Monday, 09:00 in Việt Nam
HOUR = timedelta(hours=1)
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
_WAYS = (MAIL, MAIL, MAIL, WEBHOOK, IN_FEED)
_ADDRESSES = tuple(f"{letter}@nha-thau.example" for letter in "abc")


class Play:
    """One history on a ground. `notified` are the instants at which letters were queued."""

    def __init__(self, ground: Ground, seed: int, steps: Steps | None = None) -> None:
        ground.clear(seed)
        self.dice, self.ground, self.now = ground.dice, ground, START
        self.steps = steps or Steps()
        self.store, self.line = ground.line()
        self.network = Network(self.dice, self.line.agencies)
        self.model = Model(self.network, self.line.agencies)
        self.notified: list[datetime] = []
        self.quiet_from = START
        self.counted: Counter[str] = Counter()
        self.owners = Owners(
            self.dice,
            self.model,
            _WANTS,
            _ADDRESSES,
            7,
            self.steps,
            lambda: self.line,
            self._attempt,
            self.counted,
            [],
            _WAYS,
            lambda number: f"{ground.host}/may-nhan/{number}",
            lambda address, key: ground.provider.machines.update({urlsplit(address).path: key}),
        )
        self._weather = GOOD
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

    def evidence(self) -> Evidence:
        """What the judge needs."""
        provider = self.ground.provider
        with self.store.read() as work:
            letters = work.outbox.list()
            feeds = {
                owner.id: Counter(
                    (match.event.tender.subject_key, match.event.kind)
                    for match in work.subscriptions.matches(owner.id)
                )
                for owner in self.model.owners.values()
                if owner.one.channel == IN_FEED
            }
        return Evidence(
            self.model,
            self.network.titles(),
            letters,
            tuple(provider.taken),
            frozenset(provider.refused),
            tuple(self.notified),
            self.quiet_from,
            self.now,
            feeds,
        )

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
            (3, lambda: self.owners.confirm(self.now)),
            (1, lambda: self.owners.pause(self.now)),
            (1, lambda: self.owners.resume(self.now)),
            (1, lambda: self.owners.stop(self.now)),
            (1, lambda: self.owners.change(self.now)),
            (1, lambda: self.owners.suppress(self.now)),
            (2, self._blind),
            (2, self._change_weather),
        )
        self.dice.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def _ask(self) -> None:
        owner = self.owners.ask(self.now)
        if owner is not None and owner.confirmed_at is None and self.dice.random() < 0.7:
            self._pass(timedelta(minutes=5))
            self.owners.say_yes(owner, self.now)

    def _publish(self) -> None:
        for _ in range(self.dice.choice((1, 2, 3, 6, 10))):
            self.counted[self._publishing.step(self.now)] += 1
        if self.dice.random() < 0.8:
            self._look()

    def _look(self) -> None:
        items = self.network.read()
        if items:
            self.steps.look(self.line, items, self.now)
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
        self._weather = other(self.dice)

    def _mood(self, _key: str) -> tuple[Mood, int]:
        return mood_in(self._weather, self.dice, self._restless)

    def _cycle(self) -> None:
        """The three steps of a cycle, any of which may be the last of a process."""
        self.counted["cycle"] += 1
        self._attempt(lambda: self.steps.learn(self.line, self.now), lambda: self.model.learnt(self.now))
        self._attempt(lambda: self.steps.notify(self.line, self.now), lambda: self.notified.append(self.now))
        self._deliver()

    def _deliver(self) -> None:
        self._light(60)
        taken_before = len(self.ground.provider.taken)
        try:
            self.steps.deliver(self.line, self.now)
        except Killed:
            self._reborn()
            self._note_loss(taken_before)
        self.ground.fuse.put_out()

    def _note_loss(self, taken_before: int) -> None:
        """What was taken and not yet noted by us is lost to us."""
        with self.store.read() as work:
            ours = {one.message.key for one in work.outbox.list(DeliveryState.CLAIMED)}
        for mail in self.ground.provider.taken[taken_before:]:
            mail.lost = mail.lost or mail.key in ours

    def _attempt(self, act: Callable[[], object], done: Callable[[], object]) -> bool:
        """Do something in one transaction; the model follows if it was kept, kill or no kill."""
        before = self.store.commits
        self._light(40)
        kept = True
        try:
            act()
        except Killed:
            kept = self.store.commits > before
            self._reborn()
        if kept:
            done()
        self.ground.fuse.put_out()
        return kept

    def _light(self, longest: int) -> None:
        if self._restless and self.dice.random() < 0.15:
            self.ground.fuse.light(self.dice.randint(0, longest))

    def _reborn(self) -> None:
        self.counted["kill"] += 1
        self.ground.fuse.put_out()
        self.store.close()
        self.store, self.line = self.ground.line()

    def _quiet(self) -> None:
        """Nothing breaks any more: what waits is told within the week of the last weekly slot."""
        self._restless, self.network.blind, self.quiet_from = False, False, self.now
        self._weather = GOOD
        self._look()
        self.owners.resume_all(self.now)
        for _ in range(9):
            self._pass(22 * HOUR)
            self._cycle()
