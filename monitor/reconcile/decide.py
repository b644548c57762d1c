"""Kết luận: đúng gói thầu, cần người xem, hay không phải.
Decides pairs: linked, needs review, or no link at all. In doubt a person decides.

A false link hides a missing package; a false "no" accuses an agency that did publish. Doubt
therefore always becomes NEEDS_REVIEW, which withholds the accusation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import intern
from typing import NamedTuple

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.doubts import doubts
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject
from monitor.reconcile.score import LINK_LOG_ODDS, REVIEW_LOG_ODDS, Likeness, lag_evidence, own_day

# Only these are compared by name when an article does not say what it announces.
_SHOWABLE = frozenset(
    (DisclosureKind.PLAN, DisclosureKind.NOTICE, DisclosureKind.RESULT, DisclosureKind.CANCELLATION)
)
# An article that corrects or extends a notice names the package; it does not prove that the
# notice itself stood on the channel. It is shown to a person, never counted as the notice.
_MENTIONS = {DisclosureKind.AMENDMENT: DisclosureKind.NOTICE, DisclosureKind.EXTENSION: DisclosureKind.NOTICE}
# Days by which an article may precede the act it announces and still be about it.
_AHEAD = 3
_MOST_FOR_REVIEW = 8
# Days from an act to an article that does not say its kind: this one, or too old for it.
_FRESH = 4
_STALE = 30


class Shown(NamedTuple):
    """What a decision needs to know of a sighting; light, as pairs travel between processes."""

    id: str
    source_id: str
    channel: Channel


class Wanted(NamedTuple):
    """What a decision needs to know of a disclosure."""

    id: str
    subject_key: str
    kind: DisclosureKind
    bid_no: str


def shown(sighting: Sighting) -> Shown:
    """The sighting, as a pair keeps it."""
    return Shown(sighting.id, sighting.source_id, sighting.channel)


def wanted(disclosure: Disclosure) -> Wanted:
    """The disclosure, as a pair keeps it."""
    return Wanted(disclosure.id, disclosure.subject_key, disclosure.kind, disclosure.bid_no)


@dataclass(frozen=True, slots=True)
class Pair:
    """One sighting with one disclosure: what was weighed, and what is concluded.

    `state` is `None` while undecided. `reasons` are what was weighed, in words, once it is told.
    """

    sighting: Shown
    kind: DisclosureKind | None
    disclosure: Wanted
    log_odds: float
    evidence: tuple[Evidence, ...]
    state: LinkState | None = None
    origin: LinkOrigin = LinkOrigin.SCORE
    exact: bool = False
    doubtful: bool = False
    rivals: tuple[str, ...] = field(default=())
    reasons: tuple[str, ...] = ()

    def with_state(self, state: LinkState, why: str = "") -> "Pair":
        """The same pair decided, with the reason for the decision if it needs one."""
        evidence = (*self.evidence, Evidence(0.0, why)) if why else self.evidence
        return replace(self, state=state, evidence=evidence)

    def told(self) -> "Pair":
        """The same pair with its evidence put into words: light enough to keep all of a run."""
        words = (item for item in self.evidence if item.weight or not item.template.startswith("xuất"))
        # Thousands of pairs give the same few reasons: each is kept once.
        reasons = (*self.reasons, *(intern(item.in_words()) for item in words))
        # As `replace(self, evidence=(), reasons=reasons)` would say it, in a third of the time.
        return Pair(
            self.sighting,
            self.kind,
            self.disclosure,
            self.log_odds,
            (),
            self.state,
            self.origin,
            self.exact,
            self.doubtful,
            self.rivals,
            reasons,
        )

    def weakened(self, against: Evidence) -> "Pair":
        """The same pair with one more piece of evidence; one that speaks against it forbids a link unseen."""
        return replace(
            self,
            log_odds=self.log_odds + against.weight,
            evidence=(*self.evidence, against),
            doubtful=self.doubtful or against.weight < 0,
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A disclosure that the announced kind points to; `certain` unless the kind fits only loosely."""

    disclosure: Disclosure
    certain: bool
    why: str = ""


def targets(features: SightingFeatures, subject: Subject, *, tied: bool) -> tuple[Target, ...]:
    """Which disclosures of a subject the sighting can show.

    `tied`: a code or the exact name ties the sighting to the subject. Without an announced kind
    every act that had happened by then is possible; a tied sighting with one possible act is
    certain.
    """
    kind = features.kind
    if kind is not None:
        if found := subject.of_kind(kind):
            return (Target(found, certain=True),)
        if kind in _MENTIONS and (notice := subject.of_kind(_MENTIONS[kind])):
            return (
                Target(
                    notice, False, "bài chỉ nói về sửa đổi hoặc gia hạn, không phải chính thông báo mời thầu"
                ),
            )
        if kind is DisclosureKind.NOTICE and (result := subject.of_kind(DisclosureKind.RESULT)):
            return (Target(result, False, "bài nói mời thầu, Mạng chỉ có kết quả của gói này"),)
        return ()
    possible = [d for d in subject.disclosures if d.kind in _SHOWABLE and _had_happened(features, d)]
    if len(possible) == 1 and tied:
        return (Target(possible[0], True, "bài không ghi loại tin; khi đó chỉ có thể là loại này"),)
    if tied and (dated := _by_date(features, possible)):
        return (Target(dated, True, "bài không ghi loại tin, nhưng ngày đăng chỉ khớp loại này"),)
    return tuple(
        Target(d, False, "bài không ghi loại tin (kế hoạch, mời thầu hay kết quả)") for d in possible
    )


