"""Dịch vụ gửi thư mẫu, nhận đúng lời gọi POST /v3/mail/send.
The demo mail provider: accepts what SendGrid's Web API accepts, and keeps it in memory and on disk."""

import json
import threading
from pathlib import Path
from typing import Any

from monitor.demo.servers.web import Reply, Request

API_KEY = "SG.demo.khoa-cua-the-gioi-mau"
_PATH = "/v3/mail/send"
_BODY_TYPES = ("text/plain", "text/html")


class MailProvider:
    """Accepts mails; `accepted` are their bodies in order, with those that a folder already holds."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._accepted: list[dict[str, Any]] = []
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._accepted += [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]

    @property
    def accepted(self) -> tuple[dict[str, Any], ...]:
        with self._lock:
            return tuple(self._accepted)

    def __call__(self, request: Request) -> Reply:
        if (request.method, request.path) != ("POST", _PATH):
            return _refused(404, "not found", "path")
        if request.headers.get("authorization") != f"Bearer {API_KEY}":
            return _refused(401, "The provided authorization grant is invalid, expired, or revoked", None)
        problem = _problem(request.json)
        if problem:
            return _refused(400, *problem)
        with self._lock:
            self._accepted.append(request.json)
            number = len(self._accepted)
            self._write(number, request.json)
        return Reply(status=202, content_type="text/plain", headers={"X-Message-Id": f"demo-{number:05d}"})

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


def _addresses(found: Any) -> bool:
    return (
        isinstance(found, list)
        and bool(found)
        and all(isinstance(one, dict) and "@" in str(one.get("email", "")) for one in found)
    )


def _refused(status: int, message: str, field: str | None) -> Reply:
    return Reply.json({"errors": [{"message": message, "field": field, "help": None}]}, status)
