"""Sổ tin đăng đã thấy trên các kênh.
Every item seen on a portal, an agency page or in a feed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import PutResult, SightingRevision
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel
from storage.bulk import chunks, insert, table_of, upsert
from storage.codec import decode, decode_raw, encode
from storage.coded import change_codes, note_codes
from storage.columns import stored_key
from storage.sighted import Shown, reread, shown_by
from storage.superseding import Superseded, in_force_at, keep, superseded
from storage.tables.looking import SightingHistoryRow, SightingRow
from storage.touched import touch

# Under this name what was known before is kept.
_KIND = "sighting"


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
        table = table_of(SightingRow)
        query = select(table.c.document, table.c.raw if raw else literal("")).order_by(table.c.id)
        if channel is not None:
            query = query.where(table.c.channel == channel.value)
        return tuple(_sighting(*row) for row in self._session.connection().execute(query))

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
        return tuple(_as_revision(row) for row in rows)

    def edited(self, ids: Iterable[str]) -> dict[str, tuple[SightingRevision, ...]]:
        """What items showed, the oldest first and what they show now last; only those ever changed."""
        keys = {stored_key(one): one for one in ids}
        found: dict[str, list[SightingRevision]] = {}
        table = table_of(SightingRow)
        for chunk in chunks(keys):
            rows = self._session.exec(
                select(SightingHistoryRow)
                .where(col(SightingHistoryRow.sighting_id).in_(chunk))
                .order_by(col(SightingHistoryRow.id))
            )
            for row in rows:
                found.setdefault(row.sighting_id, []).append(_as_revision(row))
        for chunk in chunks(found):
            columns = (table.c.id, table.c.document, table.c.shown, table.c.last_seen_at)
            for key, document, shown, at in self._session.connection().execute(
                select(*columns).where(table.c.id.in_(chunk))
            ):
                found[key].append(_now(decode(Sighting, document), shown, at))
        return {keys[key]: tuple(revisions) for key, revisions in found.items()}

    def known_at(self, at: datetime) -> tuple[Sighting, ...]:
        """Every item that had been seen by `at` (UTC), as it was known then; without raw fields."""
        table = table_of(SightingRow)
        query = select(table.c.id, table.c.document).where(table.c.first_seen_at <= at).order_by(table.c.id)
        then = in_force_at(self._session, _KIND, at)
        return tuple(
            decode(Sighting, then.get(key, (document, None))[0])
            for key, document in self._session.connection().execute(query)
        )

    def learnt(self, after: datetime, until: datetime) -> bool:
        """Whether `known_at` tells anything at `until` that it does not tell at `after` (UTC)."""
        first = col(SightingRow.first_seen_at)
        query = select(literal(1)).where(first > after, first <= until).limit(1)
        return (
            superseded(self._session, [_KIND], after, until) or self._session.exec(query).first() is not None
        )

    def _put_chunk(self, chunk: list[Sighting], new: list[str], changed: list[str]) -> None:
        shown = {stored_key(sighting.id): (sighting, shown_by(sighting)) for sighting in chunk}
        table = table_of(SightingRow)
        query = select(table.c.id, table.c.mark, table.c.last_seen_at).where(table.c.id.in_(list(shown)))
        known = {row[0]: row[1:] for row in self._session.connection().execute(query)}
        fresh = [reading for key, reading in shown.items() if key not in known]
        note_codes(self._session, (sighting for sighting, _ in fresh))
        new.extend(sighting.id for sighting, _ in fresh)
        differing = {key: r for key, r in shown.items() if key in known and known[key][0] != r[1].mark}
        insert_rows = (_row(sighting, read, sighting.published, read.mark) for sighting, read in fresh)
        upsert(self._session, SightingRow, insert_rows, keep=("last_seen_at",))
        upsert(self._session, SightingRow, self._reread(differing, changed), keep=("last_seen_at",))
        touch(self._session, ((key, "") for key in differing))
        self._still_shown(
            [
                (key, shown[key][0].first_seen_at)
                for key, (_, last) in known.items()
                if last < shown[key][0].first_seen_at
            ]
        )

    def _reread(self, seen: Mapping[str, tuple[Sighting, Shown]], changed: list[str]) -> list[dict[str, Any]]:
        if not seen:
            return []
        stored = self._session.exec(
            select(SightingRow.id, SightingRow.document, SightingRow.raw, SightingRow.shown).where(
                col(SightingRow.id).in_(list(seen))
            )
        )
        by_id = {row[0]: row[1:] for row in stored}
        rows, revisions, replaced, recoded = [], [], [], []
        for key, (sighting, read) in seen.items():
            document, raw, shown = by_id[key]
            before = _sighting(document, raw)
            last_shown = decode(Moment, shown) if shown else None
            result = reread(before, last_shown, sighting)
            kept = result.sighting
            row = _row(kept, shown_by(kept), sighting.published or last_shown, read.mark)
            rows.append(row)
            if row["document"] != document:
                replaced.append(Superseded(key, sighting.first_seen_at, document, None))
            if kept.codes != before.codes:
                recoded.append(kept)
            if result.changed:
                changed.append(sighting.id)
            if result.overwritten:
                revisions.append(_revision(before, last_shown, sighting.first_seen_at))
        insert(self._session, SightingHistoryRow, revisions)
        keep(self._session, _KIND, replaced)
        change_codes(self._session, recoded)
        return rows

    def _still_shown(self, seen: list[tuple[str, datetime]]) -> None:
        """Items by when they were seen; those of one look share an instant and one statement."""
        by_time: dict[datetime, list[str]] = defaultdict(list)
        for sighting_id, at in seen:
            by_time[at].append(sighting_id)
        table = table_of(SightingRow)
        for at, ids in by_time.items():
            for part in chunks(ids):
                self._session.connection().execute(
                    table.update()
                    .where(table.c.id.in_(part), table.c.last_seen_at < at)
                    .values(last_seen_at=at)
                )


def _each_once(sightings: Iterable[Sighting]) -> Iterable[Sighting]:
    """The same item twice in one look (listing and detail, or pinned) is read as one."""
    folded: dict[str, Sighting] = {}
    for sighting in sightings:
        earlier = folded.get(sighting.id)
        folded[sighting.id] = reread(earlier, earlier.published, sighting).sighting if earlier else sighting
    return folded.values()


def _row(sighting: Sighting, read: Shown, shown: Moment | None, content: str) -> dict[str, Any]:
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
        "document": read.whole(sighting),
        "raw": read.raw,
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


def _as_revision(row: SightingHistoryRow) -> SightingRevision:
    return SightingRevision(row.noticed_at, row.title, row.url, row.published_at, row.body, row.capture_id)


def _now(kept: Sighting, shown: str, at: datetime) -> SightingRevision:
    published = decode(Moment, shown) if shown else kept.published
    return SightingRevision(
        at, kept.title, kept.url, published.at if published else None, kept.body, kept.capture_id
    )


def _sighting(document: str, raw: str) -> Sighting:
    sighting = decode(Sighting, document)
    return replace(sighting, raw=decode_raw(raw)) if raw else sighting
