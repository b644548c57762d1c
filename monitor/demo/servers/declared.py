"""Khai báo các nguồn của thế giới mẫu, như một hồ sơ tỉnh thật.
The demo's declared sources, with volumes and pauses taken from what the sources really do."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.demo.model import World
from monitor.demo.names import (
    FEED_WORKS,
    NATIONAL_NOTICES,
    NATIONAL_OPEN,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
    PAGE_HEALTH,
    PORTAL_NEW,
    PORTAL_OLD,
)
from monitor.demo.servers import aspnet, dotnetnuke, feed, nukeviet
from monitor.domain.sources import Source
from monitor.domain.times import start_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind

_EVERY_MINUTES = 60
_DETAILS_PER_LOOK = 1000
_BACKFILL_DAYS = 31
_MONTH = timedelta(days=30)
_USUAL = timedelta(days=120)


def declared_sources(world: World, urls: dict[str, str], token: str) -> tuple[Source, ...]:
    """Every source; `urls` gives the address of each server by source id (`national` for the network)."""
    return (*_national(world, urls["national"], token), *_listings(world, urls))


def _national(world: World, url: str, token: str) -> Iterator[Source]:
    kinds = DisclosureKind
    queries = (
        (NATIONAL_PLANS, "plans", "kế hoạch lựa chọn nhà thầu", (kinds.PLAN,)),
        (NATIONAL_NOTICES, "notices", "thông báo mời thầu", (kinds.NOTICE, kinds.CANCELLATION)),
        (NATIONAL_RESULTS, "results", "kết quả lựa chọn nhà thầu", (kinds.RESULT,)),
    )
    common = {
        "host": url.removeprefix("http://"),
        "token": token,
        "province_codes": world.province.codes,
        "details_per_look": _DETAILS_PER_LOOK,
    }
    for source_id, query, words, shows in queries:
        times = sorted(_published_nationally(world, source_id))
        yield Source(
            id=source_id,
            name=f"Mạng đấu thầu quốc gia (mẫu): {words}",
            channel=Channel.NATIONAL,
            platform="egp",
            url=url,
            every_minutes=_EVERY_MINUTES,
            expected_per_30_days=fewest_per_month(times, world),
            max_silence_days=longest_pause(times, world),
            allow_private=True,
            shows=shows,
            settings=common
            | {"query": query, "backfill_window_days": _BACKFILL_DAYS, "buyer_names": _buyer_names(world)},
        )
    yield Source(
        id=NATIONAL_OPEN,
        name="Mạng đấu thầu quốc gia (mẫu): thông báo đang mở",
        channel=Channel.NATIONAL,
        platform="egp",
        url=url,
        every_minutes=24 * 60,
        allow_private=True,
        shows=(kinds.AMENDMENT, kinds.EXTENSION),
        settings=common | {"query": "open_notices"},
    )


def _listings(world: World, urls: dict[str, str]) -> Iterator[Source]:
    places = (
        (
            PORTAL_NEW,
            "Cổng thông tin điện tử tỉnh Sông Mẫu",
            Channel.PORTAL,
            "dotnetnuke",
            dotnetnuke.LISTING,
        ),
        (
            PORTAL_OLD,
            "Cổng thông tin điện tử Đồng Thử (cũ)",
            Channel.PORTAL,
            "aspnet_postback",
            aspnet.LISTING,
        ),
        (PAGE_HEALTH, "Trang thông tin Sở Y tế", Channel.AGENCY_PAGE, "nukeviet", nukeviet.LISTING),
        (FEED_WORKS, "Tin của Ban Quản lý dự án số 1", Channel.AGENCY_PAGE, "feed", feed.PATH),
    )
    for source_id, name, channel, platform, path in places:
        times = [article.published for article in world.articles if article.source_id == source_id]
        yield Source(
            id=source_id,
            name=name,
            channel=channel,
            platform=platform,
            url=f"{urls[source_id]}{path}",
            agency_ids=agencies_of(world, source_id),
            every_minutes=_EVERY_MINUTES,
            expected_per_30_days=fewest_per_month(times, world),
            max_silence_days=longest_pause(times, world),
            allow_private=True,
            settings={"cap": feed.IN_FEED} if platform == "feed" else {"details_per_look": _DETAILS_PER_LOOK},
        )


def agencies_of(world: World, source_id: str) -> tuple[str, ...]:
    """Agencies that publish there, and those whose work they took over."""
    return tuple(agency.agency.id for agency in world.agencies if source_id in (agency.portal, agency.page))


def fewest_per_month(times: Sequence[datetime], world: World) -> int:
    """The fewest items that any 30 days since the start have shown."""
    begin, end = start_of_day(world.start), world.ends_at - _MONTH
    fewest = len(times)
    while begin <= end:
        fewest = min(fewest, sum(begin <= at < begin + _MONTH for at in times))
        begin += timedelta(days=5)
    return fewest


def longest_pause(times: Iterable[datetime], world: World) -> int:
    """The longest pause of the last four months, and half as much again, in whole days."""
    since = world.ends_at - _USUAL
    recent = [since, *sorted(at for at in times if since <= at <= world.ends_at), world.ends_at]
    longest = max(later - earlier for earlier, later in pairwise(recent))
    return longest.days * 3 // 2 + 1


def _published_nationally(world: World, source_id: str) -> Iterator[datetime]:
    for plan in world.plans:
        if source_id == NATIONAL_PLANS:
            yield from (version.published for version in plan.versions)
        for package in plan.packages:
            notice, result = package.notice, package.result
            if source_id == NATIONAL_NOTICES and notice is not None:
                yield from (version.published for version in notice.versions)
            if source_id == NATIONAL_RESULTS and result is not None and result.published is not None:
                yield result.published


def _buyer_names(world: World) -> tuple[str, ...]:
    """Buyers whose records come without a place now and then, as an operator would list them."""
    return tuple(dict.fromkeys(plan.buyer_name for plan in world.plans if not plan.provinces))
