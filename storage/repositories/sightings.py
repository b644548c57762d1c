"""Sổ tin đăng đã thấy trên các kênh.
Every item seen on a portal, an agency page or in a feed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import PutResult, SightingRevision
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel
from storage.bulk import chunks, insert, table_of, upsert
from storage.codec import decode, decode_raw, encode, encode_raw
from storage.sighted import content_mark, reread
from storage.tables.looking import SightingHistoryRow, SightingRow


class Sightings:
    """One row per item, with a history of what its source changed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, sightings: Iterable[Sighting]) -> PutResult:
        """Store what a look showed; the same twice changes nothing.

        `first_seen_at` and the earliest publication time stay; an overwritten title, address,
        time or body goes to the history. `first_seen_at` of a known item is read as "seen at".
        """
        new: list[str] = []
        changed: list[str] = []
        for chunk in chunks(_each_once(sightings)):
            self._put_chunk(chunk, new, changed)
        return PutResult(tuple(new), tuple(changed))

    def last_seen(self, ids: Iterable[str], at: datetime) -> None:
        """Note that these items were still shown at `at` (UTC); never moves the time back."""
        self._still_shown([(sighting_id, at) for sighting_id in ids])

    def all(self, channel: Channel | None = None, *, raw: bool = False) -> tuple[Sighting, ...]:
        """Every sighting by id; without the raw fields unless asked for, as they are large."""
        query = select(SightingRow.document, SightingRow.raw if raw else SightingRow.shown)
        if channel is not None:
            query = query.where(col(SightingRow.channel) == channel.value)
        rows = self._session.exec(query.order_by(col(SightingRow.id)))
        return tuple(_sighting(document, text if raw else "") for document, text in rows)

    def get(self, ids: Iterable[str]) -> tuple[Sighting, ...]:
        """The sightings with these ids, raw fields included; unknown ids are left out."""
        found: list[Sighting] = []
        for chunk in chunks(dict.fromkeys(ids)):
            rows = self._session.exec(
                select(SightingRow.document, SightingRow.raw).where(col(SightingRow.id).in_(chunk))
            )
            found.extend(_sighting(document, raw) for document, raw in rows)
        return tuple(found)

    def count(self) -> int:
        """How many items were ever seen."""
        return self._session.exec(select(func.count()).select_from(SightingRow)).one()

    def history(self, sighting_id: str) -> tuple[SightingRevision, ...]:
        """What the item showed before each change, oldest first."""
        rows = self._session.exec(
            select(SightingHistoryRow)
            .where(col(SightingHistoryRow.sighting_id) == sighting_id)
            .order_by(col(SightingHistoryRow.id))
        )
        return tuple(
            SightingRevision(row.noticed_at, row.title, row.url, row.published_at, row.body, row.capture_id)
            for row in rows
        )

    def _put_chunk(self, chunk: list[Sighting], new: list[str], changed: list[str]) -> None:
        marks = {sighting.id: content_mark(sighting) for sighting in chunk}
        known = dict(
            self._session.exec(
                select(SightingRow.id, SightingRow.mark).where(col(SightingRow.id).in_(list(marks)))
            ).all()
        )
        fresh = [sighting for sighting in chunk if sighting.id not in known]
        rows = [_row(sighting, sighting.published, marks[sighting.id]) for sighting in fresh]
        new.extend(sighting.id for sighting in fresh)
        differing = [s for s in chunk if s.id in known and known[s.id] != marks[s.id]]
        rows += self._reread(differing, marks, changed)
        upsert(self._session, SightingRow, rows, keep=("last_seen_at",))
        self._still_shown([(s.id, s.first_seen_at) for s in chunk if s.id in known])

    def _reread(
        self, seen: list[Sighting], marks: Mapping[str, str], changed: list[str]
    ) -> list[dict[str, Any]]:
        stored = self._session.exec(
            select(SightingRow.id, SightingRow.document, SightingRow.raw, SightingRow.shown).where(
                col(SightingRow.id).in_([sighting.id for sighting in seen])
            )
        )
        by_id = {row[0]: row[1:] for row in stored}
        rows, revisions = [], []
        for sighting in seen:
            document, raw, shown = by_id[sighting.id]
            before = _sighting(document, raw)
            last_shown = decode(Moment, shown) if shown else None
            result = reread(before, last_shown, sighting)
            rows.append(_row(result.sighting, sighting.published or last_shown, marks[sighting.id]))
            if result.changed:
                changed.append(sighting.id)
            if result.overwritten:
                revisions.append(_revision(before, last_shown, sighting.first_seen_at))
        insert(self._session, SightingHistoryRow, revisions)
        return rows

    def _still_shown(self, seen: list[tuple[str, datetime]]) -> None:
        if not seen:
            return
        table = table_of(SightingRow)
        statement = (
            table.update()
            .where(table.c.id == bindparam("which"), table.c.last_seen_at < bindparam("at"))
            .values(last_seen_at=bindparam("at"))
        )
        self._session.connection().execute(statement, [{"which": which, "at": at} for which, at in seen])


def _each_once(sightings: Iterable[Sighting]) -> Iterable[Sighting]:
    """The same item twice in one look (listing and detail, or pinned) is read as one."""
    folded: dict[str, Sighting] = {}
    for sighting in sightings:
        earlier = folded.get(sighting.id)
        folded[sighting.id] = reread(earlier, earlier.published, sighting).sighting if earlier else sighting
    return folded.values()


def _row(sighting: Sighting, shown: Moment | None, content: str) -> dict[str, Any]:
    return {
        "id": sighting.id,
        "source_id": sighting.source_id,
        "channel": sighting.channel.value,
        "title": sighting.title,
        "url": sighting.url,
        "kind": sighting.kind.value if sighting.kind else "",
        "published_at": sighting.published.at if sighting.published else None,
        "shown": encode(Moment, shown) if shown else "",
        "first_seen_at": sighting.first_seen_at,
        "last_seen_at": sighting.first_seen_at,
        "mark": content,
        "document": encode(Sighting, replace(sighting, raw={})),
        "raw": encode_raw(sighting.raw),
    }


def _revision(before: Sighting, shown: Moment | None, noticed_at: datetime) -> dict[str, Any]:
    published = shown or before.published
    return {
        "sighting_id": before.id,
        "noticed_at": noticed_at,
        "title": before.title,
        "url": before.url,
        "published_at": published.at if published else None,
        "body": before.body,
        "capture_id": before.capture_id,
    }


def _sighting(document: str, raw: str) -> Sighting:
    sighting = decode(Sighting, document)
    return replace(sighting, raw=decode_raw(raw)) if raw else sighting
