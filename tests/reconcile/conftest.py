"""Tin đăng và thông tin phải đăng tự đặt ra để thử đối chiếu (dữ liệu tổng hợp).
Builders of synthetic sightings and disclosures; no real agency, firm or person appears."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.procurement import Agency
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState, Precision
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.linking import link_all

NOW = datetime(2026, 10, 1, tzinfo=UTC)
DAY_ZERO = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)

AGENCIES = (
    Agency("tinh", "UBND tỉnh Sông Mẫu"),
    Agency("bql-1", "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Sông Mẫu", parent_id="tinh"),
    Agency("bql-2", "Ban Quản lý dự án đầu tư xây dựng số 2 tỉnh Sông Mẫu", parent_id="tinh"),
    Agency("so-khdt", "Sở Kế hoạch và Đầu tư tỉnh Sông Mẫu", codes=("vnz000000111",), successor_id="so-tc",
           successor_from=datetime(2025, 3, 1, tzinfo=UTC).date()),
    Agency("so-tc", "Sở Tài chính tỉnh Sông Mẫu", codes=("vnz000000222",)),
    Agency("bv-dk", "Bệnh viện Đa khoa Đồng Mẫu", aliases=("BVĐK Đồng Mẫu cũ",)),
    Agency("ttyt", "Trung tâm Y tế huyện Hồ Mẫu"),
    Agency("huyen", "UBND huyện Bến Mẫu"),
    Agency("xa", "UBND xã Bến Mẫu"),
    Agency("thpt", "Trường THPT Bến Mẫu"),
    Agency("thcs", "Trường THCS Bến Mẫu"),
)  # fmt: skip
SOURCES = {
    "cong": (),
    "trang-bql-1": ("bql-1",),
    "trang-bv": ("bv-dk",),
    "trang-ttyt": ("ttyt",),
    "trang-stc": ("so-tc",),
}


@pytest.fixture(scope="session")
def resolver() -> AgencyResolver:
    return AgencyResolver(AGENCIES)


def make_disclosure(
    title: str, number: int = 1, kind: str = "notice", agency: str = "bql-1", day: float = 0, **more: Any
) -> Disclosure:
    """A disclosure published `day` days after day zero; notices are IB26000000NN."""
    names = {a.id: a.name for a in AGENCIES}
    is_plan = kind == "plan"
    key = f"PL26{number:08d}" if is_plan else f"IB26{number:08d}"
    known: dict[str, Any] = {
        "plan_no": key if is_plan else f"PL26{900 + number:08d}",
        "notice_no": "" if is_plan else key,
        "national": Moment(DAY_ZERO + timedelta(days=day), Precision.SECOND, "api"),
        "closes_at": None if is_plan else DAY_ZERO + timedelta(days=day + 18),
    }
    known.update(more)
    return Disclosure(
        f"{key}/{kind}", DisclosureKind(kind), key, title, names.get(agency, agency),
        agency if agency in names else "", **known,
    )  # fmt: skip


def make_sighting(
    title: str, key: str = "1", source: str = "trang-bql-1", day: float | None = 1, **more: Any
) -> Sighting:
    """A sighting published `day` days after day zero; `None` when the page shows no date."""
    published = None if day is None else Moment(DAY_ZERO + timedelta(days=day), Precision.DAY, "listing")
    known: dict[str, Any] = {"body": "", "codes": (), "first_seen_at": NOW - timedelta(days=20)}
    known.update(more)
    return Sighting(
        f"{source}|{key}",
        source,
        Channel.AGENCY_PAGE,
        key,
        f"https://mau.example/{key}",
        title,
        published,
        **known,
    )


def person(sighting: Sighting, disclosure: Disclosure, state: LinkState = LinkState.LINKED) -> Link:
    return Link(
        sighting.id, disclosure.id, state, LinkOrigin.PERSON, 1.0, ("người xem quyết định",), NOW, "Người Mẫu"
    )


@pytest.fixture(scope="session")
def disclosure() -> Callable[..., Disclosure]:
    return make_disclosure


@pytest.fixture(scope="session")
def sighting() -> Callable[..., Sighting]:
    return make_sighting


@pytest.fixture(scope="session")
def decided() -> Callable[..., Link]:
    return person


@pytest.fixture(scope="session")
def links_of(resolver: AgencyResolver) -> Callable[..., tuple[Link, ...]]:
    """`links_of(sightings, disclosures, decisions)` over the invented agencies and sources."""

    def run(
        sightings: list[Sighting], disclosures: list[Disclosure], decisions: tuple[Link, ...] = ()
    ) -> tuple[Link, ...]:
        return link_all(sightings, disclosures, resolver, SOURCES, decisions, NOW)

    return run
