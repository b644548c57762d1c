"""Gom hồ sơ từng gói thầu cho các quy tắc về dấu hiệu.
Gathers the file of each tender: its versions, results, copies, twins and what reads otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.judgement import LinkedSighting
from monitor.domain.patterns import TenderFile
from monitor.domain.procurement import Notice, RecordChange, Result
from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.law.versions import first_and_latest
from monitor.reconcile.differences import differences_of
from monitor.reconcile.double_posting import twins_of
from monitor.reconcile.package_names import PackageRecords, planned_prices
from monitor.steps.link import Linked
from monitor.steps.pattern_sight import Sight


@dataclass(frozen=True, slots=True)
class Earlier:
    """What notices showed before a change without a new version (egp-api §6.3), by notice number."""

    closings: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    prices: Mapping[str, Sequence[int]] = field(default_factory=dict)


def earlier_of(changes: Iterable[RecordChange]) -> Earlier:
    """Closing times and prices that were read before and read differently since."""
    closings: dict[str, list[datetime]] = defaultdict(list)
    prices: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        number = change.key.rpartition("-")[0]
        if change.record == "notice" and change.field == "tender_period_end":
            closings[number].append(datetime.fromisoformat(change.old))
        elif change.record == "notice" and change.field == "price":
            prices[number].append(int(change.old))
    return Earlier(closings, prices)


def tenders_of(
    notices: Mapping[str, list[Notice]],
    results: Mapping[str, list[Result]],
    records: PackageRecords,
    earlier: Earlier,
    planned: Mapping[str, int],
    linked: Linked,
    sight: Sight,
) -> Iterator[TenderFile]:
    """One file for every notice number, in order, made only when asked for; `planned` prices by name."""
    copies = _copies(linked)
    twins = twins_of(first_and_latest(versions)[1] for number, versions in notices.items() if number)
    for number in sorted(number for number in notices.keys() | results.keys() if number):
        versions, found = _in_order(notices.get(number, ())), tuple(results.get(number, ()))
        latest = versions[-1] if versions else found[0]
        entity = versions[-1].procuring_entity_name if versions else ""
        body = sight.body_of(latest.buyer_name or entity, latest.buyer_code)
        shown = copies.get(number, ())
        closings = (
            *earlier.closings.get(number, ()),
            *(one.tender_period_end for one in versions if one.tender_period_end),
        )
        prices = (
            *(planned_prices(versions, planned) if shown else ()),
            *earlier.prices.get(number, ()),
            *(one.price for one in versions if one.price),
        )
        yield TenderFile(
            number,
            body.id,
            body.name,
            versions,
            found,
            closings,
            shown,
            differences_of(versions, closings, prices, shown, sight.line.resolver) if shown else (),
            twins.get(number, ()),
            sight.coverage_of(body.id),
            records.results_elsewhere(versions[-1:]),
            records.notices_elsewhere(found),
        )


def _copies(linked: Linked) -> Mapping[str, tuple[LinkedSighting, ...]]:
    """Invitations linked beyond doubt, each of one package only, by notice number."""
    numbers = {d.id: d.notice_no for d in linked.disclosures if d.kind is DisclosureKind.NOTICE}
    announced = defaultdict(list)
    for link in linked.links:
        if link.state is LinkState.LINKED and link.disclosure_id in numbers:
            announced[link.sighting_id].append(link)
    found: dict[str, list[LinkedSighting]] = defaultdict(list)
    for sighting in linked.sightings:
        links = announced.get(sighting.id, ())
        if len(links) == 1 and sighting.kind in (None, DisclosureKind.NOTICE):
            found[numbers[links[0].disclosure_id]].append(LinkedSighting(links[0], sighting))
    return {number: tuple(copies) for number, copies in found.items()}


def _in_order(versions: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(versions, key=lambda one: int(one.version) if one.version.isdecimal() else -1))
