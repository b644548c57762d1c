"""Dấu hiệu cài trong thế giới mẫu: quy tắc nào cũng có, đọc từ dòng thời gian, và được tìm thấy.
Signs built into the demo world for each pattern rule, true in the timeline, found by the line."""

from datetime import date, timedelta

import pytest

from monitor.demo.model import Sign, World
from monitor.demo.play import Played, play, some_days_a_week
from monitor.demo.signs import score_signs, true_signs
from monitor.demo.world import build_world
from monitor.logs import log_to
from monitor.rules.registry import pattern_rules

# A whole play of the demo: a minute of its own.
pytestmark = pytest.mark.drill

CODES = {rule.CODE for rule in pattern_rules()}


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(seed=7, packages=160, start=date(2026, 4, 1))


@pytest.fixture(scope="module")
def played(world: World, tmp_path_factory: pytest.TempPathFactory) -> Played:
    log_to(None)
    return play(tmp_path_factory.mktemp("signs"), world, (), concluding=some_days_a_week)


@pytest.mark.parametrize(("packages", "each"), [(60, 1), (160, 2), (320, 4), (500, 6)])
def test_every_pattern_rule_has_something_to_find(packages: int, each: int) -> None:
    made = build_world(seed=3, packages=packages)
    assert {sign.code for sign in made.signs} == CODES
    assert len(made.signs) == each * len(CODES)
    assert len({sign.key for sign in made.signs}) == len(made.signs)


def test_every_sign_names_a_record_of_the_world(world: World) -> None:
    known = {
        key
        for plan in world.plans
        for package in plan.packages
        for key in (package.notice_no, package.bid_no)
    }
    assert {sign.key for sign in world.signs} <= known


def test_a_result_that_is_out_is_no_missing_result(world: World) -> None:
    published = {
        package.notice_no
        for plan in world.plans
        for package in plan.packages
        if package.result is not None and package.result.published is not None
    }
    later = world.ends_at + timedelta(days=60)
    waited = {sign.key for sign in true_signs(world, later) if sign.code == "no_result_long_after_closing"}
    assert waited
    assert not waited & published


def test_the_line_finds_every_sign_and_says_nothing_false(played: Played, world: World) -> None:
    assert played.signs.missed == ()
    assert [(finding.code, finding.subject_key) for finding in played.signs.false] == []
    assert len(played.signs.found) == len(world.signs) == 2 * len(CODES)
    assert (played.score.missed, played.score.false) == ((), ())


def test_a_finding_without_ground_is_false_and_a_silent_rule_misses(played: Played, world: World) -> None:
    scored = score_signs(world, (), world.ends_at)
    assert set(scored.missed) == set(world.signs)
    noticed = played.last.noticed.findings
    elsewhere = build_world(seed=8, packages=60, start=date(2026, 4, 1))
    assert len(score_signs(elsewhere, noticed, elsewhere.ends_at).false) == len(noticed)
    assert all(isinstance(sign, Sign) for sign in scored.missed)
