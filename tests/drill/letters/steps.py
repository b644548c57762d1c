"""Các bước của sản phẩm như các lịch sử gọi tới; bài thử người chấm làm hỏng từng bước một.
The product's steps as histories call them; tests of the judge spoil one of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.domain.subscriptions import Rhythm, Subscription, Want
from monitor.steps.learn import learn
from monitor.steps.notify import notify
from monitor.steps.subscribe import ask, confirm, stop
from monitor.subscriptions.life import COMPLAINED, paused, resumed
from monitor.wiring import Line
from monitor.worker import deliver
from tests.drill.letters.network import Item


class Steps:
    """Each is one transaction, but `deliver`; all take the line of the process that lives just now."""

    def look(self, line: Line, items: Iterable[Item], now: datetime) -> None:
        """What a look brought is kept."""
        with line.store.begin() as work:
            work.records.put(items, now)

    def learn(self, line: Line, now: datetime) -> None:
        """Step 6 of a cycle."""
        learn(line, now)

    def notify(self, line: Line, now: datetime) -> None:
        """Step 7 of a cycle."""
        notify(line, now)

    def deliver(self, line: Line, now: datetime) -> None:
        """What the worker does, in no time: how busy this machine is must not change a history."""
        deliver(line, "người đưa thư", now, ticks=lambda: 0.0)

    def ask(
        self, line: Line, address: str, want: Want, rhythm: Rhythm, now: datetime, way: str = "mail"
    ) -> Subscription:
        """Raises `SubscriptionRefused`."""
        return ask(line, address, "vi", way, want, rhythm, now)

    def confirm(self, line: Line, one: Subscription, now: datetime) -> Subscription:
        """Its owner says yes."""
        return confirm(line, one, now)

    def stop(self, line: Line, number: str, now: datetime) -> None:
        """Its owner says no."""
        with line.store.read() as work:
            one = work.subscriptions.get(number)
        assert one is not None
        stop(line, one, now, now)

    def pause(self, line: Line, number: str, until: datetime | None, now: datetime) -> None:
        """Nothing is matched until then."""
        with line.store.begin() as work:
            one = work.subscriptions.get(number)
            assert one is not None
            work.subscriptions.put([paused(one, until, now)])

    def resume(self, line: Line, numbers: Iterable[str], now: datetime) -> None:
        """Matched again from now on."""
        with line.store.begin() as work:
            for number in numbers:
                one = work.subscriptions.get(number)
                assert one is not None
                work.subscriptions.put([resumed(one, now)])

    def change(self, line: Line, number: str, want: Want, rhythm: Rhythm | None, now: datetime) -> None:
        """Something else is asked for, perhaps at another pace."""
        with line.store.begin() as work:
            one = work.subscriptions.get(number)
            assert one is not None
            after = replace(one, want=want, rhythm=rhythm or one.rhythm, changed_at=now)
            work.subscriptions.put([after])

    def suppress(self, line: Line, address: str, now: datetime) -> None:
        """Its owner complained to the mail provider."""
        with line.store.begin() as work:
            work.suppressions.add(address, COMPLAINED, now)
