"""Dịch vụ gửi thư khó tính trên vòng lặp nội bộ: bận, hỏng, từ chối, nhận rồi mất lời đáp.
A loopback mail provider with moods; keeps every mail that it took, however often."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from alerts.channels.webhook import verify
from alerts.posting import utc_now
from alerts.webhook_challenge import CHALLENGE, answer_to
from monitor.demo.servers.web import Answer, Hang, Reply, Request, Reset


class Mood(StrEnum):
    """What it does with one call."""

    FINE = "taken"
    BUSY = "429"
    BROKEN = "500"
    REFUSES = "400"
    FORBIDS = "403"
    CUT = "connection broken"
    TAKES_AND_CUTS = "taken, connection broken"
    TAKES_AND_FAILS = "taken, 500"
    TAKES_AND_HANGS = "taken, no answer"
    TAKES_TWICE = "taken twice"
    TAKES_AND_KILLS = "taken, sender killed"


_STATUS = {Mood.BUSY: 429, Mood.BROKEN: 500, Mood.TAKES_AND_FAILS: 500, Mood.REFUSES: 400, Mood.FORBIDS: 403}
TAKING = frozenset(mood for mood in Mood if mood.value.startswith("taken"))
# The sender cannot know that it was taken.
LOSING = TAKING - {Mood.FINE, Mood.TAKES_TWICE}


@dataclass(slots=True)
class Taken:
    """One mail taken at `at` (UTC); `lost` when the sender does not know it, or when it is the provider's
    own doubling. `sender` is the key that the sender showed."""

    at: datetime
    key: str
    address: str
    message_id: str
    text: str
    lost: bool
    sender: str = ""


class Provider:
    """An app for the loopback server. `choose` says the mood of each call, by its key."""

    def __init__(self, choose: Callable[[str], tuple[Mood, int]], on_kill: Callable[[], None]) -> None:
        self.choose, self.on_kill = choose, on_kill
        # Mails carry a hash of their letter's key; whoever holds the letters says which key it is.
        self.key_of: Callable[[str], str] = str
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.taken: list[Taken] = []
        self.moods: dict[Mood, int] = dict.fromkeys(Mood, 0)
        self.refused: set[str] = set()
        # The keys of the mails that each sender offered, in their order, by what the sender showed.
        self.calls: dict[str, list[str]] = defaultdict(list)
        # The keys of subscribers' machines, by the paths at which they listen here.
        self.machines: dict[str, str] = {}
        self._lock = threading.Lock()

    def clock(self) -> datetime:
        """The time of the history."""
        return self.now

    def __call__(self, request: Request) -> Answer:
        mail = request.json
        if mail is None:  # its sender was killed while it was still writing: nothing was offered
            return Reset()
        if request.path in self.machines:
            return self._at_machine(request, self.machines[request.path])
        (person,) = mail["personalizations"]
        key = self.key_of(person["custom_args"]["message_key"])
        text = next(part["value"] for part in mail["content"] if part["type"] == "text/plain")
        named = {name.casefold(): value for name, value in person["headers"].items()}
        address, sender = person["to"][0]["email"], request.headers["authorization"]
        mood, pause = self.offer(key, address, named["message-id"], text, sender)
        return self._answer(mood, pause)

    def _at_machine(self, request: Request, secret: str) -> Answer:
        """Subscribers' machines are as moody as the provider; what nobody signed is taken by none."""
        told, headers = request.json, request.headers
        stamp, mark = headers["x-monitor-timestamp"], headers["x-monitor-signature"]
        assert verify(secret, stamp, request.body, mark, utc_now())
        if told["kind"] == CHALLENGE:
            return Reply.json({"response": answer_to(secret, told["challenge"])})
        address = f"http://{headers['host']}{request.path}"
        mood, pause = self.offer(
            self.key_of(told["id"]), address, headers["idempotency-key"], told["text"], secret
        )
        return self._answer(mood, pause)

    def offer(self, key: str, address: str, message_id: str, text: str, sender: str = "") -> tuple[Mood, int]:
        """One mail is offered; what became of it."""
        with self._lock:
            mood, pause = self.mood_for(key, address)
            self.moods[mood] += 1
            self.calls[sender].append(key)
            if mood is Mood.REFUSES:
                self.refused.add(key)
            if mood in TAKING:
                self.taken.append(Taken(self.now, key, address, message_id, text, mood in LOSING, sender))
            if mood is Mood.TAKES_TWICE:
                self.taken.insert(-1, replace(self.taken[-1], lost=True))
        if mood is Mood.TAKES_AND_KILLS:
            self.on_kill()
        return mood, pause

    def mood_for(self, key: str, _address: str) -> tuple[Mood, int]:
        """What becomes of this mail, and for how many seconds a busy provider asks us to wait."""
        return self.choose(key)

    def _answer(self, mood: Mood, pause: int) -> Answer:
        if mood in (Mood.CUT, Mood.TAKES_AND_CUTS):
            return Reset()
        if mood is Mood.TAKES_AND_HANGS:
            return Hang()
        status = _STATUS.get(mood, 202)
        if status == 202:
            return Reply(
                status=202, content_type="text/plain", headers={"X-Message-Id": f"thu-{len(self.taken)}"}
            )
        body = json.dumps({"errors": [{"message": str(mood), "field": None, "help": None}]}).encode()
        headers = {"Retry-After": str(pause)} if mood is Mood.BUSY else {}
        return Reply(body, status, "application/json", headers)
