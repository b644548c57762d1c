"""Thế giới mẫu: đủ loại, lặp lại được, không có tên thật.
The demo world is deterministic, complete and invented."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest

from monitor.demo.model import World
from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.demo.scenarios import Scenario, era_days
from monitor.demo.workdays import is_working
from monitor.demo.world import TRAP_NOTES, build_world
from monitor.domain.codes import find_codes
from monitor.domain.times import VIETNAM, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind

# The provinces before and after 2025-07-01: none of them may be named.
REAL_PROVINCES = """
An Giang|Bà Rịa|Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước
|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai
|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hồ Chí Minh|Hưng Yên
|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình
|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La
|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long
|Vĩnh Phúc|Yên Bái
"""
_PROVINCE = re.compile("|".join(name.strip() for name in REAL_PROVINCES.split("|")))


@cache
def world(packages: int = 320, seed: int = 2026) -> World:
    return build_world(seed, packages)


def texts(made: World) -> Iterator[str]:
    for article in made.articles:
        yield from (article.title, article.summary, *article.paragraphs, article.attachment)
        yield from article.attached
    for plan in (*made.plans, *made.strangers):
        yield from (plan.name, plan.project, plan.buyer_name)
        for package in plan.packages:
            yield package.name
            if package.result:
                yield package.result.winner
    for agency in made.agencies:
        yield from (agency.agency.name, agency.old_name, *agency.agency.aliases)


def test_the_same_seed_gives_the_same_world_and_another_seed_another() -> None:
    assert build_world(7, 40) == build_world(7, 40)
    assert build_world(7, 40).articles != build_world(8, 40).articles


def test_another_process_with_another_hash_seed_builds_the_same_world() -> None:
    code = (
        "import hashlib; from monitor.demo.world import build_world;"
        "print(hashlib.sha256(repr(build_world(7, 40)).encode()).hexdigest())"
    )
    here = hashlib.sha256(repr(build_world(7, 40)).encode()).hexdigest()
    env = {**os.environ, "PYTHONHASHSEED": "4242"}
    there = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env)
    assert there.stdout.strip() == here


def test_the_default_world_is_large_recent_and_lives_through_every_regime() -> None:
    made = world()
    decided = [plan.decided for plan in made.plans for _ in plan.packages]
    recent = sum(day > made.end - timedelta(days=183) for day in decided)
    assert len(decided) >= 300
    assert recent > len(decided) / 2
    spans = {
        "A": (date(2023, 1, 1), date(2023, 12, 31)),
        "B": (date(2024, 1, 1), date(2025, 6, 30)),
        "C0": (date(2025, 7, 1), date(2025, 8, 3)),
        "C": (date(2025, 8, 4), date(2026, 9, 8)),
        "D": (date(2026, 9, 9), made.end),
    }
    for regime, (first, last) in spans.items():
        assert any(first <= day <= last for day in decided), regime


@pytest.mark.parametrize(("packages", "least"), [(320, 5), (60, 1)])
def test_every_kind_of_fault_is_planted_on_every_channel(packages: int, least: int) -> None:
    planted = Counter((kind, channel) for kind, channel, _ in world(packages).intended)
    for fault in product(("missing", "late"), Channel):
        assert planted[fault] >= least, fault


def test_every_trap_is_set_in_the_default_world() -> None:
    assert {trap.name for trap in world().traps} == set(TRAP_NOTES)


def test_a_world_of_any_size_holds_exactly_the_packages_asked_for() -> None:
    for packages in (1, 7, 33, 61):
        made = world(packages)
        assert sum(len(plan.packages) for plan in made.plans) == packages


def test_no_real_province_is_named_and_every_text_is_composed() -> None:
    for text in texts(world()):
        assert not _PROVINCE.search(text), text
        assert unicodedata.is_normalized("NFC", text), text


def test_no_code_can_be_a_real_one() -> None:
    for text in texts(world()):
        for code in find_codes(text):
            assert code[:2] in ("PL", "IB", "BP", "PR")
            assert code[4] == "9", code
    for plan in world().plans:
        assert plan.plan_no[4] == "9"
        assert plan.buyer_code.startswith(("vn9900", "vnz999"))


def test_every_article_says_that_it_is_synthetic() -> None:
    assert all("tổng hợp" in article.paragraphs[-1].lower() for article in world().articles)


def test_about_sixty_percent_of_articles_carry_a_code() -> None:
    announcing = [article for article in world().articles if article.acts]
    coded = [
        article
        for article in announcing
        if find_codes(
            article.title, article.summary, *article.paragraphs, article.attachment, *article.attached
        )
    ]
    assert 0.5 < len(coded) / len(announcing) < 0.7


def test_swapped_codes_are_those_of_another_agencys_package() -> None:
    made = world()
    owners = {code: act.agency_id for act in made.acts for code in act.codes}
    acts = {act.id: act for act in made.acts}
    swapped = [trap for trap in made.traps if trap.name == "swapped_code"]
    assert swapped
    for trap in swapped:
        told = [one for one in made.articles if one.acts and one.acts[0] in trap.act_ids]
        foreign = [
            one
            for one in told
            if any(owners[code] != acts[one.acts[0]].agency_id for code in find_codes(one.summary))
        ]
        assert foreign
        assert {acts[one.acts[0]].kind for one in foreign} == {DisclosureKind.NOTICE}
        assert not any(one.title.endswith("…") for one in foreign)


def test_some_files_alone_hold_the_code_and_some_are_scanned() -> None:
    for packages in (320, 60):
        files = [article for article in world(packages).articles if article.attachment]
        hidden = [one for one in files if one.attached and not find_codes(one.attachment)]
        assert {one.attachment.rpartition(".")[2] for one in hidden} == {"pdf", "docx", "xlsx"}
        for article in hidden:
            assert find_codes(*article.attached)
            assert not find_codes(article.title, article.summary, *article.paragraphs)
        assert all("tổng hợp" in one.attached[-1].lower() for one in files if one.attached)
        assert [one for one in files if not one.attached]
        # Each is read in a process of its own: a run is not to wait for hundreds.
        assert len(hidden) < packages / 5


def test_wrong_codes_name_no_record_and_stand_on_otherwise_right_articles() -> None:
    made = world()
    known = {code for act in made.acts for code in act.codes}
    wrong = [trap for trap in made.traps if trap.name == "wrong_code"]
    acts = {act.id: act for act in made.acts}
    assert wrong
    for trap in wrong:
        notices = {act_id for act_id in trap.act_ids if acts[act_id].kind is DisclosureKind.NOTICE}
        articles = [article for article in made.articles if notices & set(article.acts)]
        codes = {code for article in articles for code in find_codes(article.title, article.summary)}
        assert codes - known


def test_things_happen_in_office_hours_of_working_days_or_in_the_last_minutes() -> None:
    for article in world().articles:
        local = article.published.astimezone(VIETNAM)
        assert is_working(local.date())
        assert 8 <= local.hour < 19 or (local.hour, local.minute) >= (23, 50), article


def test_articles_never_come_before_the_notice_they_copy() -> None:
    for act in world().acts:
        if act.kind is DisclosureKind.NOTICE and act.national is not None:
            assert all(shown is None or shown > act.national for shown in (act.portal, act.page))


def test_numbers_on_a_source_grow_with_time() -> None:
    for source_id in (PORTAL_NEW, PORTAL_OLD, PAGE_HEALTH, FEED_WORKS):
        numbers = [article.number for article in world().articles if article.source_id == source_id]
        assert numbers == sorted(set(numbers))
        assert numbers


def test_some_articles_announce_two_packages_and_many_announce_none() -> None:
    counts = Counter(len(article.acts) for article in world().articles)
    assert counts[2] >= 2
    assert counts[0] >= 100


def test_requests_for_quotes_stand_on_portals_and_have_no_national_record() -> None:
    quotes = [article for article in world().articles if "báo giá" in article.title.lower()]
    assert len(quotes) >= 20
    assert not any(article.acts for article in quotes)


def test_agencies_merged_on_the_day_of_the_merger_decide_nothing_afterwards() -> None:
    made = world()
    merged = {agency.agency.id: agency.agency for agency in made.agencies if agency.agency.successor_id}
    assert len(merged) >= 3
    known = {agency.agency.id for agency in made.agencies}
    for plan in made.plans:
        if plan.agency_id in merged:
            assert plan.decided < date(2025, 7, 1)
    assert all(agency.successor_id in known for agency in merged.values())


def test_a_renamed_agency_bears_its_old_name_before_the_merger() -> None:
    made = world()
    renamed = {agency.agency.id: agency for agency in made.agencies if agency.old_name}
    old = [plan for plan in made.plans if plan.agency_id in renamed and plan.decided < date(2025, 7, 1)]
    assert old
    assert all(plan.buyer_name == renamed[plan.agency_id].old_name for plan in old)


def test_the_twin_boards_have_packages_of_the_same_name() -> None:
    made = world()
    twins = [trap for trap in made.traps if trap.name == "twin_boards"]
    acts = {act.id: act for act in made.acts}
    names = [{acts[act_id].title for act_id in trap.act_ids} for trap in twins]
    assert {trap.agency_id for trap in twins} == {"ban-quan-ly-so-1", "ban-quan-ly-so-2"}
    assert names[0] & names[1]


def test_the_feeds_faults_lie_within_the_watch() -> None:
    made = world()
    acts = {act.id: act for act in made.acts}
    for _, channel, act_id in made.intended:
        if channel is Channel.AGENCY_PAGE and acts[act_id].page_source == FEED_WORKS:
            assert acts[act_id].decided >= vietnam_day(made.watch_start)


def test_an_era_never_reaches_past_the_end() -> None:
    start, end = date(2023, 1, 2), date(2026, 11, 20)
    for era in ("A", "B", "C0", "C", "recent", "watch", "blind", "old", "new"):
        first, last = era_days(era, start, end)
        assert start <= first <= last < end
    assert Scenario("recent").fits(world().agencies[0])
