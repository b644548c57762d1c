"""Kho của bàn làm việc: số sửa của hồ sơ, dữ kiện của phát hiện, bộ lọc, tệp của đơn vị.
What the desk stores and asks: revisions, facts, views, files; on both databases."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from alembic.command import upgrade
from sqlalchemy import Engine, create_engine, event, text

from monitor.domain.cases import Case
from monitor.domain.desk import AnswerFile, SavedView
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState, VerdictKind
from storage.codec import encode
from storage.engine import database_url
from storage.migrating import config
from storage.store import Store, UnitOfWork
from tests.storage.samples import Samples

Opened = Callable[[str], Store]


def test_only_cases_changed_since_are_read_again(store: Store, sample: Samples) -> None:
    with store.begin() as work:
        assert work.desk.revision() == 0
        work.cases.put_all([sample.case(1), sample.case(2)])
        first = work.desk.revision()
    with store.begin() as work:
        work.cases.put(sample.case(2, title="khác"))
    with store.read() as work:
        assert {case.id for case in work.desk.cases_after(-1)} == {"HS-2026-0001", "HS-2026-0002"}
        (changed,) = work.desk.cases_after(first)
        assert changed.title == "khác"
        assert work.desk.cases_after(work.desk.revision()) == ()


def test_what_is_rolled_back_leaves_no_revision(store: Store, sample: Samples) -> None:
    class Stopped(Exception):
        pass

    try:
        with store.begin() as work:
            work.cases.put(sample.case(1))
            raise Stopped
    except Stopped:
        pass
    with store.read() as work:
        assert work.desk.revision() == 0


def test_the_facts_are_those_of_the_finding(store: Store, sample: Samples) -> None:
    finding = sample.finding(1, verdict=VerdictKind.LATE, channel=Channel.NATIONAL, days_late=7)
    with store.begin() as work:
        work.findings.put([finding], sample.now)
        work.findings.put([finding, sample.finding(2)], sample.now + timedelta(days=1))
    with store.read() as work:
        facts = {one.fingerprint: one for one in work.desk.facts_since(None)}
        late = facts[finding.fingerprint]
        assert (late.verdict, late.channel, late.days_late) == (VerdictKind.LATE, Channel.NATIONAL, 7)
        assert (late.due_at, late.kind, late.severity) == (finding.due_at, finding.kind, finding.severity)
        changed_at = work.desk.findings_changed_at()
        assert changed_at == sample.now + timedelta(days=1)
        assert [one.fingerprint for one in work.desk.facts_since(changed_at)] == [
            "missing_on_portal:IB2600000002"
        ]


def test_what_waits_is_counted_by_channel_and_agency(store: Store, sample: Samples) -> None:
    blind = VerdictKind.UNVERIFIABLE
    with store.begin() as work:
        work.judgements.put_disclosures([sample.disclosure(n) for n in (1, 2, 3)])
        pairs = [(sample.duty(n), sample.verdict(n, blind, reason="not_covered")) for n in (1, 2)]
        pairs += [(sample.duty(3), sample.verdict(3, blind, reason="trigger_unknown"))]
        work.judgements.put(pairs, sample.now)
    with store.read() as work:
        assert work.desk.withheld(["not_covered"]) == {(Channel.PORTAL, "so-mau"): 2}


def test_items_of_a_source_are_read_from_a_day_on(store: Store, sample: Samples) -> None:
    dayless = sample.sighting(3, published=None, first_seen_at=sample.now)
    with store.begin() as work:
        work.looks.add(sample.look(1))
        work.sightings.put([sample.sighting(1), sample.sighting(2, published=sample.moment(-9)), dayless])
        work.sightings.put([sample.sighting(4, source_id="nguon-b", published=sample.moment(-1))])
    since = sample.now - timedelta(days=2)
    with store.read() as work:
        assert [one.id for one in work.desk.shown_by(["nguon-a"], since, 9)] == ["nguon-a|1", "nguon-a|3"]
        assert len(work.desk.shown_by(["nguon-a"], since, 1)) == 1
        assert [one.id for one in work.desk.shown_by(["nguon-b", "nguon-a"], since, 2)] == [
            "nguon-a|1",
            "nguon-b|4",
        ]
        assert work.desk.shown_by(["nguon-c"], since, 9) == ()


def _plan(store: Store, url: str, ask: Callable[[UnitOfWork], object]) -> str:
    """How the database goes about the one reading of items that is asked for."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, cursor: Any, statement: str, parameters: Any, *more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with store.read() as work:
            ask(work)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    (reading,) = ((sql, given) for sql, given in asked if "coalesce" in sql.lower())
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        if engine.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if engine.name == "postgresql" else "EXPLAIN QUERY PLAN"
        plan = str(connection.exec_driver_sql(f"{explain} {reading[0]}", reading[1]).all())
    engine.dispose()
    return plan


