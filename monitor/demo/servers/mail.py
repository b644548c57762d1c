"""Dịch vụ gửi thư mẫu, nhận đúng lời gọi POST /v3/mail/send.
The demo mail provider: accepts what SendGrid's Web API accepts, and keeps it in memory and on disk."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.demo.servers.web import Reply, Request

API_KEY = "SG.demo.khoa-cua-the-gioi-mau"
_PATH = "/v3/mail/send"
_BODY_TYPES = ("text/plain", "text/html")


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the calls: mails taken, those of earlier runs included; calls refused and repeated."""

    accepted: int = 0
    refused: int = 0
    repeated: int = 0


class MailProvider:
    """Accepts mails; `accepted` are their bodies in order, with those that a folder already holds.

    A mail whose message key it has seen is answered as before and not taken again. SendGrid itself
    promises no such thing: who is killed between its answer and their own note may send twice there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._accepted: list[dict[str, Any]] = []
        self._refused = self._repeated = 0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._accepted += [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
        self._numbers = {key: number for number, mail in enumerate(self._accepted, 1) if (key := _key(mail))}

    @property
    def accepted(self) -> tuple[dict[str, Any], ...]:
        with self._lock:
            return tuple(self._accepted)

    @property
    def posted(self) -> Posted:
        with self._lock:
            return Posted(len(self._accepted), self._refused, self._repeated)

    def __call__(self, request: Request) -> Reply:
        reply = self._answer(request)
        if reply.status >= 400:
            with self._lock:
                self._refused += 1
        return reply

    def _answer(self, request: Request) -> Reply:
        if (request.method, request.path) != ("POST", _PATH):
            return _refused(404, "not found", "path")
        if request.headers.get("authorization") != f"Bearer {API_KEY}":
            return _refused(401, "The provided authorization grant is invalid, expired, or revoked", None)
        problem = _problem(request.json)
        if problem:
            return _refused(400, *problem)
        number = self._take(request.json)
        return Reply(status=202, content_type="text/plain", headers={"X-Message-Id": f"demo-{number:05d}"})

    def _take(self, mail: dict[str, Any]) -> int:
        key = _key(mail)
        with self._lock:
            if key in self._numbers:
                self._repeated += 1
                return self._numbers[key]
            number = len(self._accepted) + 1
            self._write(number, mail)
            self._accepted.append(mail)
            if key:
                self._numbers[key] = number
            return number

    def _write(self, number: int, mail: dict[str, Any]) -> None:
        if self._folder is None:
            return
        text = json.dumps(mail, ensure_ascii=False, indent=1)
        unfinished = self._folder / f"{number:05d}.part"
        unfinished.write_text(text, "utf-8")
        unfinished.replace(self._folder / f"{number:05d}.json")


def _problem(mail: Any) -> tuple[str, str] | None:
    """The first thing wrong with a mail: message and field."""
    if not isinstance(mail, dict):
        return "Bad Request", "body"
    people = mail.get("personalizations")
    if not isinstance(people, list) or not people or len(people) > 1000:
        return "The personalizations field is required.", "personalizations"
    if not all(isinstance(one, dict) and _addresses(one.get("to")) for one in people):
        return "The to array is required for all personalization objects.", "personalizations.0.to"
    if not _addresses([mail.get("from")]):
        return "The from object must be provided for every email send.", "from"
    if not isinstance(mail.get("subject"), str) or not mail["subject"].strip():
        return "The subject is required.", "subject"
    content = mail.get("content")
    if not isinstance(content, list) or not content:
        return "The content is required.", "content"
    for part in content:
        if not isinstance(part, dict) or part.get("type") not in _BODY_TYPES or not part.get("value"):
            return "The content value must be a string at least one character in length.", "content.0.value"
    return None


def _key(mail: dict[str, Any]) -> str:
    """The sender's own key of a mail, which travels with its first personalization; "" without one."""
    said = mail["personalizations"][0].get("custom_args")
    return str(said.get("message_key", "")) if isinstance(said, dict) else ""


def _addresses(found: Any) -> bool:
    return (
        isinstance(found, list)
        and bool(found)
        and all(isinstance(one, dict) and "@" in str(one.get("email", "")) for one in found)
    )


def _refused(status: int, message: str, field: str | None) -> Reply:
    return Reply.json({"errors": [{"message": message, "field": field, "help": None}]}, status)
