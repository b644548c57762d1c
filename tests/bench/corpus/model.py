"""Bộ dữ liệu thử nghiệm đối chiếu và sự thật của nó.
What the corpus generator returns, and what its parts hand to each other; all of it is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Agency
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind

FIRST_DAY = date(2024, 10, 1)
LAST_DAY = date(2026, 9, 30)
# Every article, however late, has been seen by then.
NOW = datetime(2026, 12, 15, tzinfo=UTC)
MERGED_ON = date(2025, 7, 1)
# Only of these is it asked whether a channel lacks them.
ASKED = (DisclosureKind.PLAN, DisclosureKind.NOTICE, DisclosureKind.RESULT)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so, known because it was made so.

    `shown`: sighting → the disclosures it announces, none for a stranger. `published`: (disclosure,
    channel) of every act that should be on the channel → its sightings there; none means truly
    absent. `traits`: sighting → the noise it carries. `sisters`: subject → what alone tells it from
    another subject; subjects without sisters are missing. `families`: the same → its family's number.
    """

    shown: Mapping[str, tuple[str, ...]]
    published: Mapping[tuple[str, Channel], tuple[str, ...]]
    traits: Mapping[str, tuple[str, ...]]
    sisters: Mapping[str, str]
    families: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A province's records, what its channels showed of them, and the truth."""

    disclosures: tuple[Disclosure, ...]
    sightings: tuple[Sighting, ...]
    agencies: tuple[Agency, ...]
    source_agencies: Mapping[str, tuple[str, ...]]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Body:
    """An agency with its trade, its page ("" for none) and, if it was renamed, its former name."""

    agency: Agency
    trade: str
    seat: str
    weight: float
    page: str = ""
    former: str = ""

    def name_on(self, day: date) -> str:
        """The name it bore that day."""
        return self.former if self.former and day < MERGED_ON else self.agency.name


class Package(NamedTuple):
    """One package to be: `mark` is the text that tells it from its sister, "" without one."""

    name: str
    category: str
    price: int
    mark: str


class Project(NamedTuple):
    """What one plan announces. `kind` is what alone tells it, or its packages, from sisters."""

    body: Body
    day: date
    name: str
    mark: str
    kind: str
    packages: tuple[Package, ...]


class Act(NamedTuple):
    """One disclosure as the newsroom sees it."""

    disclosure: Disclosure
    body: Body
    name: str
    mark: str
    kind: str
    plan: str
    again: bool
