"""Các gói chỉ định thầu giống nhau sát dưới hạn mức: bảng tình huống.
Like direct appointments just below a ceiling: when a run of them is told."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.judgement import Finding
from monitor.domain.patterns import LikePurchases
from monitor.domain.vocabulary import DisclosureKind, RuleTrack
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns import split_below_ceiling
from monitor.rules.patterns.examples import instant, purchases


def run(group: LikePurchases) -> tuple[Finding, ...]:
    return split_below_ceiling.check(group, load_lawbook(), load_calendar(), instant("2026-12-01T08:00"))


@pytest.mark.parametrize(
    ("why", "bought", "speaks"),
    [
        ("both just below 500 million", (("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000)), True),
        ("exactly at the ceiling", (("2026-03-02", 500_000_000), ("2026-03-14", 500_000_000)), True),
        ("over every ceiling", (("2026-03-02", 2_100_000_000), ("2026-03-14", 2_100_000_000)), False),
        ("four fifths is not near", (("2026-03-02", 400_000_000), ("2026-03-14", 490_000_000)), False),
        ("61 days apart", (("2026-03-02", 480_000_000), ("2026-05-02", 490_000_000)), False),
        ("60 days apart", (("2026-03-02", 480_000_000), ("2026-05-01", 490_000_000)), True),
        ("one alone", (("2026-03-02", 480_000_000),), False),
        (
            "an old one and two near ones",
            (("2025-10-01", 480_000_000), ("2026-03-02", 480_000_000), ("2026-03-03", 480_000_000)),
            True,
        ),
        (
            "no ceiling was read for July 2025",
            (("2025-07-02", 480_000_000), ("2025-07-14", 490_000_000)),
            False,
        ),
        ("another law in between", (("2026-09-01", 480_000_000), ("2026-09-14", 490_000_000)), False),
    ],
)
def test_splitting(why: str, bought: tuple[tuple[str, int], ...], speaks: bool) -> None:
    found = run(purchases(*bought))
    assert bool(found) is speaks, why
    assert all(f.track is RuleTrack.PATTERN and f.kind is DisclosureKind.RESULT for f in found)


@pytest.mark.parametrize(
    ("why", "bought", "first_days"),
    [
        (
            "twice in one year",
            (
                ("2026-01-05", 480_000_000),
                ("2026-01-20", 490_000_000),
                ("2026-04-01", 300_000_000),
                ("2026-06-01", 470_000_000),
                ("2026-06-02", 480_000_000),
                ("2026-07-01", 490_000_000),
            ),
            ["5/1/2026", "1/6/2026"],
        ),
        (
            "the third close to the second alone",
            (("2026-01-05", 480_000_000), ("2026-02-20", 490_000_000), ("2026-04-01", 470_000_000)),
            ["5/1/2026", "20/2/2026"],
        ),
        (
            "every month for half a year",
            tuple((f"2026-0{month}-05", 480_000_000) for month in range(1, 7)),
            ["5/1/2026", "5/4/2026", "5/5/2026"],
        ),
        (
            "under two ceilings at once",
            (
                ("2026-01-05", 480_000_000),
                ("2026-01-06", 1_900_000_000),
                ("2026-01-20", 490_000_000),
                ("2026-01-21", 1_950_000_000),
            ),
            ["5/1/2026", "6/1/2026"],
        ),
        (
            "under the old law, and one more since",
            (("2025-03-03", 95_000_000), ("2025-03-14", 98_000_000), ("2026-03-02", 480_000_000)),
            ["3/3/2025"],
        ),
    ],
)
def test_every_split_is_told(why: str, bought: tuple[tuple[str, int], ...], first_days: list[str]) -> None:
    found = run(purchases(*bought))
    assert all(f"từ {day} " in finding.sentence for finding, day in zip(found, first_days, strict=True)), why
    assert len({finding.fingerprint for finding in found}) == len(found)


def test_the_kind_of_plan_chooses_the_ceiling() -> None:
    group = purchases(("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000))

    def of_plan(setting: Any) -> LikePurchases:
        return LikePurchases(tuple(replace(one, setting=setting) for one in group.purchases))

    assert run(of_plan("estimate"))
    assert not run(of_plan("project"))  # 2 billion for goods of a project
    assert run(of_plan("recurrent"))  # under the ceiling of estimates since 2024
    in_2023 = purchases(("2023-03-02", 90_000_000), ("2023-03-14", 95_000_000))
    recurrent = LikePurchases(tuple(replace(one, setting="recurrent") for one in in_2023.purchases))
    assert run(recurrent)


UNSURE = "hạn mức áp dụng cũng có thể là 2.000.000.000 đồng, khi ấy các gói này không sát hạn mức."


@pytest.mark.parametrize(
    ("why", "settings", "doubt"),
    [
        ("both of an estimate", ("estimate", "estimate"), None),
        ("results do not name the kind of plan", ("", ""), "của 2 gói"),
        ("the plan of one is known", ("estimate", ""), "của 1 gói"),
        ("the plan of the other is known", ("", "estimate"), "của 1 gói"),
    ],
)
def test_where_another_ceiling_may_hold_it_is_said(
    why: str, settings: tuple[Any, Any], doubt: str | None
) -> None:
    group = purchases(("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000))
    both = tuple(replace(one, setting=s) for one, s in zip(group.purchases, settings, strict=True))
    (finding,) = run(LikePurchases(both))
    assert (UNSURE in finding.sentence) is bool(doubt), why
    assert (doubt or "Cần xác minh") in finding.sentence
    assert ("may also be 2,000,000,000 đồng" in finding.sentence_en) is bool(doubt)


@pytest.mark.parametrize("settings", [("project", "estimate"), ("estimate", "project"), ("project", "")])
def test_each_purchase_is_held_against_the_ceiling_of_its_own_plan(settings: tuple[Any, Any]) -> None:
    group = purchases(("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000))
    mixed = tuple(replace(one, setting=s) for one, s in zip(group.purchases, settings, strict=True))
    assert not run(LikePurchases(mixed))


def test_a_known_kind_of_plan_counts_although_the_field_is_not_known() -> None:
    group = purchases(("2026-03-02", 780_000_000), ("2026-03-14", 790_000_000), setting="project")
    (finding,) = run(LikePurchases(tuple(replace(one, category="") for one in group.purchases)))
    assert "800.000.000 đồng, tổng" in finding.sentence  # consulting; 2 billion for all else
    assert "2.000.000.000 đồng, khi ấy" in finding.sentence
    low = purchases(("2026-03-02", 480_000_000), ("2026-03-14", 490_000_000), setting="project")
    assert not run(LikePurchases(tuple(replace(one, category="") for one in low.purchases)))


def test_a_run_over_the_turn_of_the_law_is_one_where_the_ceiling_stayed() -> None:
    over = (("2023-12-20", 980_000_000), ("2024-01-10", 990_000_000), ("2024-01-15", 990_000_000))
    (finding,) = run(purchases(*over, setting="project"))
    assert "3 gói" in finding.sentence
    assert "63/2014/NĐ-CP, Điều 54; Luật Đấu thầu 22/2023/QH15" in finding.basis
    assert not run(purchases(("2023-12-20", 980_000_000), ("2024-01-10", 98_000_000), setting="estimate"))
