"""Tài khoản, phiên và nhật ký trong kho thật, cả hai loại.
Accounts, sessions and the audit log in real stores of both kinds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from monitor.access.chain import Head, Misfit
from monitor.domain.errors import StorageError
from monitor.domain.staff import Actor, Deed, Role, StaffSession, Stage, User
from monitor.steps.audit import audit, verify
from storage.engine import database_url
from storage.store import Store

NOW = datetime(2026, 9, 21, 2, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def user(login: str, **given: object) -> User:
    return replace(User(login, f"Người {login}", Role.INSPECTOR, NOW), **given)  # type: ignore[arg-type]


def session(digest: str, login: str = "a1", at: datetime = NOW) -> StaffSession:
    return StaffSession(digest, login, Role.INSPECTOR, Stage.FULL, at, at, at, "203.0.113.7", "thử")


def test_an_account_is_read_as_it_was_stored_and_found_by_what_names_it(store: Store) -> None:
    one = user(
        "a1", email="a@b.example", subject="https://id.example#1", invitation="d" * 64, recovery=("r1", "r2")
    )
    with store.begin() as work:
        work.users.put(user("a2"))
        work.users.put(one)
    with store.read() as work:
        assert work.users.get("a1") == one
        assert work.users.by_email("a@b.example") == one
        assert work.users.by_subject("https://id.example#1") == one
        assert work.users.by_invitation("d" * 64) == one
        assert work.users.list() == (one, user("a2"))
        assert work.users.get("a3") is None
        # What nobody has is nobody's: not the first account without one.
        assert work.users.by_email("") is work.users.by_subject("") is work.users.by_invitation("") is None


def test_an_address_of_two_accounts_names_neither(store: Store) -> None:
    with store.begin() as work:
        work.users.put(user("a1", email="a@b.example"))
        work.users.put(user("a2", email="a@b.example"))
        assert work.users.by_email("a@b.example") is None


def test_sessions_are_opened_seen_proved_and_ended(store: Store) -> None:
    with store.begin() as work:
        for one in (session("s1"), session("s2", at=NOW + MINUTE), session("s3"), session("t1", "a2")):
            work.staff_sessions.open(one)
        work.staff_sessions.seen("s1", NOW + 3 * MINUTE)
        work.staff_sessions.proved("s3", NOW + 2 * MINUTE)
    with store.begin() as work:
        assert [one.digest for one in work.staff_sessions.of("a1")] == ["s1", "s3", "s2"]
        held = {one.digest: one for one in work.staff_sessions.of("a1")}
        assert held["s1"] == replace(session("s1"), seen_at=NOW + 3 * MINUTE)
        assert held["s3"].proved_at == NOW + 2 * MINUTE
        assert work.staff_sessions.end_all("a1", but="s2") == 2
        assert work.staff_sessions.end(["s2", "s9"]) == 1
        assert work.staff_sessions.of("a1") == ()
        assert work.staff_sessions.forget(NOW) == 0
        assert work.staff_sessions.forget(NOW + MINUTE) == 1


def write(store: Store, count: int, by: str = "a1") -> None:
    for number in range(count):
        with store.begin() as work:
            at = NOW + number * MINUTE
            audit(work, Actor(by, "inspector"), Deed.CASE_STEP, f"HS-{number}", at, note="vì “lý do” \x00")


def execute(url: str, *statements: str) -> None:
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def unlocked(url: str) -> list[str]:
    """What somebody with the database's own rights does first."""
    if url.startswith("sqlite"):
        return ["DROP TRIGGER audit_log_no_update", "DROP TRIGGER audit_log_no_delete"]
    return ["ALTER TABLE audit_log DISABLE TRIGGER ALL"]


def locked(url: str) -> list[str]:
    return [] if url.startswith("sqlite") else ["ALTER TABLE audit_log ENABLE TRIGGER ALL"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_log SET who = 'ai khác' WHERE number = 1", "DELETE FROM audit_log WHERE number = 2"],
)
def test_the_database_itself_refuses_to_change_or_remove_a_row(
    store: Store, url: str, statement: str
) -> None:
    write(store, 3)
    with pytest.raises(StorageError, match="append-only"), store.begin() as work:
        work.users._session.connection().execute(text(statement))
    with store.read() as work:
        assert verify(work)[1] is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_log SET details = '{}' WHERE number = 3", Misfit(3, "changed")),
        ("UPDATE audit_log SET who = 'ai khác' WHERE number = 1", Misfit(1, "changed")),
        ("DELETE FROM audit_log WHERE number = 2", Misfit(2, "removed")),
        ("DELETE FROM audit_log WHERE number = 1", Misfit(1, "removed")),
    ],
)
def test_who_goes_around_the_triggers_is_found_by_the_chain(
    store: Store, url: str, statement: str, found: Misfit
) -> None:
    write(store, 4)
    execute(url, *unlocked(url), statement, *locked(url))
    with store.read() as work:
        assert verify(work)[1] == found


def test_a_cut_tail_is_found_by_the_noted_head(store: Store, url: str) -> None:
    write(store, 4)
    with store.read() as work:
        noted, _ = verify(work)
    execute(url, *unlocked(url), "DELETE FROM audit_log WHERE number > 2", *locked(url))
    with store.read() as work:
        assert verify(work)[1] is None
        assert verify(work, noted) == (verify(work)[0], Misfit(3, "cut"))


def test_an_act_that_fails_leaves_no_row_and_no_gap(store: Store) -> None:
    write(store, 1)
    with pytest.raises(StorageError), store.begin() as work:
        work.audit_log.append(audit(work, Actor("a1"), Deed.CASE_STEP, "HS-9", NOW))
    write(store, 1)
    with store.read() as work:
        head, misfit = verify(work)
    assert (head.number, misfit) == (2, None)


def test_many_at_once_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(write, store, 8, f"a{number}") for number in range(6)]:
            done.result()
    with store.read() as work:
        head, misfit = verify(work)
        assert (head.number, misfit) == (48, None)


def test_a_long_log_is_walked_in_portions(store: Store) -> None:
    with store.begin() as work:
        for number in range(2100):
            audit(work, Actor("a1"), Deed.CASE_STEP, str(number), NOW)
    with store.read() as work:
        head, misfit = verify(work)
    assert (head.number, misfit) == (2100, None)


def test_rows_are_listed_by_day_person_and_thing(store: Store) -> None:
    write(store, 3)
    write(store, 2, "a2")
    with store.read() as work:
        numbers = [row.number for row in work.audit_log.list(most=4)]
        assert numbers == [5, 4, 3, 2]
        assert [row.number for row in work.audit_log.list(by="a2")] == [5, 4]
        assert [row.number for row in work.audit_log.list(subject="HS-1")] == [5, 2]
        assert [row.number for row in work.audit_log.list(since=NOW + 2 * MINUTE)] == [3]
        assert [row.number for row in work.audit_log.list(before=3)] == [2, 1]
        assert [row.actor.by for row in work.audit_log.list(by="a2", subject="HS-0")] == ["a2"]


def test_an_empty_log_has_no_head(store: Store) -> None:
    with store.read() as work:
        assert verify(work) == (Head(), None)
        assert work.audit_log.list() == ()
