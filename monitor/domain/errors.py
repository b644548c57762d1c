"""Các lỗi mà hệ thống biết gọi tên.
Errors by what the operator must do; each carries a Vietnamese sentence for people."""

from datetime import timedelta

from monitor.domain.labels import Lang


class MonitorError(Exception):
    """Base of all our errors.

    `str(error)` is English for the log; `vi` is the Vietnamese sentence shown to people: what
    happened, to which source or row, what to do. `en` says the same on English pages, where the
    words for the log are too few.
    """

    def __init__(self, message: str, *, vi: str = "", en: str = "") -> None:
        super().__init__(message)
        self.vi = vi or message
        self.en = en or message

    def told(self, lang: Lang) -> str:
        """The sentence in the reader's language."""
        return self.vi if lang == "vi" else self.en


class ConfigError(MonitorError):
    """A settings file, profile or option is wrong: the person who wrote it must correct it."""


class StorageError(MonitorError):
    """The database or archive refused: full disk, other schema version, locked, unreadable."""


class ImportRefused(MonitorError):
    """A hand-over file cannot be read at all; single bad rows are reported, not raised."""


class SourceError(MonitorError):
    """Something about one source; `source_id` names it, `reason` is a short stable word.

    `capture_id` is the archived response that shows it, where there is one.
    """

    def __init__(
        self, source_id: str, message: str, *, reason: str, vi: str = "", capture_id: str = ""
    ) -> None:
        super().__init__(f"{source_id}: {message}", vi=vi)
        self.source_id = source_id
        self.reason = reason
        self.capture_id = capture_id


class SourceUnreachable(SourceError):
    """Time-out, reset, DNS, TLS, 5xx after retries: try again later."""


class SourceBlocked(SourceError):
    """403, cookie gate, login page, robots.txt, address guard: stop and tell the operator."""


class SourceGate(SourceBlocked):
    """A page that asks the visitor to prove something; never answered."""


class SourceChanged(SourceError):
    """Layout, keys or codes are not the known ones: a person must look."""


class SourcePartial(SourceError):
    """Only part of what should be there arrived (cut-off page, lost items): proves no absence."""


class SourceNeedsAuthorisation(SourceError):
    """The call needs a token that the owner of the system has not given us."""


class DeliveryError(MonitorError):
    """One message could not be delivered; `permanent` tells whether trying again is pointless.

    `retry_after` is the pause that the other side asked for, where it named one; `busy`: it asked so of
    everything that goes by this channel, not only of this message. `down`: the place to which all of this
    channel goes did not answer, or answered that it is broken; that says little of this message.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        vi: str = "",
        retry_after: timedelta | None = None,
        busy: bool = False,
        down: bool = False,
    ) -> None:
        super().__init__(message, vi=vi)
        self.busy = busy
        self.down = down
        self.permanent = permanent
        self.retry_after = retry_after


class CaseRefused(MonitorError):
    """A step that a case does not allow from where it stands, or without the reason it needs."""
