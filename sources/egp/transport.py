"""Gọi Mạng đấu thầu quốc gia và nhận ra câu trả lời thật.
One call to the national network; what is not a JSON answer is named for what it is (egp-api §1)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from monitor.domain.errors import SourceBlocked, SourceChanged, SourceError, SourceNeedsAuthorisation
from monitor.domain.ports import Fetcher, Response
from monitor.domain.sources import Source
from sources.content import refuse_unless_json
from sources.egp.settings import TOKEN_FREE_MOUNT, EgpSettings
from sources.health import copy_age
from sources.wording import refusal

# The front end sometimes answers a page or half an answer, and the real one a moment later (§1).
# A gate, a block or a refusal is never asked again.
_PASSING = frozenset({"html_instead_of_json", "temporarily_unavailable", "truncated", "empty_body"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer, where its bytes lie, and how long a cache on the way had held it."""

    payload: Any
    capture_id: str
    cached_for: timedelta


@dataclass(slots=True)
class Caller:
    """Asks one source; remembers captures, the number of answers and when the last one came."""

    source: Source
    fetch: Fetcher
    settings: EgpSettings
    captures: list[str] = field(default_factory=list)
    finished_at: datetime | None = None

    @property
    def search_address(self) -> str:
        """Where searches go, without a token."""
        settings = self.settings
        return f"{settings.base_url(self.source)}{settings.mount}{settings.search_path}"

    def search(self, body: Any) -> Answer:
        """POST to the configured search mount."""
        return self.ask(self.settings.mount, self.settings.search_path, body)

    def ask(self, mount: str, path: str, body: Any) -> Answer:
        """POST `body` as JSON and return the JSON answer.

        A mount that needs a token is not called without one: that is `SourceNeedsAuthorisation`
        before anything is sent. Raises `SourceError`.
        """
        base = self.settings.base_url(self.source)
        url = f"{base}{mount}{path}"
        if mount != TOKEN_FREE_MOUNT:
            if not self.settings.token:
                raise self._needs_token("no_token", f"{path} needs a token and none is configured")
            url += f"?token={quote(self.settings.token, safe='')}"
        headers = {"Accept": "application/json", "Origin": base, "Referer": f"{base}/"}
        for attempt in range(1, self.settings.attempts + 1):
            response = self._post(url, body, headers)
            self.captures.append(response.capture_id)
            self.finished_at = response.fetched_at
            try:
                return self._read(response)
            except SourceError as error:
                if error.reason not in _PASSING or attempt == self.settings.attempts:
                    raise
        raise AssertionError("attempts is at least 1")

    def _post(self, url: str, body: Any, headers: dict[str, str]) -> Response:
        try:
            return self.fetch.post(self.source, url, json=body, headers=headers)
        except SourceBlocked as error:
            if error.reason == "http_401":
                raise self._needs_token(error.reason, "answered 401: the token is refused") from error
            raise

    def _read(self, response: Response) -> Answer:
        if response.status == 400 and _speaks_of_token(response):
            raise self._needs_token("http_400", "answered 400: a token is wanted")
        # The address is shown in messages and logs; the token is not.
        response = replace(response, url=response.url.split("?")[0])
        if response.status != 200:
            text = f"{response.url} answered {response.status}"
            raise refusal(SourceChanged, self.source, f"http_{response.status}", text, response.capture_id)
        payload = refuse_unless_json(self.source, response)
        return Answer(payload, response.capture_id, copy_age(response.headers, response.fetched_at))

    def _needs_token(self, reason: str, message: str) -> SourceNeedsAuthorisation:
        return SourceNeedsAuthorisation(
            self.source.id,
            message,
            reason=reason,
            vi=f"Nguồn “{self.source.name or self.source.id}” cần mã truy cập do chủ hệ thống cấp "
            "(cài đặt token). Hệ thống không gửi mã giả; hãy xin cấp mã hoặc nhận dữ liệu bàn giao.",
        )


def _speaks_of_token(response: Response) -> bool:
    return "token=" in response.url or b"token" in response.body[:4000].lower()
