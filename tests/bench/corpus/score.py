"""Chấm điểm: kết luận "không có trên kênh này" so với sự thật, và lỗi do kiểu nhiễu nào.
Scores links and what follows from them: who is said to be absent from a channel, and what misled us.

Of every (disclosure, channel) that is asked for: `present` if a sighting there is linked to it,
`review` if some only need review, else `absent`. "Absent" is never claimed beside a candidate for
review. Strict figures count every truly absent one: put to review, it was not recalled. The others
leave out what was put to review, on both sides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import Channel, LinkState
from tests.bench.corpus.model import Corpus

PRESENT, REVIEW, ABSENT = "present", "review", "absent"
Key = tuple[str, Channel]


class Share(NamedTuple):
    """So many of so many; 1 of nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 1.0


class Wrong(NamedTuple):
    """One wrong conclusion: `sightings` are those that were missed, or that misled."""

    what: str
    key: Key
    sightings: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """All figures of one run."""

    counts: Counter[tuple[str, bool]]
    link_precision: Share
    link_recall: Share
    links_reviewed: Share
    wrong: tuple[Wrong, ...]

    @property
    def asked(self) -> int:
        return self.counts.total()

    @property
    def precision(self) -> Share:
        """Of the claims "absent", those that are true."""
        return Share(self.counts[ABSENT, True], self.counts[ABSENT, True] + self.counts[ABSENT, False])

    @property
    def recall(self) -> Share:
        """Of the truly absent, those that were called absent."""
        return Share(
            self.counts[ABSENT, True], sum(self.counts[said, True] for said in (PRESENT, REVIEW, ABSENT))
        )

    @property
    def recall_left_out(self) -> Share:
        """The same without the truly absent that were put to review."""
        return Share(self.counts[ABSENT, True], self.counts[ABSENT, True] + self.counts[PRESENT, True])

    @property
    def review(self) -> Share:
        return Share(self.counts[REVIEW, True] + self.counts[REVIEW, False], self.asked)


def score(corpus: Corpus, links: Iterable[Link]) -> Score:
    """Compare links with the truth; people's decisions are none of its business."""
    truth = corpus.truth
    channels = {sighting.id: sighting.channel for sighting in corpus.sightings}
    by_key: defaultdict[Key, list[Link]] = defaultdict(list)
    right = linked = reviewed = 0
    for link in links:
        by_key[link.disclosure_id, channels[link.sighting_id]].append(link)
        true = link.disclosure_id in truth.shown[link.sighting_id]
        linked += link.state is LinkState.LINKED
        right += true and link.state is LinkState.LINKED
        reviewed += true and link.state is LinkState.NEEDS_REVIEW
    possible = sum(map(len, truth.shown.values()))
    counts = Counter((_said(by_key.get(key, ())), not shown) for key, shown in truth.published.items())
    wrong = tuple(_all_wrong(corpus, by_key))
    return Score(counts, Share(right, linked), Share(right, possible), Share(reviewed, possible), wrong)


def _said(links: Iterable[Link]) -> str:
    states = {link.state for link in links}
    return PRESENT if LinkState.LINKED in states else REVIEW if LinkState.NEEDS_REVIEW in states else ABSENT


def _all_wrong(corpus: Corpus, by_key: dict[Key, list[Link]]) -> Iterator[Wrong]:
    shown = corpus.truth.shown
    for key, sightings in corpus.truth.published.items():
        links = tuple(by_key.get(key, ()))
        said = _said(links)
        if said == REVIEW:
            yield Wrong("review", key, tuple(link.sighting_id for link in links), links)
        elif said == ABSENT and sightings:
            yield Wrong("false absent", key, sightings, ())
        elif said == PRESENT and not sightings:
            yield Wrong("false present", key, tuple(link.sighting_id for link in links), links)
    for key, found in by_key.items():
        for link in found:
            if link.state is LinkState.LINKED and key[0] not in shown[link.sighting_id]:
                yield Wrong("false link", key, (link.sighting_id,), (link,))


class Blame(NamedTuple):
    """How often a kind of noise stands beside each kind of wrong; `carried` counts its sightings."""

    trait: str
    carried: int
    wrong: Counter[str]


def blame(corpus: Corpus, found: Score) -> tuple[list[Blame], list[Blame]]:
    """By noise kind and by kind of sister; a wrong with two noises counts for both.

    A review that shows the true package among its candidates and one that does not count alike.
    """
    truth = corpus.truth
    by_noise: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_sister: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for wrong in found.wrong:
        traits = {trait for s in wrong.sightings for trait in truth.traits[s] or ("none",)}
        strange = any(not truth.shown[s] for s in wrong.sightings)
        for trait in traits | ({"stranger or quote"} if strange else set()):
            by_noise[trait][wrong.what] += 1
        subject = wrong.key[0].rsplit("/", 1)[0]
        by_sister[truth.sisters.get(subject, "none")][wrong.what] += 1
    carried = Counter(trait for traits in truth.traits.values() for trait in traits or ("none",))
    carried["stranger or quote"] = sum(not shown for shown in truth.shown.values())
    asked = Counter(
        truth.sisters.get(disclosure.rsplit("/", 1)[0], "none") for disclosure, _ in truth.published
    )
    return _rows(carried, by_noise), _rows(asked, by_sister)


def _rows(carried: Counter[str], wrong: dict[str, Counter[str]]) -> list[Blame]:
    return [Blame(trait, count, wrong.get(trait, Counter())) for trait, count in carried.most_common()]