def _by_date(features: SightingFeatures, possible: Sequence[Disclosure]) -> Disclosure | None:
    """The one act that had just happened while all others were long past; `None` without such a one."""
    if features.day is None:
        return None
    ages = [((features.day - day).days, d) for d in possible if (day := own_day(d))]
    fresh = [d for age, d in ages if 0 <= age <= _FRESH]
    stale = [d for age, d in ages if age >= _STALE]
    return fresh[0] if len(fresh) == 1 and len(stale) == len(possible) - 1 else None


def _had_happened(features: SightingFeatures, disclosure: Disclosure) -> bool:
    published = disclosure.national or disclosure.seen_elsewhere
    if features.day is None:
        return True
    day = published.day if published else None
    return day is None or (features.day - day).days >= -_AHEAD


def pairs_of(features: SightingFeatures, subject: Subject, likeness: Likeness) -> list[Pair]:
    """The pairs of one sighting with one subject, dates weighed, kind settled."""
    found: list[Pair] = []
    tied = likeness.title.similarity >= w.TIED and likeness.title.shared >= w.TELLING
    for target in targets(features, subject, tied=tied):
        lag = lag_evidence(features, target.disclosure)
        if lag is None:
            continue
        why_not = doubts(features, likeness, target.disclosure)
        evidence = (*likeness.evidence, lag, *(Evidence(0.0, why) for why in (target.why, *why_not) if why))
        found.append(
            Pair(
                shown(features.sighting),
                features.kind,
                wanted(target.disclosure),
                likeness.log_odds + lag.weight,
                evidence,
                exact=likeness.title.exact,
                doubtful=bool(why_not) or not target.certain,
            )
        )
    return found


def choose(pairs: Sequence[Pair]) -> list[Pair]:
    """From all pairs of one sighting (one name): the best one linked, or the close ones for review.

    Pairs of the same subject are not rivals: they differ in kind only.
    """
    ranked = sorted(
        (p for p in pairs if p.log_odds >= REVIEW_LOG_ODDS), key=lambda p: (-p.log_odds, p.disclosure.id)
    )
    if not ranked:
        return []
    best = ranked[0]
    close = [p for p in ranked if best.log_odds - p.log_odds < w.MARGIN]
    rivals = tuple(dict.fromkeys(p.disclosure.subject_key for p in close))
    if len(rivals) > 1:
        why = "nhiều gói thầu khớp gần như nhau, cần người xem"
        near = [p for p in ranked if best.log_odds - p.log_odds < w.REVIEW_MARGIN][:_MOST_FOR_REVIEW]
        return [replace(p.with_state(LinkState.NEEDS_REVIEW, why), rivals=rivals) for p in near]
    if best.log_odds < LINK_LOG_ODDS or best.doubtful:
        near = [p for p in ranked if best.log_odds - p.log_odds < w.REVIEW_MARGIN][:_MOST_FOR_REVIEW]
        return [p.with_state(LinkState.NEEDS_REVIEW) for p in near]
    return [best.with_state(LinkState.LINKED)]


def assign(pairs: Iterable[Pair]) -> list[Pair]:
    """Settle sightings of one source that want the same disclosure (best partner first).

    1. A weaker sighting of a disclosure that a much better one of the same source shows is not
    taken for granted. 2. A tie between twins is settled when all but one of them are already
    shown by that source by others.
    """
    every = list(pairs)
    taken: dict[tuple[str, str], float] = {}
    for pair in every:
        if pair.state is LinkState.LINKED:
            key = _slot(pair)
            taken[key] = max(taken.get(key, pair.log_odds), pair.log_odds)
    settled = _settle_ties(every, taken)
    return [_yield_to_better(pair, taken) for pair in settled]


def _slot(pair: Pair) -> tuple[str, str]:
    return pair.sighting.source_id, pair.disclosure.id


def _settle_ties(pairs: Sequence[Pair], taken: Mapping[tuple[str, str], float]) -> list[Pair]:
    ties: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.rivals:
            ties.setdefault(pair.sighting.id, []).append(pair)
    winners: dict[str, str] = {}
    claims: dict[tuple[str, str], list[str]] = {}
    for sighting_id, group in ties.items():
        free = [p for p in group if _slot(p) not in taken]
        best = max(group, key=lambda p: p.log_odds)
        if (
            len(free) == 1
            and free[0] is best
            and not best.doubtful
            and best.log_odds >= LINK_LOG_ODDS
            and _leads(best, group)
        ):
            winners[sighting_id] = best.disclosure.id
            claims.setdefault(_slot(best), []).append(sighting_id)
    lone = {ids[0] for ids in claims.values() if len(ids) == 1}
    out: list[Pair] = []
    for pair in pairs:
        sighting_id = pair.sighting.id
        if not pair.rivals or sighting_id not in lone:
            out.append(pair)
        elif pair.disclosure.id == winners[sighting_id]:
            why = "các gói giống nhau khác đã có bài riêng trên cùng nguồn"
            out.append(replace(pair, reasons=pair.reasons[:-1]).with_state(LinkState.LINKED, why))
    return out


def _leads(best: Pair, group: Sequence[Pair]) -> bool:
    return all(best.log_odds - p.log_odds >= w.MARGIN / 2 for p in group if p is not best)


def _yield_to_better(pair: Pair, taken: Mapping[tuple[str, str], float]) -> Pair:
    if pair.state is not LinkState.LINKED or pair.origin is not LinkOrigin.SCORE or pair.exact:
        return pair
    if taken.get(_slot(pair), pair.log_odds) - pair.log_odds <= 2 * w.MARGIN:
        return pair
    return pair.with_state(LinkState.NEEDS_REVIEW, "nguồn này đã có bài khác khớp với gói thầu hơn hẳn")
