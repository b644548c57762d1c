"""Những việc xảy ra trên Mạng, mỗi bước một việc.
What happens on the network, one random thing a step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from monitor.domain.procurement import Opening
from tests.drill.letters.network import Network

_DAY = timedelta(days=1)


class Publishing:
    """A seeded hand at the network."""

    def __init__(self, network: Network, dice: Random) -> None:
        self._network, self._dice = network, dice

    def step(self, now: datetime) -> str:
        """One thing happens; its name. What cannot happen now becomes a new notice."""
        acts: tuple[tuple[int, str, Callable[[datetime], bool]], ...] = (
            (5, "notice", self._notice),
            (2, "amendment", self._amend),
            (2, "silent extension", self._extend),
            (2, "closing brought forward", self._forward),
            (2, "price change", self._reprice),
            (1, "clarification", self._clarify),
            (1, "cancellation", self._cancel),
            (2, "opening", self._open),
            (2, "result", self._result),
            (1, "back-fill", self._backfill),
            (1, "direct appointment", self._appoint),
        )
        _, name, act = self._dice.choices(acts, [weight for weight, _, _ in acts])[0]
        return name if act(now) else ("notice" if self._notice(now) else "")

    def _days(self, least: int, most: int) -> timedelta:
        return self._dice.randint(least * 24, most * 24) * timedelta(hours=1)

    def _notice(self, now: datetime) -> bool:
        self._network.publish(now, now + self._days(1, 20))
        return True

    def _amend(self, now: datetime) -> bool:
        """A new version; now and then it changes the closing time, the price or both as well."""
        found = self._network.open(now)
        if not found:
            return False
        before = self._dice.choice(found)
        after = self._network.new_version(before, now)
        if self._dice.random() < 0.4 and after.tender_period_end:
            after = replace(after, tender_period_end=after.tender_period_end + self._days(1, 9))
        if self._dice.random() < 0.3 and after.price:
            after = replace(after, price=after.price + 10**6)
        if self._dice.random() < 0.3 and after.clarifications:
            # A counter may begin anew with a version.
            after = replace(after, clarifications=0)
        # A list of versions shows the old one again beside the new.
        self._network.show(after, *((before,) if self._dice.random() < 0.3 else ()))
        return True

    def _extend(self, now: datetime) -> bool:
        return self._move(now, lambda closes: closes + self._days(1, 12))

    def _forward(self, now: datetime) -> bool:
        return self._move(now, lambda closes: now + (closes - now) * self._dice.random())

    def _move(self, now: datetime, moved: Callable[[datetime], datetime]) -> bool:
        found = self._network.open(now)
        if not found:
            return False
        one = self._dice.choice(found)
        assert one.tender_period_end is not None
        self._network.show(
            replace(one, tender_period_end=moved(one.tender_period_end).replace(microsecond=0))
        )
        return True

    def _reprice(self, now: datetime) -> bool:
        found = [one for one in self._network.open(now) if one.price]
        if not found:
            return False
        one = self._dice.choice(found)
        assert one.price is not None
        self._network.show(replace(one, price=one.price * self._dice.choice((2, 3)) // 2))
        return True

    def _clarify(self, now: datetime) -> bool:
        """More was asked of the buyer; a tender whose counter is not shown has no such news."""
        found = [one for one in self._network.open(now) if one.clarifications is not None]
        if not found:
            return False
        one = self._dice.choice(found)
        assert one.clarifications is not None
        self._network.show(replace(one, clarifications=one.clarifications + self._dice.randint(1, 3)))
        return True

    def _cancel(self, now: datetime) -> bool:
        found = self._network.open(now)
        if not found:
            return False
        one = self._dice.choice(found)
        fresh = self._dice.random() < 0.5
        self._network.show(replace(self._network.new_version(one, now) if fresh else one, cancelled=True))
        return True

    def _open(self, now: datetime) -> bool:
        found = [one for one in self._network.closed(now) if not self._network.shown[one.notice_no].opening]
        if not found:
            return False
        one = self._dice.choice(found)
        self._network.show(Opening(one.notice_no, one.version, f"gt-{one.notice_no}", now))
        return True

    def _result(self, now: datetime) -> bool:
        found = self._network.closed(now)
        if not found:
            return False
        self._network.show(self._network.result(self._dice.choice(found), now))
        return True

    def _backfill(self, now: datetime) -> bool:
        """Old tenders come in: over long ago, some with a result of then or of last week."""
        for _ in range(self._dice.randint(1, 3)):
            at = now - self._days(60, 900)
            one = self._network.publish(at, at + 10 * _DAY)
            if self._dice.random() < 0.6:
                when = self._dice.choice((at + 30 * _DAY, now - self._days(1, 10)))
                self._network.show(self._network.result(one, when))
        return True

    def _appoint(self, now: datetime) -> bool:
        self._network.show(self._network.lone_result(self._dice.choice((now, now - self._days(30, 400)))))
        return True
