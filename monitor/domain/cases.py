"""Hồ sơ của thanh tra, thư và lượt gửi.
The inspectorate's file on one package, and what is told to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import CaseState, DeliveryState, MessageKind, Reader, Reason, Severity


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One step in a case: by whom (`máy` or a person's name), when (UTC), what, and why."""

    at: datetime
    by: str
    action: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody was told of some findings of a case, and why.

    `at` is the instant (UTC) from which the letter could leave: days are counted from there.
    `episode` is that of the case at the time. `question` is the number of the question that the letter
    brought or brought to mind, 0 for all other letters. `letter` is the `key_hash` of an agency's letter;
    `lost_at` when it was given up (UTC): then nobody was told by it.
    """

    at: datetime
    reader: Reader
    reason: Reason
    episode: int
    fingerprints: tuple[str, ...]
    question: int = 0
    letter: str = ""
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """No reminder and no escalation until then (UTC, excluded), by whom and why."""

    until: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one person proposes to close a case by, until a second one decides (bốn mắt).

    `by` is the account, `name` how people call it; `at` is UTC.
    """

    action: CaseAction
    by: str
    name: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """The inspectorate's file on the findings of one package or plan (hồ sơ).

    `fingerprints` are the findings it holds, `open_fingerprints` those still standing.
    `days_late` is filled when a later publication resolves it. `told` is who was told what.
    `owner` is the account of who deals with it, empty for nobody.
    """

    id: str
    subject_key: str
    agency_id: str
    agency_name: str
    title: str
    state: CaseState
    severity: Severity
    opened_at: datetime
    changed_at: datetime
    fingerprints: tuple[str, ...]
    open_fingerprints: tuple[str, ...]
    days_late: int = 0
    events: tuple[CaseEvent, ...] = ()
    told: tuple[Telling, ...] = ()
    snooze: Snooze | None = None
    owner: str = ""
    proposal: Proposal | None = None

    @property
    def episode(self) -> int:
        """How often it was reopened: what comes back is told again."""
        return sum(event.action == CaseStep.REOPENED for event in self.events)

    @property
    def reached(self) -> tuple[Telling, ...]:
        """What was told, without the letters that never arrived."""
        return tuple(telling for telling in self.told if telling.lost_at is None)

    def lost(self, fingerprint: str) -> int:
        """How many letters to its agency about a finding were lost in this episode."""
        return sum(
            one.lost_at is not None and one.episode == self.episode and fingerprint in one.fingerprints
            for one in self.told
        )

    def lost_questions(self, number: int, reason: Reason) -> int:
        """How many letters about a question, sent for this reason, were lost."""
        return sum(
            one.lost_at is not None and one.question == number and one.reason is reason for one in self.told
        )


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told and how: `channel` names a module in `alerts/channels/`."""

    id: str
    name: str
    address: str
    channel: str
    lang: Lang = "vi"
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A PNG shown inside a message's HTML as `cid:<cid>`; the HTML gives its words beside it."""

    cid: str
    png: bytes
    # How documents hold bytes; `storage.codec`'s library looks for it on the class.
    __pydantic_config__: ClassVar[Mapping[str, str]] = {
        "ser_json_bytes": "base64",
        "val_json_bytes": "base64",
    }


@dataclass(frozen=True, slots=True)
class Message:
    """One rendered text for one recipient.

    `key` is (recipient, subject, version, channel) in one string: the same key is never told
    twice. `subject`, `text`, `html` are final. `unsubscribe_url` stops the subscription without a
    login; `thread_key` is the key of the first message of its thread; `images` are what the HTML shows.
    `cases` are those whose agency it tells something.
    """

    key: str
    kind: MessageKind
    reason: Reason
    recipient: Recipient
    subject: str
    text: str
    html: str
    created_at: datetime
    unsubscribe_url: str = ""
    thread_key: str = ""
    images: tuple[InlineImage, ...] = ()
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way: attempts, state, and the last outcome in words.

    `deaths` counts the workers in a row that began to send it and were not heard of again.
    """

    message: Message
    state: DeliveryState
    attempts: int
    not_before: datetime
    claimed_by: str = ""
    claimed_at: datetime | None = None
    outcome: str = ""
    deaths: int = 0


def key_hash(key: str) -> str:
    """32 hexadecimal digits that stand for a message key wherever it goes out of the house.

    The key itself holds a digest of the address, by which its owner could be recognised.
    """
    return sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
