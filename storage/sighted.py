"""Một tin đăng được đọc lại: giữ gì, đổi gì.
What becomes of a sighting when its source shows it again."""

from dataclasses import dataclass, replace

from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from storage.codec import encode_raw, encode_without, joined, mark

# What differs at every reading, and the raw fields, which are stored apart.
_SEEN = {"first_seen_at", "capture_id", "look_id", "raw"}


@dataclass(frozen=True, slots=True)
class Reread:
    """The sighting to keep; `changed` when it reads differently, `overwritten` when something
    it showed before is not shown any more."""

    sighting: Sighting
    changed: bool
    overwritten: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reading showed, as two documents, and the mark that tells readings apart."""

    document: bytes
    raw: str
    mark: str

    def whole(self, sighting: Sighting) -> str:
        """The document to store: with when, in which look and in which capture it was seen."""
        return joined(
            self.document,
            first_seen_at=sighting.first_seen_at,
            capture_id=sighting.capture_id,
            look_id=sighting.look_id,
        )


def shown_by(sighting: Sighting) -> Shown:
    """The documents of a reading; the mark leaves out when it was made and its capture."""
    document = encode_without(Sighting, sighting, _SEEN)
    raw = encode_raw(sighting.raw)
    return Shown(document, raw, mark(document, raw))


def reread(stored: Sighting, last_shown: Moment | None, seen: Sighting) -> Reread:
    """Merge a new reading into the stored sighting.

    An empty field never erases a known one (a listing has no body). The earliest publication
    time stays: the reading kindest to the agency; what was shown later goes to the history.
    """
    kept = replace(
        stored,
        url=seen.url or stored.url,
        title=seen.title or stored.title,
        kind=seen.kind or stored.kind,
        body=seen.body or stored.body,
        codes=seen.codes or stored.codes,
        attachments=seen.attachments or stored.attachments,
        code_places=seen.code_places or stored.code_places,
        published=earliest(stored.published, seen.published),
        first_seen_at=min(stored.first_seen_at, seen.first_seen_at),
        raw={**stored.raw, **seen.raw},
    )
    moved = _moved(last_shown or stored.published, seen.published)
    changed = moved or _content(kept) != _content(stored)
    if changed:
        kept = replace(
            kept,
            capture_id=seen.capture_id or stored.capture_id,
            look_id=seen.look_id or stored.look_id,
        )
    return Reread(kept, changed, moved or _overwrites(stored, kept))


def _content(sighting: Sighting) -> bytes:
    return encode_without(Sighting, sighting, _SEEN)


def earliest(one: Moment | None, other: Moment | None) -> Moment | None:
    """The earlier of two publication times; of two that agree, the more exact."""
    if one is None or other is None:
        return one or other
    if agree(one, other):
        return min(one, other, key=lambda moment: moment.latest - moment.at)
    return min(one, other, key=lambda moment: moment.at)


def agree(one: Moment, other: Moment) -> bool:
    """Whether two moments may be the same instant, each as exactly as it is known."""
    return one.at < other.latest and other.at < one.latest


def _moved(before: Moment | None, now: Moment | None) -> bool:
    return before is not None and now is not None and not agree(before, now)


def _overwrites(stored: Sighting, kept: Sighting) -> bool:
    fields = ("title", "url", "body")
    return any(getattr(stored, name) and getattr(stored, name) != getattr(kept, name) for name in fields)
