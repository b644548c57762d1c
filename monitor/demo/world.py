"""Dựng cả thế giới mẫu từ một con số: Tỉnh Sông Mẫu.
Builds the whole invented province from one seed; the same seed always gives the same world."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from monitor.demo.clockwork import at
from monitor.demo.codebook import CodeBook
from monitor.demo.model import Act, Article, DemoAgency, DemoPlan, FaultKind, Sign, Trap, World
from monitor.demo.names import (
    AGENCIES,
    CODE_STRANGER,
    FEED_WORKS,
    MERGED_ON,
    PAGE_HEALTH,
    PORTAL_NEW,
    PORTAL_OLD,
    PROVINCE,
    PROVINCE_NAMES,
)
from monitor.demo.pastime import other_news, quote_requests
from monitor.demo.press import Draft, Press
from monitor.demo.scenarios import WATCH_DAYS, Scenario, era_days, special_scenarios
from monitor.demo.strangers import STRANGERS
from monitor.demo.timeline import Builder, Built
from monitor.demo.titles import TitleBook
from monitor.domain.vocabulary import Channel, DisclosureKind

DEFAULT_SEED = 2026
DEFAULT_PACKAGES = 320
DEFAULT_START = date(2023, 1, 2)
DEFAULT_END = date(2026, 11, 20)
_OLD_SHARE = 0.3
_FIRST_NUMBER = {PAGE_HEALTH: 201, PORTAL_NEW: 230_001, PORTAL_OLD: 690_001, FEED_WORKS: 1}
_TRICKS = {"twin_boards": "uncoded", "wrong_code": "wrongly_coded", "reposted": "reposted"}
TRAP_NOTES = {
    "amended_notice": "sửa đổi thông báo làm publicDate dời về sau; ngày đăng đầu tiên vẫn đúng hạn",
    "silent_extension": "gia hạn và đổi giá mà không đổi phiên bản",
    "cancelled": "hủy thầu, đã công khai đủ ba kênh",
    "direct_appointment": "chỉ định thầu: có kết quả mà không có thông báo mời thầu",
    "amended_plan": "kế hoạch sửa đổi đăng sau, giữ ngày quyết định cũ",
    "last_minute_national": "đăng lúc 23 giờ 50 của ngày cuối cùng trên Mạng",
    "last_minute_portal": "đăng lúc 23 giờ 50 của ngày cuối cùng trên cổng",
    "last_minute_page": "đăng lúc 23 giờ 50 của ngày cuối cùng trên trang đơn vị",
    "wrong_code": "tin đúng gói nhưng gõ sai một chữ số của mã",
    "swapped_code": "tin đúng gói nhưng ghi mã của một gói khác, ở đơn vị khác",
    "reposted": "cùng một tin đăng lại lần hai, muộn hơn",
    "two_in_one": "một tin mời hai gói thầu",
    "no_province_code": "bản ghi cũ không có mã tỉnh",
    "holiday_swap": "hạn rơi qua kỳ nghỉ Quốc khánh và ngày nghỉ hoán đổi",
    "makeup_saturday": "chỉ trễ nếu tính thứ Bảy làm bù là ngày làm việc",
    "renamed_agency": "hồ sơ đứng tên cơ quan đã sáp nhập",
    "old_name_kept": "tài khoản trên Mạng còn mang tên cũ của đơn vị",
    "twin_boards": "hai ban quản lý số 1 và số 2 có gói thầu trùng tên",
}


def build_world(
    seed: int = DEFAULT_SEED,
    packages: int = DEFAULT_PACKAGES,
    start: date = DEFAULT_START,
    end: date = DEFAULT_END,
) -> World:
    """The province with so many packages between `start` and `end` (Vietnamese days).

    1. plans with faults and traps; 2. ordinary plans; 3. what portals and pages write about them.
    """
    rng = Random(f"{seed}/timeline")  # noqa: S311  # the world must be the same every time
    codes = CodeBook(Random(f"{seed}/codes"))  # noqa: S311
    builder = Builder(rng, codes, TitleBook(Random(f"{seed}/titles")))  # noqa: S311
    made = list(_special(builder, rng, packages, start, end))
    made += _ordinary(builder, rng, packages - _count(made), start, end)
    builts = [built for _, built in made]
    acts = {act.id: act for built in builts for act in built.acts}
    tricks, pairs = _tricks(made)
    for first, second, _ in pairs:
        acts[second.id] = replace(acts[second.id], portal=first.portal, page=first.page)
    press = Press(Random(f"{seed}/press"), codes, AGENCIES, tricks, _repriced(made), _swapped(made))  # noqa: S311
    drafts = [draft for act in acts.values() for draft in press.of(act)]
    for first, second, project in pairs:
        drafts += press.joined(first, second, project)
    news = Random(f"{seed}/news")  # noqa: S311
    drafts += other_news(news, _FIRST_NUMBER, start, end)
    drafts += quote_requests(news, AGENCIES, start, end)
    return World(
        seed=seed,
        start=start,
        end=end,
        province=PROVINCE,
        agencies=AGENCIES,
        plans=tuple(sorted((built.plan for built in builts), key=lambda plan: (plan.decided, plan.plan_no))),
        strangers=tuple(_strangers(Builder(rng, codes, TitleBook(rng)), rng, packages // 25 + 2, end)),
        acts=tuple(sorted(acts.values(), key=lambda act: (act.decided, act.id))),
        articles=_numbered(drafts),
        intended=tuple(_intended(made)),
        traps=tuple(_traps(made)),
        signs=tuple(_signs(made)),
        watch_start=at(end - timedelta(days=WATCH_DAYS), 8, 0),
        ends_at=at(end, 17, 0),
    )


Made = tuple[Scenario, Built]


def _count(made: list[Made]) -> int:
    return sum(len(built.plan.packages) for _, built in made)


def _special(builder: Builder, rng: Random, packages: int, start: date, end: date) -> Iterator[Made]:
    left = packages
    for scenario in special_scenarios(packages):
        count = 2 if scenario.pair else rng.choice((1, 1, 1, 2))
        days = era_days(scenario.era, start, end)
        outside = scenario.day is not None and not start <= scenario.day <= end - timedelta(days=15)
        if left < count or days[0] > days[1] or outside:
            continue
        left -= count
        agency = _agency(rng, scenario, scenario.day or days[1])
        yield scenario, builder.build(scenario, agency, count, days)


def _ordinary(builder: Builder, rng: Random, left: int, start: date, end: date) -> Iterator[Made]:
    """Plans with nothing wrong: the older share spread evenly, the rest over the last six months."""
    first, last = era_days("old", start, end)
    old_left = int(left * _OLD_SHARE) if first < last else 0
    step = (last - first) / max(1, old_left)
    done = 0
    while done < left:
        count = min(rng.choice((1, 1, 2, 2, 3, 4)), left - done)
        era = Scenario("old" if done < old_left else "new")
        days = era_days(era.era, start, end)
        if done < old_left:
            days = (first + step * done, first + step * min(old_left, done + count))
        done += count
        yield era, builder.build(era, _agency(rng, era, days[0]), count, days)


def _agency(rng: Random, scenario: Scenario, day: date) -> DemoAgency:
    # A plan that straddles the merger would need two names: decide by the day it begins near.
    fitting = [
        agency
        for agency in AGENCIES
        if scenario.fits(agency)
        and (agency.active_from < day - timedelta(days=90) or agency.active_from.year < MERGED_ON.year)
        and day <= agency.active_until
    ]
    if scenario.trap == "two_in_one":
        fitting = [agency for agency in fitting if agency.domain == "works"]
    return rng.choices(fitting, weights=[agency.weight for agency in fitting])[0]


def _tricks(made: list[Made]) -> tuple[dict[str, frozenset[str]], list[tuple[Act, Act, str]]]:
    """Ids of acts whose articles are special, and the pairs told of in one article."""
    found: dict[str, set[str]] = defaultdict(set)
    pairs: list[tuple[Act, Act, str]] = []
    for scenario, built in made:
        if scenario.sign:  # an invitation after closing, or at another price, needs its code to be the same
            found["coded"] |= {act.id for act in built.acts if act.codes}
        if trick := _TRICKS.get(scenario.trap):
            found[trick].add(built.special.id)
        if scenario.trap == "two_in_one":
            notices = [act for act in built.acts if act.kind is DisclosureKind.NOTICE]
            if len(notices) == 2:
                later = _later(notices[0], notices[1])
                pairs.append((later, notices[0] if later is notices[1] else notices[1], built.plan.project))
                found["joined"] |= {act.id for act in notices}
    names = ("uncoded", "coded", "wrongly_coded", "reposted", "joined")
    return {name: frozenset(found[name]) for name in names}, pairs


def _later(first: Act, second: Act) -> Act:
    """Of two notices of one day the one whose national publication came later."""
    return max((first, second), key=lambda act: act.national or at(act.decided, 0, 0))


def _numbered(drafts: list[Draft]) -> tuple[Article, ...]:
    """Articles with numbers that grow with time on every source."""
    numbers = dict(_FIRST_NUMBER)
    articles: list[Article] = []
    for draft in sorted(drafts, key=lambda d: (d.published, d.source_id, d.title)):
        articles.append(
            Article(
                numbers[draft.source_id],
                draft.source_id,
                draft.title,
                draft.summary,
                draft.paragraphs,
                draft.attachment,
                draft.published,
                draft.acts,
                draft.attached,
            )
        )
        numbers[draft.source_id] += 1
    return tuple(articles)


def _intended(made: list[Made]) -> Iterator[tuple[FaultKind, Channel, str]]:
    for scenario, built in made:
        if scenario.verdict and scenario.channel:
            yield scenario.verdict, scenario.channel, built.special.id


def _traps(made: list[Made]) -> Iterator[Trap]:
    for scenario, built in made:
        if scenario.trap:
            acts = tuple(act.id for act in built.acts)
            yield Trap(scenario.trap, acts, built.plan.agency_id, TRAP_NOTES[scenario.trap])


def _signs(made: list[Made]) -> Iterator[Sign]:
    for scenario, built in made:
        if scenario.sign:
            # Of a pair the lower number speaks for both.
            packages = built.plan.packages if scenario.pair else built.plan.packages[:1]
            planned = scenario.sign == "split_below_ceiling" or not packages[0].notice_no
            yield Sign(scenario.sign, min(one.bid_no if planned else one.notice_no for one in packages))


def _repriced(made: list[Made]) -> dict[str, int]:
    """The price that copies of a notice name instead of the network's, by act."""
    return {
        built.special.id: built.plan.packages[0].price * 6 // 5
        for scenario, built in made
        if scenario.sign == "differs_between_channels"
    }


def _swapped(made: list[Made]) -> dict[str, str]:
    """The code of another agency's notice that articles carry by mistake, by act."""
    notices = [
        act for _, built in made for act in built.acts
        if act.kind is DisclosureKind.NOTICE and act.national and act.portal
    ]  # fmt: skip
    found: dict[str, str] = {}
    for scenario, built in made:
        if scenario.trap == "swapped_code":
            own = built.special
            others = [act for act in notices if act.agency_id != own.agency_id]
            if others:
                found[own.id] = min(others, key=lambda act: (abs(act.decided - own.decided), act.id)).codes[0]
    return found


def _strangers(builder: Builder, rng: Random, count: int, end: date) -> Iterator[DemoPlan]:
    """Another province's records, which the province filter must leave out."""
    days = (end - timedelta(days=150), end - timedelta(days=20))
    for _ in range(count):
        built = builder.build(Scenario("recent"), rng.choice(STRANGERS), rng.choice((1, 2)), days)
        yield replace(built.plan, provinces=((CODE_STRANGER, PROVINCE_NAMES[CODE_STRANGER]),))
