"""Cả đời một gói thầu: thứ tự, từng ô đã đổi, kênh đã thấy.
The life of a package: its order, field by field what changed, where it was seen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.bookkeeping import SightingRevision
from monitor.domain.procurement import Award, Notice, Opening, Package, Plan, RecordChange, Result
from monitor.domain.published import Planned, Posting, Process
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision
from monitor.search.differences import Changed, between, of_record
from monitor.search.edited import edited
from monitor.search.life import life, package_changes, shown_on, silent_keys

AT = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def moment(days: float) -> Moment:
    return Moment(AT + days * DAY, Precision.SECOND, "api")


def notice(version: str, days: float, **given_fields: object) -> Notice:
    made = Notice(
        "IB2600000001", version, f"n-{version}", "Gói thầu mẫu", "Sở Mẫu", "", moment(days), moment(0),
        price=1000, tender_period_end=AT + 20 * DAY, bid_opening=AT + 20 * DAY, is_online=True,
    )  # fmt: skip
    return replace(made, **given_fields)  # type: ignore[arg-type]


def planned(version: str, days: float, **of_package: object) -> Planned:
    plan = Plan("PL2600000001", version, f"p-{version}", "Kế hoạch mẫu", "Sở Mẫu", "", moment(days))
    return Planned(plan, replace(Package("BP26", "bp", "BP26", plan.plan_no, "Gói", 900), **of_package))  # type: ignore[arg-type]


def posting(number: int, channel: Channel, kind: DisclosureKind, days: float) -> Posting:
    return Posting(f"s|{number}", channel, kind, "Tin", "https://a.example", None, AT + days * DAY)


WHOLE = Process(
    "IB2600000001",
    AT,
    (planned("00", -9), planned("01", -5, price=1000)),
    (
        notice("00", 0),
        notice("01", 4, tender_period_end=AT + 25 * DAY, bid_opening=AT + 25 * DAY),
        notice("02", 6, tender_period_end=AT + 25 * DAY, price=1200),
    ),
    (Opening("IB2600000001", "02", "", AT + 25 * DAY, bidder_count=3),),
    (
        Result("kq", "IB2600000001", "Gói thầu mẫu", "Sở Mẫu", "", moment(30), price=1100,
               awards=(Award("Công ty", "vn1"),)),
    ),
    (
        posting(1, Channel.PORTAL, DisclosureKind.NOTICE, 1),
        posting(2, Channel.AGENCY_PAGE, DisclosureKind.CONTRACT, 40),
    ),
)  # fmt: skip


def test_a_life_goes_from_plan_to_contract() -> None:
    kind = DisclosureKind
    assert [(step.kind, step.channel) for step in life(WHOLE)] == [
        (kind.PLAN, Channel.NATIONAL),
        (kind.PLAN, Channel.NATIONAL),
        (kind.NOTICE, Channel.NATIONAL),
        (kind.NOTICE, Channel.PORTAL),
        (kind.EXTENSION, Channel.NATIONAL),
        (kind.AMENDMENT, Channel.NATIONAL),
        (kind.OPENING, Channel.NATIONAL),
        (kind.RESULT, Channel.NATIONAL),
        (kind.CONTRACT, Channel.AGENCY_PAGE),
    ]


def test_what_changed_between_versions_is_told_field_by_field() -> None:
    changed = [step.changed for step in life(WHOLE)]
    assert changed[1] == (Changed("price", 900, 1000),)
    assert changed[4] == (
        Changed("tender_period_end", AT + 20 * DAY, AT + 25 * DAY),
        Changed("bid_opening", AT + 20 * DAY, AT + 25 * DAY),
    )
    assert Changed("price", 1000, 1200) in changed[5]


def test_what_a_later_version_leaves_out_was_not_emptied_but_a_no_is_told() -> None:
    bare = notice("01", 1, price=None, tender_period_end=None, bid_opening=None, is_online=False, lots=0)
    assert between(notice("00", 0, lots=2), bare) == (Changed("is_online", True, False),)


def test_a_closing_brought_forward_is_an_amendment() -> None:
    process = replace(WHOLE, notices=(notice("00", 0), notice("01", 1, tender_period_end=AT + 19 * DAY)))
    assert DisclosureKind.EXTENSION not in {step.kind for step in life(process)}


@pytest.mark.parametrize(
    ("field", "old", "new", "read"),
    [
        ("price", "1000", "1200", (1000, 1200)),
        ("tender_period_end", AT.isoformat(), "hỏng", (AT, "hỏng")),
        (
            "tender_period_end",
            "2026-09-21T02:00:00",
            "2026-09-21",
            ("2026-09-21T02:00:00", date(2026, 9, 21)),
        ),
        ("is_online", "true", "false", (True, False)),
        ("lots", "một", "2", ("một", 2)),
        ("name", "A", "<b>", ("A", "<b>")),
    ],
)
def test_a_silent_change_is_read(field: str, old: str, new: str, read: tuple[object, object]) -> None:
    found = of_record(RecordChange("notice", "k", field, old, new, AT))
    assert found
    assert (found.old, found.new) == read


def test_silent_changes_of_one_reading_are_one_step_and_those_of_other_packages_are_left_out() -> None:
    changes = [
        RecordChange("notice", "IB2600000001-00", "price", "1", "2", AT + DAY),
        RecordChange("notice", "IB2600000001-00", "name", "a", "b", AT + DAY),
        RecordChange("notice", "IB2600000001-00", "status", "a", "b", AT + DAY),
        RecordChange("plan", "PL2600000001-00", "packages[BP26].price", "7", "8", AT + DAY),
        RecordChange("plan", "PL2600000001-00", "packages[BP99].price", "7", "9", AT + DAY),
    ]
    mine = package_changes(WHOLE, changes)
    silent = [step for step in life(WHOLE, mine) if step.silent]
    assert [[change.field for change in step.changed] for step in silent] == [["price"], ["price", "name"]]
    assert silent[0].changed[0].new == 8
    assert {change.key for change in changes} <= set(silent_keys(WHOLE))


def test_a_cancellation_without_a_day_stands_where_it_was_noticed() -> None:
    process = replace(
        WHOLE, notices=(notice("00", 0, cancelled=True),), results=(), cancelled_noticed_at=AT + 2 * DAY
    )
    step = next(step for step in life(process) if step.kind is DisclosureKind.CANCELLATION)
    assert (step.at, step.when) == (None, AT + 2 * DAY)


def test_only_channels_that_were_seen_are_named() -> None:
    shown = shown_on(WHOLE)
    assert [(one.channel, one.items) for one in shown] == [
        (Channel.NATIONAL, 6),
        (Channel.PORTAL, 1),
        (Channel.AGENCY_PAGE, 1),
    ]
    assert (shown[0].first, shown[0].last) == (AT - 9 * DAY, AT + 30 * DAY)
    assert [one.channel for one in shown_on(replace(WHOLE, postings=()))] == [Channel.NATIONAL]


@given(st.permutations(range(4)), st.lists(st.integers(-30, 60), max_size=6))
def test_nothing_of_a_life_is_lost_and_time_never_goes_back(order: list[int], days: list[int]) -> None:
    postings = tuple(
        posting(n, list(Channel)[1 + n % 2], list(DisclosureKind)[n % 5], day) for n, day in enumerate(days)
    )
    notices = tuple(
        notice(f"{n:02}", place, published=None if n == 3 else moment(n)) for place, n in enumerate(order)
    )
    steps = life(replace(WHOLE, notices=notices, postings=postings))
    assert len(steps) == 2 + len(notices) + 1 + 1 + len(postings)
    known = [step.when for step in steps if step.when]
    assert all(one <= other for one, other in pairwise(known))
    assert [step.when for step in steps[: len(known)]] == known


def showing(days: float, title: str = "Tin", body: str = "", **given_fields: object) -> SightingRevision:
    made = SightingRevision(AT + days * DAY, title, "https://a.example", AT, body, "")
    return replace(made, **given_fields)  # type: ignore[arg-type]


def test_each_edit_of_an_item_is_a_step_on_the_day_it_was_noticed() -> None:
    shown = {
        "s": (
            showing(3, body="Giá gói thầu: 5.000.000.000 đồng"),
            showing(8, "Tin sửa", "Giá gói thầu: 6.000.000.000 đồng"),
            showing(9, "Tin sửa", "Giá gói thầu:  6.000.000.000 đồng"),
            showing(20, "Tin sửa", "Giá gói thầu: 6.000.000.000 đồng", published=AT + 5 * DAY),
        )
    }
    twice = (
        replace(posting(1, Channel.PORTAL, DisclosureKind.NOTICE, 1), id="s/notice"),
        replace(posting(1, Channel.PORTAL, DisclosureKind.CANCELLATION, 1), id="s/cancellation"),
    )
    steps = [step for step in life(replace(WHOLE, postings=twice), (), shown) if step.edited]
    # Space alone is no edit, and an item that is two postings was edited once.
    assert [(step.seen_at, step.channel, step.kind) for step in steps] == [
        (AT + 3 * DAY, Channel.PORTAL, DisclosureKind.NOTICE),
        (AT + 9 * DAY, Channel.PORTAL, DisclosureKind.NOTICE),
    ]
    assert steps[0].changed == (
        Changed("name", "Tin", "Tin sửa"),
        Changed("price", 5_000_000_000, 6_000_000_000),
    )
    assert steps[1].changed == (Changed("published", AT, AT + 5 * DAY),)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("", "mới", ("", "mới")),
        ("cũ", "", None),
        ("một hai ba", "một hai bốn", ("một hai ba", "một hai bốn")),
        ("x" * 300 + "A", "x" * 300 + "B", ("…" + "x" * 40 + "A", "…" + "x" * 40 + "B")),
        ("đầu " + "y" * 400, "khác " + "y" * 400, ("đầu " + "y" * 196 + "…", "khác " + "y" * 195 + "…")),
        ("giống", "giống thêm", ("giống", "giống thêm")),
    ],
)
def test_an_edit_without_labels_is_told_by_its_first_place(
    before: str, after: str, changed: tuple[str, str] | None
) -> None:
    told = edited(showing(1, body=before), showing(2, body=after))
    assert told == (() if changed is None else (Changed("body", *changed),))


def test_a_price_that_is_taken_away_is_seen_in_the_text() -> None:
    (told,) = edited(showing(1, body="Giá gói thầu: 5.000.000.000 đồng"), showing(2, body="Giá sẽ báo sau"))
    assert told.field == "body"


def test_a_publication_day_is_a_day() -> None:
    day = datetime(2026, 9, 20, 17, tzinfo=UTC)
    (told,) = edited(showing(1, published=day), showing(2, published=day + DAY))
    assert told == Changed("published", date(2026, 9, 21), date(2026, 9, 22))