def test_items_are_read_in_the_order_of_an_index(store: Store, url: str, sample: Samples) -> None:
    plan = _plan(store, url, lambda work: work.desk.shown_by(["nguon-a"], sample.now, 9))
    assert "ix_sighting_source_shown" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_code_is_found_among_all_items_of_the_sources_from_a_day_on(store: Store, sample: Samples) -> None:
    wanted, other = "IB2600000077", "PL2600000077"
    with store.begin() as work:
        work.sightings.put(sample.sighting(n, codes=()) for n in range(1, 2100))
        work.sightings.put(
            [
                sample.sighting(2101, codes=(wanted, other), published=sample.moment(5)),
                sample.sighting(2102, codes=(wanted,), published=sample.moment(4)),
                sample.sighting(2103, codes=(wanted,), published=None, first_seen_at=sample.now),
                sample.sighting(2104, codes=(wanted,), published=sample.moment(-9)),
                sample.sighting(1, source_id="nguon-b", codes=(wanted,)),
            ]
        )
    since = sample.now - timedelta(days=2)
    with store.read() as work:
        found = work.desk.bearing([wanted, other], ["nguon-a"], since, 2)
        assert found == (("nguon-a|2103", "nguon-a|2102"), 3)
        assert work.desk.bearing([other], ["nguon-a", "nguon-b"], since, 9) == (("nguon-a|2101",), 1)
        assert work.desk.bearing(["IB2600000078"], ["nguon-a"], since, 9) == ((), 0)
        assert work.desk.bearing([], ["nguon-a"], since, 9) == ((), 0)
    with store.begin() as work:
        work.sightings.put([sample.sighting(2102, codes=(other,), published=sample.moment(4))])
        assert work.desk.bearing([wanted], ["nguon-a"], since, 9)[1] == 2
        assert work.desk.bearing([other], ["nguon-a"], since, 9)[1] == 2
        # A reading that shows no code takes none away.
        work.sightings.put([sample.sighting(2102, codes=(), published=sample.moment(4), title="khác")])
        assert work.desk.bearing([other], ["nguon-a"], since, 9)[1] == 2


def test_a_code_is_looked_up_and_no_source_gone_through(store: Store, url: str, sample: Samples) -> None:
    plan = _plan(store, url, lambda work: work.desk.bearing(["IB1"], ["a", "b"], sample.now, 9))
    if database_url(url).drivername != "sqlite":
        # Which table it begins with it learns from their sizes, and these are empty.
        assert "pk_sighting_code" in plan
        return
    assert "(code=?)" in plan
    assert "ix_sighting_source" not in plan
    assert "SCAN sighting" not in plan


def test_codes_of_before_are_known_after_the_upgrade(blank_url: str, opened: Opened, sample: Samples) -> None:
    url = database_url(blank_url)
    if url.drivername == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True)
        Path(str(url.database)).touch()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(config(connection), "0017")
        for number, codes in enumerate([("IB2600000077", "PL2600000077"), (), ("IB2600000077",)]):
            one = sample.sighting(number, codes=codes, title='"codes":["IB2600000077"] \x00')
            row = {
                "id": one.id,
                "source_id": one.source_id,
                "channel": one.channel.value,
                "title": "x",
                "url": one.url,
                "kind": "",
                "published_at": sample.now,
                "shown": "",
                "first_seen_at": sample.now,
                "last_seen_at": sample.now,
                "mark": "",
                "document": encode(Sighting, one),
                "raw": "{}",
            }
            names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO sighting ({names}) VALUES ({places})"), row)
    engine.dispose()
    store = opened(blank_url)
    store.upgrade()
    since = sample.now - timedelta(days=2)
    with store.read() as work:
        assert work.desk.bearing(["IB2600000077"], ["nguon-a"], since, 9) == (("nguon-a|0", "nguon-a|2"), 2)
        assert work.desk.bearing(["PL2600000077"], ["nguon-a"], since, 9) == (("nguon-a|0",), 1)


