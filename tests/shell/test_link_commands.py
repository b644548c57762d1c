"""Lệnh `monitor link` như thanh tra viên gõ.
`monitor link list|explain|accept|refuse|undo`, on a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from monitor.cli.links import list_links
from monitor.domain.judgement import Disclosure, Duty, Link, Verdict
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import (
    Channel,
    Confidence,
    DisclosureKind,
    LinkOrigin,
    LinkState,
    VerdictKind,
)
from monitor.reconcile.review import pair_name
from storage.store import Store

Operator = Any  # the class of conftest.py, which cannot be imported
_SEEN, _ACT = "cong-mau|tin-1", "IB2600000001/notice"
_PAIR = pair_name(_SEEN, _ACT)


def _store(operator: Operator) -> Store:
    return Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")


@pytest.fixture
def doubtful(operator: Operator) -> Operator:
    """One doubtful pair that alone holds back a conclusion which is due."""
    now = datetime.now(UTC)
    store = _store(operator)
    notice = Disclosure(
        _ACT, DisclosureKind.NOTICE, "IB2600000001", "Mua sắm bàn ghế mẫu", "Ban số 1", "ban-so-1"
    )
    duty = Duty(
        f"{_ACT}@portal",
        _ACT,
        Channel.PORTAL,
        "ban-so-1",
        "mau",
        "căn cứ mẫu",
        Confidence.SECONDARY,
        "notice",
        date(2026, 9, 1),
        now - timedelta(days=2),
        None,
    )
    withheld = Verdict(
        duty.id, VerdictKind.UNVERIFIABLE, reason="doubtful_candidate", reasons=("doubtful_candidate",)
    )
    sighting = Sighting(
        _SEEN, "cong-mau", Channel.PORTAL, "tin-1", "http://127.0.0.1/tin-1", "Bàn ghế mẫu", None, now
    )
    link = Link(_SEEN, _ACT, LinkState.NEEDS_REVIEW, LinkOrigin.SCORE, 0.8, ("+2,0 · tên giống 80%",), now)
    try:
        with store.begin() as work:
            work.sightings.put([sighting])
            work.judgements.put_disclosures([notice])
            work.judgements.put([(duty, withheld)], now)
            work.links.replace_machine([link])
    finally:
        store.close()
    return operator


def _state(operator: Operator) -> tuple[LinkState, str]:
    store = _store(operator)
    try:
        with store.read() as work:
            (link,) = work.links.all()
    finally:
        store.close()
    return link.state, link.decided_by


def test_the_list_names_the_pair_and_what_hangs_on_it(doubtful: Operator) -> None:
    listed = doubtful.types("link", "list")
    assert listed.returncode == 0, listed.stderr
    assert _PAIR in listed.stdout
    assert "1 cặp chờ xem" in listed.stdout


def test_explain_shows_the_waterfall_and_what_a_refusal_would_lead_to(doubtful: Operator) -> None:
    told = doubtful.types("link", "explain", _PAIR)
    assert "+2,0 · tên giống 80%" in told.stdout
    assert "vòng sau kết luận chưa thấy đăng" in told.stdout


def test_a_decision_stands_and_can_be_undone(doubtful: Operator) -> None:
    accepted = doubtful.types("link", "accept", _PAIR, "--by", "Thanh tra viên mẫu", "--reason", "cùng gói")
    assert accepted.returncode == 0, accepted.stderr
    assert _state(doubtful) == (LinkState.LINKED, "Thanh tra viên mẫu")
    assert "Không có cặp nào" in doubtful.types("link", "list").stdout
    refused = doubtful.types("link", "refuse", _PAIR, "--by", "Trưởng đoàn mẫu")
    assert refused.returncode == 0, refused.stderr
    assert _state(doubtful) == (LinkState.REFUSED, "Trưởng đoàn mẫu")
    undone = " ".join(doubtful.types("link", "undo", _PAIR, "--by", "Trưởng đoàn mẫu").stdout.split())
    assert undone.endswith("hiện là: đã đối chiếu, theo quyết định của Thanh tra viên mẫu.")
    assert _state(doubtful)[0] is LinkState.LINKED
    undone = " ".join(doubtful.types("link", "undo", _PAIR, "--by", "Trưởng đoàn mẫu").stdout.split())
    assert undone.endswith("do máy đối chiếu theo tên, đơn vị và ngày đăng.")
    assert _state(doubtful) == (LinkState.NEEDS_REVIEW, "")
    history = doubtful.types("link", "explain", _PAIR).stdout
    assert history.count("đã hoàn tác bởi Trưởng đoàn mẫu") == 2


def test_an_unknown_pair_says_where_to_look(operator: Operator) -> None:
    done = operator.types("link", "accept", "DC-0000000000", "--by", "Ai đó")
    assert done.returncode == 2
    assert "monitor link list" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_decision_needs_a_name(doubtful: Operator) -> None:
    done = doubtful.types("link", "accept", _PAIR, "--by", "")
    assert done.returncode == 2
    assert "tên người quyết định" in done.stderr


def _put(operator: Operator, *links: Link) -> None:
    store = _store(operator)
    try:
        with store.begin() as work:
            work.links.replace_machine(links)
    finally:
        store.close()


def test_what_the_machine_linked_by_itself_is_listed_refused_and_undone(doubtful: Operator) -> None:
    now = datetime.now(UTC)
    _put(doubtful, Link(_SEEN, _ACT, LinkState.LINKED, LinkOrigin.CODE, 1.0, ("bài ghi mã",), now))
    assert "Không có cặp nào chờ" in doubtful.types("link", "list").stdout
    listed = doubtful.types("link", "list", "--of", "IB2600000001").stdout
    assert _PAIR in listed
    assert "theo mã số" in listed
    told = doubtful.types("link", "explain", _PAIR).stdout
    assert "bài ghi mã" in told
    assert "Nếu không phải" not in told
    assert doubtful.types("link", "refuse", _PAIR, "--by", "Thanh tra viên mẫu").returncode == 0
    assert _state(doubtful)[0] is LinkState.REFUSED
    decided = doubtful.types("link", "list", "--decided").stdout
    assert _PAIR in decided
    assert "Thanh tra viên mẫu" in decided
    assert doubtful.types("link", "undo", _PAIR, "--by", "Thanh tra viên mẫu").returncode == 0
    assert _state(doubtful) == (LinkState.LINKED, "")


def test_what_the_machine_missed_is_linked_by_a_person_and_undone(doubtful: Operator) -> None:
    _put(doubtful)  # the machine sees nothing there any more
    by = ("--by", "Thanh tra viên mẫu", "--reason", "cùng số quyết định")
    added = doubtful.types("link", "add", _SEEN, _ACT, *by)
    assert added.returncode == 0, added.stderr
    assert _PAIR in added.stdout
    assert _state(doubtful) == (LinkState.LINKED, "Thanh tra viên mẫu")
    told = doubtful.types("link", "explain", _PAIR).stdout
    assert "máy không nối hai bên này" in told
    assert "cùng số quyết định" in told
    assert _PAIR in doubtful.types("audit", "list").stdout
    assert doubtful.types("link", "undo", _PAIR, "--by", "Trưởng đoàn mẫu").returncode == 0
    assert "Không có cặp nào" in doubtful.types("link", "list", "--of", "IB2600000001").stdout


@pytest.mark.parametrize(
    ("item", "act", "missing"),
    [
        ("cong-mau|la", _ACT, "tin đăng cong-mau|la"),
        (_SEEN, "IB2699999999/notice", "thông tin phải đăng IB2699999999/notice"),
    ],
)
def test_a_side_that_is_not_in_the_store_is_named(
    doubtful: Operator, item: str, act: str, missing: str
) -> None:
    done = doubtful.types("link", "add", item, act, "--by", "Thanh tra viên mẫu")
    assert done.returncode == 2
    assert f"Trong kho không có {missing}." in " ".join(done.stderr.split())
    assert _state(doubtful)[0] is LinkState.NEEDS_REVIEW


def test_undoing_what_was_decided_elsewhere_says_where(doubtful: Operator) -> None:
    assert doubtful.types("link", "accept", _PAIR, "--by", "Thanh tra viên mẫu").returncode == 0
    store = _store(doubtful)
    try:
        with store.read() as work:
            (decision,) = work.links.decisions()
    finally:
        store.close()
    carried = replace(decision, sighting_id="cong-mau|tin-2", origin=LinkOrigin.CARRIED)
    _put(doubtful, carried)
    done = doubtful.types("link", "undo", pair_name(carried.sighting_id, _ACT), "--by", "Trưởng đoàn mẫu")
    assert done.returncode == 2
    assert f"monitor link undo {_PAIR}" in " ".join(done.stderr.split())


def test_the_list_asks_the_database_as_often_for_many_pairs_as_for_one(doubtful: Operator) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            list_links(settings=doubtful.folder / "monitor.toml", most=100, of="", decided=False)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(statements)

    one = asked()
    now = datetime.now(UTC)
    store = _store(doubtful)
    try:
        with store.begin() as work:
            seen = [
                Sighting(f"m|{n}", "m", Channel.PORTAL, str(n), "http://127.0.0.1", "Mẫu", None, now)
                for n in range(40)
            ]
            work.sightings.put(seen)
            work.links.replace_machine(
                Link(one.id, _ACT, LinkState.NEEDS_REVIEW, LinkOrigin.SCORE, 0.8, (), now) for one in seen
            )
    finally:
        store.close()
    assert asked() == one
