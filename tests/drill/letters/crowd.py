"""Nhiều lịch sử nhỏ chơi cạnh nhau trong một kho, chung các vòng và các lần mất điện.
Many small histories side by side in one store: cycles and kills are shared, all else is each one's own."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import exp, log

from monitor.domain.vocabulary import DeliveryState
from monitor.steps.letterhead import reader_id
from tests.drill.letters.fuse import Killed
from tests.drill.letters.judge import Evidence, wrongs
from tests.drill.letters.play import HOUR, START
from tests.drill.letters.provider import Mood, Taken
from tests.drill.letters.province import Ground
from tests.drill.letters.steps import Steps
from tests.drill.letters.world import World

_AGAIN = timedelta(minutes=40)  # longer than a claim is left to a worker that died
_MOST_LIVES = 4
# Hours between the last cycles: a letter may wait half a day, a week's news a week.
_CALM = (3, 14, 25, 26, 50, 53)
_DELIVERY = "delivery"


class Crowd:
    """`size` histories that begin together; the seed says all of them, kills and answers included."""

    def __init__(self, ground: Ground, seed: int, size: int, steps: Steps | None = None) -> None:
        ground.clear(seed)
        self._ground, self._dice, self._seed = ground, ground.dice, seed
        self._steps = steps or Steps()
        self._store, self._line = ground.line()
        self._now = START
        self._restless = True
        self._calm_from = START
        self._notified: list[datetime] = []
        self._lengths: dict[str, int] = {}
        self.kills: Counter[str] = Counter()
        self._cycles = 0
        self.worlds = [
            World(seed, place, START, self._steps, lambda: self._line, self._at_leisure)
            for place in range(size)
        ]
        self._of_address = {address: world for world in self.worlds for address in world.owners.addresses}
        # A letter about a request that nobody confirmed loses its address after a week.
        self._of_reader = {reader_id(address): world for address, world in self._of_address.items()}
        self._acts: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        ground.provider.mood_for = self._mood  # type: ignore[method-assign,assignment]
        ground.provider.on_kill = lambda: ground.fuse.light(0)

    def run(self) -> None:
        """Six days or so in which everything happens, then quiet until all is told."""
        with self._store.begin() as work:
            work.subscriptions.put([one for world in self.worlds for one in world.founders()])
        self._acts = sorted(
            ((at, world.place, act) for world in self.worlds for at, act in world.timetable()),
            key=lambda each: each[:2],
        )
        while self._acts:
            self._pass(self._dice.choice((7, 11, 16, 22)) * HOUR)
            self._open_eyes()
            self._cycle()
        self._quiet()

    def faults(self) -> Iterator[tuple[World, list[str], Evidence]]:
        """The histories that went wrong."""
        taken: dict[str, list[Taken]] = defaultdict(list)
        for mail in self._ground.provider.taken:
            taken[mail.address].append(mail)
        with self._store.read() as work:
            letters = work.outbox.list()
        by_place: dict[int, list[int]] = defaultdict(list)
        for number, letter in enumerate(letters):
            by_place[self._of_reader[letter.message.recipient.id].place].append(number)
        for world in self.worlds:
            mails = [mail for address in world.owners.addresses for mail in taken.pop(address, ())]
            evidence = Evidence(
                world.model,
                world.network.titles(),
                tuple(letters[number] for number in by_place[world.place]),
                tuple(sorted(mails, key=lambda mail: mail.at)),
                frozenset(self._ground.provider.refused),
                tuple(self._notified),
                self._calm_from,
                self._now,
            )
            if wrong := wrongs(evidence):
                yield world, wrong, evidence
        assert not taken, f"mails to nobody: {sorted(taken)}"

    def happened(self) -> Counter[str]:
        """How often each kind of thing happened, in all histories together."""
        found = sum((world.counted for world in self.worlds), Counter[str]())
        found["all that a history does by itself"] = found.total()
        found["what was learnt of tenders"] = sum(world.model.happenings for world in self.worlds)
        found["matches due"] = sum(
            owner.due.total() for world in self.worlds for owner in world.model.owners.values()
        )
        found["cycle"] = self._cycles
        found.update({f"kill {where}": times for where, times in self.kills.items()})
        return found

    def close(self) -> None:
        """The ground is free for the next crowd."""
        self._ground.fuse.put_out()
        self._store.close()
        del self._ground.provider.mood_for

    def _pass(self, span: timedelta) -> None:
        """Time goes on, and what the worlds do meanwhile is done in its order."""
        self._now += span
        cut = next((n for n, (at, _, _) in enumerate(self._acts) if at > self._now), len(self._acts))
        due, self._acts = self._acts[:cut], self._acts[cut:]
        for at, _, act in due:
            self._ground.provider.now = at
            act(at)
        self._ground.provider.now = self._now

    def _mood(self, _key: str, address: str) -> tuple[Mood, int]:
        return self._of_address[address].mood()

    def _open_eyes(self) -> None:
        """An outage is over after some cycles."""
        for world in self.worlds:
            if world.network.blind and world.dice.random() < 0.25:
                world.network.blind = False
                world.owners.note("outage over", self._now)

    def _cycle(self) -> None:
        """Look, learn, notify, deliver, and deliver once more; any may be the last of a process."""
        self._cycles += 1
        self._look()
        self._attempt("learn", lambda: self._steps.learn(self._line, self._now), self._learnt)
        self._attempt(
            "notify",
            lambda: self._steps.notify(self._line, self._now),
            lambda: self._notified.append(self._now),
        )
        self._deliver()
        self._pass(_AGAIN)
        self._deliver()

    def _look(self) -> None:
        read = [(world.network, world.network.read()) for world in self.worlds]
        items = [item for _, found in read for item in found]
        if not items:
            return

        def done() -> None:
            for network, found in read:
                network.was_read(found)

        self._attempt("look", lambda: self._steps.look(self._line, items, self._now), done)

    def _learnt(self) -> None:
        for world in self.worlds:
            world.model.learnt(self._now)

    def _deliver(self) -> None:
        for _ in range(_MOST_LIVES):
            before, kills = len(self._ground.provider.taken), self.kills.total()
            self._attempt(_DELIVERY, lambda: self._steps.deliver(self._line, self._now), lambda: None, 0.5)
            if self.kills.total() == kills:
                return
            self._note_loss(before)

    def _note_loss(self, before: int) -> None:
        """What was taken and not yet noted by us is lost to us."""
        with self._store.read() as work:
            ours = {one.message.key for one in work.outbox.list(DeliveryState.CLAIMED)}
        for mail in self._ground.provider.taken[before:]:
            if mail.key in ours and not mail.lost:
                mail.lost = True
                self.kills["between the provider's yes and our note of it"] += 1

    def _at_leisure(self, act: Callable[[], object], done: Callable[[], object]) -> bool:
        return self._attempt("what an owner does", act, done, 0.05)

    def _attempt(
        self, name: str, act: Callable[[], object], done: Callable[[], object], share: float = 0.25
    ) -> bool:
        """Do something; the model follows if it was kept, kill or no kill."""
        fuse = self._ground.fuse
        commits, passed, kept = self._store.commits, fuse.passed, True
        if self._restless and self._dice.random() < share:
            # Every length is as likely as its double: the first statements are few, but they matter.
            fuse.light(int(exp(self._dice.uniform(0, log(self._lengths.get(name, 20))))) - 1)
        try:
            act()
        except Killed:
            kept = self._store.commits > commits
            where = "" if name == _DELIVERY else f", {'after' if kept else 'before'} its commit"
            self.kills[f"in {name}{where}"] += 1
            self._store.reopen()
        else:
            self._lengths[name] = fuse.passed - passed + 2
        fuse.put_out()
        if kept:
            done()
        return kept

    def _quiet(self) -> None:
        """Nothing breaks any more: what waits is told within the week of the last weekly slot."""
        self._restless, self._calm_from = False, self._now
        for world in self.worlds:
            world.calm(self._now)
        for hours in _CALM:
            self._pass(hours * HOUR)
            self._cycle()
