"""Một lịch sử nhỏ trong đám đông: gói thầu, người đăng ký, thời khóa biểu và dịch vụ thư của riêng nó.
One small history of a crowd: tenders, subscribers, a timetable and a mail provider's moods of its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Consent, Subscription, Want
from monitor.domain.vocabulary import EventKind, SubscriptionState
from monitor.wiring import Line
from tests.drill.letters.model import Model, Owner
from tests.drill.letters.network import Network, subject_of
from tests.drill.letters.owners import PACES, RHYTHMS, Attempt, Owners, named
from tests.drill.letters.provider import Mood
from tests.drill.letters.publishing import Publishing
from tests.drill.letters.steps import Steps
from tests.drill.letters.weather import GOOD, mood_in, other

# Numbers of tenders that one world may use; plans take three of them.
_ROOM = 90
_SPAN = timedelta(days=6)
_BURSTS = 4
HOUR = timedelta(hours=1)
# Most are told at once: the others get a letter every week, news or not.
_RHYTHMS = (*RHYTHMS, *5 * PACES[:1])
_LATE = (EventKind.EXTENSION, EventKind.CANCELLATION, EventKind.CLOSING_SOON)


def bodies_of(place: int) -> tuple[Agency, ...]:
    """The two buyers of a world: one is under the other."""
    return (
        Agency(f"ban-{place}", f"Ban Quản lý dự án số {place}", codes=(f"vnz1{place:08}",)),
        Agency(
            f"truong-{place}",
            f"Trường Mẫu giáo số {place}",
            codes=(f"vnz2{place:08}",),
            parent_id=f"ban-{place}",
        ),
    )


class World:
    """The world at `place` of the crowd that plays `seed`; every want names something of it alone."""

    def __init__(
        self, seed: int, place: int, start: datetime, steps: Steps, line: Callable[[], Line], attempt: Attempt
    ) -> None:
        self.dice = Random(f"{seed}/{place}")
        self.place, self.start = place, start
        bodies = bodies_of(place)
        self.network = Network(self.dice, bodies, place * _ROOM, f"tuyen{place}")
        self.model = Model(self.network, bodies)
        self.counted: Counter[str] = Counter()
        self.diary: list[str] = []
        addresses = tuple(f"{letter}-{place}@nha-thau.example" for letter in "ab")
        self.owners = Owners(
            self.dice,
            self.model,
            _wants(place),
            addresses,
            4,
            steps,
            line,
            attempt,
            self.counted,
            self.diary,
        )
        self.weather = GOOD
        self.restless = True
        self._publishing = Publishing(self.network, self.dice)

    def founders(self) -> Iterator[Subscription]:
        """Who had confirmed before the history begins."""
        for number in range(self.dice.choice((1, 1, 1, 1, 2))):
            at = self.start - self.dice.randint(1, 96) * HOUR
            name, want = f"dk-{self.place}-{number}", self.dice.choice(self.owners.wants)
            address = self.dice.choice(self.owners.addresses)
            one = Subscription(
                name,
                address,
                "vi",
                "mail",
                want,
                self.dice.choice(_RHYTHMS),
                SubscriptionState.ACTIVE,
                Consent("Tôi đồng ý", "thử", at, at),
                f"bi-mat-{self.place}-{number}",
                at,
                at,
            )
            self.owners.note("subscribed", at, f"{name} of {address}, {one.rhythm.pace}: {named(want)}")
            self.model.owners[name] = Owner(
                name, address, want, one, SubscriptionState.ACTIVE, confirmed_at=at
            )
            yield one

    def timetable(self) -> list[tuple[datetime, Callable[[datetime], None]]]:
        """What will happen when; the first thing is a notice."""
        dice = self.dice
        acts: list[Callable[[datetime], None]] = [self._publish] * dice.randint(1, 5)
        owned = (
            self.owners.pause,
            self.owners.resume,
            self.owners.stop,
            self.owners.change,
            self.owners.suppress,
        )
        acts += dice.choices(owned, k=dice.choice((0, 0, 1, 2)))
        acts += [self._change_weather] * dice.choice((0, 1, 1, 2))
        acts += [self._blind] * dice.choice((0, 0, 1))
        dice.shuffle(acts)
        if dice.random() < 0.12:  # soon, while its preview has little to look through
            acts.insert(0, self._ask)
        # Things come in bursts, as on the days on which a body publishes.
        bursts = [self.start + dice.random() * _SPAN for _ in range(_BURSTS)]
        times = sorted(dice.choice(bursts) + dice.random() * 3 * HOUR for _ in acts)
        return list(zip((at.replace(microsecond=0) for at in times), [self._publish, *acts], strict=False))

    def mood(self) -> tuple[Mood, int]:
        """What becomes of the next mail to somebody of this world."""
        return mood_in(self.weather, self.dice, self.restless)

    def calm(self, now: datetime) -> None:
        """Nothing breaks any more, and everybody listens."""
        self.restless, self.weather, self.network.blind = False, GOOD, False
        self.owners.resume_all(now)

    def _publish(self, now: datetime) -> None:
        before = len(self.network.waiting)
        name = self._publishing.step(now)
        shown = ", ".join(subject_of(item) for item in self.network.waiting[before:])
        self.owners.note(name, now, shown)

    def _change_weather(self, now: datetime) -> None:
        self.weather = other(self.dice)
        self.owners.note("provider changes", now, ", ".join(mood for mood, _ in self.weather))

    def _blind(self, now: datetime) -> None:
        self.network.blind = True
        self.owners.note("outage", now)

    def _ask(self, now: datetime) -> None:
        owner = self.owners.ask(now)
        if owner is not None and self.dice.random() < 0.8:
            self.owners.say_yes(owner, now + timedelta(minutes=5))


def _wants(place: int) -> tuple[Want, ...]:
    own = Want(all_words=(f"tuyen{place}",))
    first = place * _ROOM + 1
    return (
        own,
        Want(buyers=(f"ban-{place}",)),
        Want(buyers=(f"truong-{place}",), categories=("HH", "TV")),
        Want(all_words=(f"mẫu tuyen{place}",)),
        Want(all_words=(f"tuyen{place}", "xay lap")),
        replace(own, any_words=("mua sắm", "giám sát"), none_words=("y te",)),
        replace(own, price_from=10**9),
        replace(own, places=("99",), online_only=True),
        replace(own, events=_LATE),
        Want(follows=(f"IB26{first:08}", f"PL26{first // 3:08}")),
        Want(
            buyers=(f"ban-{place}",), with_subordinates=False, events=(EventKind.NEW_NOTICE, EventKind.RESULT)
        ),
    )