def test_how_many_acts_an_item_announces_is_counted_by_kind(store: Store, sample: Samples) -> None:
    doubtful = sample.link(2, sighting_id="nguon-a|1", state=LinkState.NEEDS_REVIEW)
    with store.begin() as work:
        work.sightings.put([sample.sighting(1), sample.sighting(2)])
        plan = sample.disclosure(4, id="PL1/plan", kind=DisclosureKind.PLAN)
        work.judgements.put_disclosures([*(sample.disclosure(n) for n in (1, 2, 3)), plan])
        both = [sample.link(n, sighting_id="nguon-a|2") for n in (1, 2)]
        other = sample.link(4, sighting_id="nguon-a|2", disclosure_id=plan.id)
        work.links.replace_machine([sample.link(1), doubtful, *both, other])
    with store.read() as work:
        ids = ["nguon-a|1", "nguon-a|2", "nguon-a|3"]
        assert work.desk.announced(ids, DisclosureKind.NOTICE) == {"nguon-a|1": 1, "nguon-a|2": 2}
        assert work.desk.announced(ids, DisclosureKind.PLAN) == {"nguon-a|2": 1}
        assert work.desk.announced([], DisclosureKind.PLAN) == {}


def test_views_belong_to_one_account(store: Store) -> None:
    with store.begin() as work:
        work.desk.save_view(SavedView("an", "gấp", "muc=high"))
        work.desk.save_view(SavedView("an", "gấp", "muc=high&kenh=portal"))
        work.desk.save_view(SavedView("binh", "gấp", "x=1"))
    with store.begin() as work:
        assert work.desk.views("an") == (SavedView("an", "gấp", "muc=high&kenh=portal"),)
        work.desk.drop_view("an", "gấp")
        assert work.desk.views("an") == ()
        assert len(work.desk.views("binh")) == 1


def test_a_file_is_stored_once_and_read_only_by_its_case(store: Store, sample: Samples) -> None:
    one = AnswerFile("HS-2026-0001", "a" * 64, "giải trình.pdf", "pdf", 3, sample.now)
    with store.begin() as work:
        work.cases.put_all([sample.case(1), sample.case(2), sample.case(3)])
        work.answer_files.add(one, b"abc")
        work.answer_files.add(one, b"abc")
        work.answer_files.add(AnswerFile("HS-2026-0002", "a" * 64, "khác.pdf", "pdf", 3, sample.now), b"abc")
    with store.read() as work:
        assert work.answer_files.of("HS-2026-0001") == (one,)
        assert work.answer_files.body("HS-2026-0001", "a" * 64) == b"abc"
        assert work.answer_files.body("HS-2026-0003", "a" * 64) is None
        assert work.answer_files.of("HS-2026-0003") == ()


def test_cases_of_before_are_known_after_the_upgrade(blank_url: str, opened: Opened, sample: Samples) -> None:
    url = database_url(blank_url)
    if url.drivername == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True)
        Path(str(url.database)).touch()
    engine = create_engine(url)
    case = sample.case(1)
    row = {
        "id": case.id,
        "subject_key": case.subject_key,
        "agency_id": case.agency_id,
        "state": case.state.value,
        "severity": case.severity.value,
        "opened_at": case.opened_at,
        "changed_at": case.changed_at,
        # As an older version wrote it: nothing of owners and proposals.
        "document": encode(Case, case).replace(',"owner":"","proposal":null', ""),
    }
    assert "owner" not in row["document"]
    with engine.begin() as connection:
        upgrade(config(connection), "0011")
        names = ", ".join(row)
        places = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO case_file ({names}) VALUES ({places})"), row)
    engine.dispose()
    store = opened(blank_url)
    store.upgrade()
    with store.begin() as work:
        assert work.desk.cases_after(-1) == (case,)
        work.cases.put(sample.case(2))
        assert [one.id for one in work.desk.cases_after(0)] == ["HS-2026-0002"]
