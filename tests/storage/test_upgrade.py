"""Kho của bản 0001 lên bản này: không mất gì đã báo, đã đếm, đã khóa.
A database of version 0001 is brought to ours with everything it told, counted and named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.command import upgrade
from sqlalchemy import Connection, create_engine, text

from monitor.digest.runs import owed
from monitor.domain.cases import Message, key_hash
from monitor.domain.errors import StorageError
from monitor.domain.judgement import Disclosure, Duty, Verdict
from monitor.domain.sources import Sighting
from storage.codec import encode, encode_raw, mark
from storage.engine import database_url
from storage.migrating import config
from storage.store import Store

Opened = Callable[[str], Store]

# Longer than is stored whole now, short enough for the index of PostgreSQL that held it then.
LONG = "".join(f"{number:x}" for number in range(500))
TOLD = ["f-1:first:high:0:0", "f-1:resolved:high:0:3", f"{LONG}:first"]


@pytest.fixture
def old(blank_url: str) -> str:
    """An empty database of version 0001."""
    url = database_url(blank_url)
    if url.drivername == "sqlite":
        path = Path(str(url.database))
        path.parent.mkdir(parents=True)
        path.touch()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(config(connection), "0001")
    engine.dispose()
    return blank_url


def _fill(url: str, fill: Callable[[Connection], None]) -> None:
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()


def _insert(connection: Connection, table: str, **row: Any) -> None:
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)


def _judged(sample: Any, subject: str) -> tuple[Disclosure, Duty, Verdict]:
    disclosure = sample.disclosure(id=f"{subject}/notice", subject_key=subject)
    duty = sample.duty(id=f"{disclosure.id}@portal", disclosure_id=disclosure.id)
    return disclosure, duty, sample.verdict(duty_id=duty.id)


def _judge(connection: Connection, sample: Any, subject: str) -> None:
    disclosure, duty, verdict = _judged(sample, subject)
    at = "2026-03-02 03:00:00.000000"
    document = encode(Disclosure, disclosure)
    _insert(
        connection,
        "disclosure",
        id=disclosure.id,
        kind=disclosure.kind.value,
        subject_key=subject,
        agency_id="so-mau",
        title=disclosure.title,
        mark=mark(document),
        document=document,
    )
    document = encode(Duty, duty)
    _insert(
        connection,
        "duty",
        id=duty.id,
        disclosure_id=disclosure.id,
        channel="portal",
        agency_id="so-mau",
        rule_id=duty.rule_id,
        mark=mark(document),
        document=document,
    )
    document = encode(Verdict, verdict)
    _insert(
        connection,
        "verdict",
        duty_id=duty.id,
        kind=verdict.kind.value,
        days_late=0,
        reason=verdict.reason,
        since=at,
        mark=mark(document),
        document=document,
    )
    _insert(connection, "verdict_history", duty_id=duty.id, kind="not_due", at=at, document=document)


def test_what_was_told_is_carried_over_and_leaves_its_old_place(old: str, opened: Opened) -> None:
    _fill(old, lambda connection: _insert(connection, "meta", key="told_versions", value=encode_raw(TOLD)))
    store = opened(old)
    with pytest.raises(StorageError, match="older"):
        store.check()
    store.upgrade()
    store.check()
    with store.read() as work:
        assert work.told.among([*TOLD, "f-2:first:high:0:0"]) == set(TOLD)
        assert work.meta.get("told_versions") is None


def test_the_last_digest_is_a_run_that_is_done_and_its_old_mark_is_gone(old: str, opened: Opened) -> None:
    _fill(old, lambda connection: _insert(connection, "meta", key="digest_week", value='"2026-W53"'))
    store = opened(old)
    store.upgrade()
    monday_7 = datetime(2027, 1, 4, tzinfo=UTC)  # 07:00 in Việt Nam
    with store.read() as work:
        assert work.meta.get("digest_week") is None
        for reader in ("inspectorate", "agencies"):
            assert work.digests.done_until(reader) == monday_7
            assert owed(monday_7 + timedelta(days=6), monday_7 - timedelta(days=90), monday_7) == ()


def test_a_database_that_told_nothing_is_brought_to_ours_too(old: str, opened: Opened) -> None:
    store = opened(old)
    store.upgrade()
    store.check()
    with store.read() as work:
        assert work.told.among(TOLD) == frozenset()


def test_duties_with_their_days_inside_are_read_and_are_not_new(
    old: str, opened: Opened, sample: Any
) -> None:
    _fill(old, lambda connection: _judge(connection, sample, "IB2600000001"))
    disclosure, duty, verdict = _judged(sample, "IB2600000001")
    store = opened(old)
    store.upgrade()
    with store.begin() as work:
        (judged,) = work.judgements.judged()
        assert (judged.duty, judged.verdict) == (duty, verdict)
        work.judgements.put_disclosures([disclosure])
        work.judgements.put([(duty, verdict)], sample.now)
        assert work.judgements.put([(duty, verdict)], sample.now) == 0
        (judged,) = work.judgements.judged()
        assert (judged.duty, judged.verdict) == (duty, verdict)


def test_long_keys_are_shortened_in_every_table_that_names_them(
    old: str, opened: Opened, sample: Any
) -> None:
    sighting = sample.sighting(LONG)

    def fill(connection: Connection) -> None:
        _judge(connection, sample, LONG)
        _insert(
            connection,
            "sighting",
            id=sighting.id,
            source_id=sighting.source_id,
            channel="portal",
            title=sighting.title,
            url=sighting.url,
            kind="notice",
            shown="",
            first_seen_at="2026-03-02 03:00:00.000000",
            last_seen_at="2026-03-02 03:00:00.000000",
            mark="",
            document=encode(Sighting, sighting),
            raw=encode_raw(sighting.raw),
        )

    _fill(old, fill)
    store = opened(old)
    store.upgrade()
    disclosure, duty, verdict = _judged(sample, LONG)
    with store.begin() as work:
        assert work.sightings.put([sighting]).new_ids == ()
        assert work.sightings.count() == 1
        assert work.judgements.put_disclosures([disclosure]) == 0
        assert work.judgements.withdraw_except([duty.id], sample.now) == 0
        work.judgements.put([(duty, verdict)], sample.now)
        assert [judged.duty for judged in work.judgements.judged()] == [duty]
        assert len(work.judgements.history(duty.id)) == 2
    # The rows still hang together: what names nothing is refused.
    with pytest.raises(StorageError, match="constraint"), store.begin() as work:
        work.judgements.put([(sample.duty(9), sample.verdict(9))], sample.now)


def test_letters_of_an_older_version_get_what_stands_for_their_keys(
    old: str, opened: Opened, sample: Any
) -> None:
    messages = [replace(sample.message(number), key=f"{LONG}{number}") for number in range(3)]

    def fill(connection: Connection) -> None:
        for number, message in enumerate(messages):
            _insert(
                connection, "delivery", id=number + 1, key=f"k{number}", recipient_id="a", channel="sendgrid",
                kind="alert", subject="x", state="queued", attempts=0, not_before="2026-09-21 02:00:00",
                claimed_by="", outcome="", document=encode(Message, message),
            )  # fmt: skip

    _fill(old, fill)
    store = opened(old)
    store.upgrade()
    with store.begin() as work:
        assert [work.outbox.key_of(key_hash(message.key)) for message in messages] == [
            message.key for message in messages
        ]
        assert [one.deaths for one in work.outbox.list()] == [0, 0, 0]
        assert not work.outbox.queue(replace(messages[0], key="k0"), sample.now)
