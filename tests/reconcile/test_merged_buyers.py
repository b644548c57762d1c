"""Cơ quan sáp nhập: trước ngày sáp nhập là nhiều đơn vị, từ ngày ấy là một.
Agencies that were merged: several buyers before the day of the merger, one from then on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.procurement import Agency
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState, Precision
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.linking import link_all
from monitor.reconcile.one import link_one, seek
from monitor.reconcile.subjects import SubjectIndex, homes_of
from sources.profile import load_profile
from tests.reconcile.conftest import NOW, make_disclosure, make_sighting

MERGED_ON = date(2026, 7, 1)
# Days after day zero (4/5/2026): an act well before the merger, one that is announced after it.
BEFORE, EVE, AFTER = 0.0, 55.0, 65.0
NORTH, SOUTH, HEIR = ("Sở Y tế tỉnh Bắc Mẫu", "Sở Y tế tỉnh Nam Mẫu", "Sở Y tế tỉnh Sông Mẫu")
OLD_OFFICE, NEW_OFFICE = "Sở Kế hoạch và Đầu tư tỉnh Sông Mẫu", "Sở Tài chính tỉnh Sông Mẫu"
AGENCIES = (
    Agency("bac", NORTH, successor_id="song", successor_from=MERGED_ON),
    Agency("nam", SOUTH, successor_id="song", successor_from=MERGED_ON),
    Agency("song", HEIR),
    Agency("cu", OLD_OFFICE, successor_id="moi", successor_from=MERGED_ON),
    Agency("moi", NEW_OFFICE),
    # A commune that keeps its name when another joins it.
    Agency("xa-cu", "UBND xã Bến Mẫu", successor_id="xa", successor_from=MERGED_ON),
    Agency("xa-kia", "UBND xã Gò Mẫu", successor_id="xa", successor_from=MERGED_ON),
    Agency("xa", "UBND xã Bến Mẫu"),
)
IDS = {NORTH: "bac", SOUTH: "nam", HEIR: "song", OLD_OFFICE: "cu", NEW_OFFICE: "moi"}
PAGES = {
    "cong": (),
    "trang-bac": ("bac",),
    "trang-nam": ("nam",),
    "trang-song": ("song",),
    "trang-moi": ("moi",),
}
RESOLVER = AgencyResolver(AGENCIES)
WHAT = "Mua sắm vật tư y tế tiêu hao năm 2026"


def package(buyer: str, day: float, number: int = 1, title: str = WHAT) -> Disclosure:
    made = make_disclosure(title, number, agency=buyer, day=day)
    return replace(made, agency_id=IDS.get(buyer, ""))


def article(named: str, day: float | None, source: str = "cong", **more: Any) -> Sighting:
    title = f"{named}: Thông báo mời thầu gói thầu {WHAT}" if named else f"Thông báo mời thầu gói thầu {WHAT}"
    return make_sighting(title, source=source, day=day, **more)


def links(seen: Sighting, acts: Iterable[Disclosure]) -> tuple[Link, ...]:
    return link_all((seen,), acts, RESOLVER, PAGES, (), NOW)


def link_of_one(seen: Sighting, act: Disclosure) -> tuple[Link, ...]:
    """As one sighting by itself is recognised."""
    index = SubjectIndex((act,), RESOLVER)
    home = homes_of(PAGES)[seen.source_id]
    sought = seek(seen, home, RESOLVER, index.mentions)
    return link_one(sought, (act,), index.weights, index.mentions, PAGES, NOW)


# Day of the act, its buyer; day, source of the article and whom it names.
OTHERS = [
    (BEFORE, NORTH, BEFORE + 1, "cong", SOUTH),
    (BEFORE, NORTH, BEFORE + 1, "trang-nam", SOUTH),
    (BEFORE, NORTH, BEFORE + 1, "trang-nam", ""),
    (BEFORE, HEIR, BEFORE + 1, "cong", SOUTH),
    (BEFORE, HEIR, BEFORE + 1, "trang-nam", ""),
    (BEFORE, NORTH, BEFORE + 1, "cong", HEIR),
    (BEFORE, NORTH, BEFORE + 1, "trang-song", HEIR),
    # What the north had begun was never the south's, on whatever day somebody writes.
    (EVE, NORTH, AFTER, "cong", SOUTH),
    (BEFORE, "UBND xã Bến Mẫu", BEFORE + 1, "cong", "UBND xã Gò Mẫu"),
    (BEFORE, "UBND xã Gò Mẫu", BEFORE + 1, "cong", "UBND xã Bến Mẫu"),
]
OWN = [
    (BEFORE, NORTH, BEFORE + 1, "cong", NORTH, f"nêu đúng tên đơn vị “{NORTH}”"),
    (BEFORE, NORTH, BEFORE + 1, "trang-bac", "", "nguồn đăng tin của đúng đơn vị"),
    (EVE, NORTH, AFTER, "cong", NORTH, f"nêu đúng tên đơn vị “{NORTH}”"),
    (EVE, NORTH, AFTER, "trang-bac", "", "nguồn đăng tin của đúng đơn vị"),
    (EVE, NORTH, AFTER, "cong", HEIR, f"nêu tên đơn vị kế nhiệm “{HEIR}”"),
    (EVE, NORTH, AFTER, "trang-song", "", "nguồn đăng tin của đơn vị kế nhiệm"),
    (AFTER, HEIR, AFTER + 1, "cong", SOUTH, f"nêu tên đơn vị tiền thân “{SOUTH}”"),
    (AFTER, HEIR, AFTER + 1, "trang-nam", "", "nguồn đăng tin của đơn vị tiền thân"),
    (58, HEIR, 57, "trang-nam", SOUTH, f"nêu tên đơn vị tiền thân “{SOUTH}”"),
    (BEFORE, OLD_OFFICE, BEFORE + 1, "cong", NEW_OFFICE, f"nêu tên đơn vị kế nhiệm “{NEW_OFFICE}”"),
    (BEFORE, NEW_OFFICE, BEFORE + 1, "cong", OLD_OFFICE, f"nêu tên đơn vị tiền thân “{OLD_OFFICE}”"),
    (BEFORE, OLD_OFFICE, BEFORE + 1, "trang-moi", "", "nguồn đăng tin của đơn vị kế nhiệm"),
    (BEFORE, "UBND xã Bến Mẫu", BEFORE + 1, "cong", "UBND xã Bến Mẫu", "đúng tên đơn vị “UBND xã Bến Mẫu”"),
    (AFTER, "UBND xã Bến Mẫu", AFTER + 1, "cong", "UBND xã Gò Mẫu", "tiền thân “UBND xã Gò Mẫu”"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "buyer", "shown", "source", "named"), OTHERS)
def test_agencies_merged_later_are_other_buyers(
    day: float, buyer: str, shown: float, source: str, named: str
) -> None:
    seen, act = article(named, shown, source), package(buyer, day)
    for found in (links(seen, (act,)), link_of_one(seen, act)):
        assert all(link.state is not LinkState.LINKED for link in found)
        assert not any("nêu đúng tên" in reason for link in found for reason in link.reasons)


@pytest.mark.parametrize(("day", "buyer", "shown", "source", "named", "reason"), OWN)
def test_an_agency_its_predecessor_and_its_successor_are_linked_and_called_what_they_are(
    day: float, buyer: str, shown: float, source: str, named: str, reason: str
) -> None:
    seen, act = article(named, shown, source), package(buyer, day)
    for found in (links(seen, (act,)), link_of_one(seen, act)):
        assert [link.state for link in found] == [LinkState.LINKED]
        assert any(reason in said for said in found[0].reasons), found[0].reasons


def test_of_two_packages_of_one_name_the_named_predecessors_own_is_meant() -> None:
    acts = (package(NORTH, BEFORE, 1), package(SOUTH, BEFORE, 2))
    for named, number in ((NORTH, 1), (SOUTH, 2)):
        for shown, source in ((BEFORE + 1, "cong"), (BEFORE + 1, f"trang-{IDS[named]}")):
            found = links(article(named, shown, source), acts)
            assert [(link.disclosure_id, link.state) for link in found] == [
                (acts[number - 1].id, LinkState.LINKED)
            ]


def test_an_article_without_a_day_counts_from_when_it_was_first_seen() -> None:
    before = article(SOUTH, None, first_seen_at=datetime(2026, 5, 6, tzinfo=UTC))
    assert all(link.state is not LinkState.LINKED for link in links(before, (package(HEIR, BEFORE),)))
    after = article(SOUTH, None, first_seen_at=datetime(2026, 7, 10, tzinfo=UTC))
    assert [link.state for link in links(after, (package(HEIR, AFTER),))] == [LinkState.LINKED]


def test_a_name_in_the_package_itself_is_no_other_buyer_but_the_siblings_is() -> None:
    named = package(NORTH, BEFORE, title=f"{WHAT} của {NORTH}")
    assert all(link.state is not LinkState.LINKED for link in links(article(SOUTH, BEFORE + 1), (named,)))
    assert [link.state for link in links(article(NORTH, BEFORE + 1), (named,))] == [LinkState.LINKED]


def test_a_record_that_names_a_predecessor_under_the_successors_code_is_the_predecessors_as_well() -> None:
    act = replace(package(NORTH, BEFORE), agency_id="song")
    assert [link.state for link in links(article(NORTH, BEFORE + 1), (act,))] == [LinkState.LINKED]
    assert all(link.state is not LinkState.LINKED for link in links(article(SOUTH, BEFORE + 1), (act,)))


@pytest.mark.parametrize("page", ["", "so-y-te-ben-tre"])
@pytest.mark.parametrize("buyer", ["Trà Vinh", "Vĩnh Long"])
def test_departments_of_the_old_provinces_bought_each_for_itself(page: str, buyer: str) -> None:
    registry = AgencyResolver(load_profile("vinh-long").agencies)
    name = f"Sở Y tế tỉnh {buyer}"
    at = datetime(2024, 5, 6, 3, tzinfo=UTC)
    act = Disclosure(
        "IB2400000001/notice", DisclosureKind.NOTICE, "IB2400000001",
        "Mua sắm vật tư y tế tiêu hao năm 2024", name, registry.resolve(name).agency_id,
        notice_no="IB2400000001", national=Moment(at, Precision.SECOND, "api"),
    )  # fmt: skip
    home = (registry.resolve("Sở Y tế tỉnh Bến Tre").agency_id,) if page else ()

    def shown(by: str) -> tuple[Link, ...]:
        published = Moment(at + timedelta(days=1), Precision.DAY, "listing")
        title = f"{by}: Thông báo mời thầu gói thầu Mua sắm vật tư y tế tiêu hao năm 2024"
        seen = Sighting("t|1", "t", Channel.AGENCY_PAGE, "1", "", title, published, at + timedelta(days=2))
        return link_all((seen,), (act,), registry, {"t": home}, (), NOW)

    wrong = shown("Sở Y tế tỉnh Bến Tre")
    assert all(link.state is not LinkState.LINKED for link in wrong)
    assert not any(name in reason for link in wrong for reason in link.reasons)
    if not page:
        (right,) = shown(name)
        assert right.state is LinkState.LINKED
        assert any(f"nêu đúng tên đơn vị “{name}”" in reason for reason in right.reasons)
