"""Dịch vụ gửi thư khó tính trên vòng lặp nội bộ: bận, hỏng, từ chối, nhận rồi mất lời đáp.
A loopback mail provider with moods; keeps every mail that it took, however often."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

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
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.taken: list[Taken] = []
        self.moods: dict[Mood, int] = dict.fromkeys(Mood, 0)
        self.refused: set[str] = set()
        # The key of the last mail that each sender offered, by what the sender showed.
        self.last_calls: dict[str, str] = {}
        self._lock = threading.Lock()

    def clock(self) -> datetime:
        """The time of the history."""
        return self.now

    def __call__(self, request: Request) -> Answer:
        mail = request.json
        if mail is None:  # its sender was killed while it was still writing: nothing was offered
            return Reset()
        (person,) = mail["personalizations"]
        key = person["custom_args"]["message_key"]
        with self._lock:
            mood, pause = self.choose(key)
            self.moods[mood] += 1
            self.last_calls[request.headers["authorization"]] = key
            if mood is Mood.REFUSES:
                self.refused.add(key)
            if mood in TAKING:
                text = next(part["value"] for part in mail["content"] if part["type"] == "text/plain")
                named = {name.casefold(): value for name, value in person["headers"].items()}
                self.taken.append(
                    Taken(
                        self.now,
                        key,
                        person["to"][0]["email"],
                        named["message-id"],
                        text,
                        mood in LOSING,
                        request.headers["authorization"],
                    )
                )
            if mood is Mood.TAKES_TWICE:
                self.taken.insert(-1, replace(self.taken[-1], lost=True))
        return self._answer(mood, pause)

    def _answer(self, mood: Mood, pause: int) -> Answer:
        if mood is Mood.TAKES_AND_KILLS:
            self.on_kill()
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
