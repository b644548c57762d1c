"""Kết luận: đúng gói thầu, cần người xem, hay không phải.
Decides pairs: linked, needs review, or no link at all. In doubt a person decides.

A false link hides a missing package; a false "no" accuses an agency that did publish. Doubt
therefore always becomes NEEDS_REVIEW, which withholds the accusation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from sys import intern
from typing import NamedTuple

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.doubts import doubts, is_another
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.score import LINK_LOG_ODDS, REVIEW_LOG_ODDS, Likeness, lag_evidence

# Only these are compared by name when an article does not say what it announces.
_SHOWABLE = frozenset(
    (DisclosureKind.PLAN, DisclosureKind.NOTICE, DisclosureKind.RESULT, DisclosureKind.CANCELLATION)
)
# An article that corrects or extends a notice names the package; it does not prove that the
# notice itself stood on the channel. It is shown to a person, never counted as the notice.
_MENTIONS = {DisclosureKind.AMENDMENT: DisclosureKind.NOTICE, DisclosureKind.EXTENSION: DisclosureKind.NOTICE}
# The network keeps a later closing as a changed version of the notice, as any other change.
_SAME_ACT = {
    DisclosureKind.AMENDMENT: DisclosureKind.EXTENSION,
    DisclosureKind.EXTENSION: DisclosureKind.AMENDMENT,
}
# Days by which an article may precede the act it announces and still be about it.
_AHEAD = 3
_MOST_FOR_REVIEW = 8


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

    `state` is `None` while undecided; `cut`: the title breaks off before it tells its package from
    others; `lag`: what its day says. `reasons` are what was weighed, in words, once it is told.
    `others` are what a linked sighting may mean if that disclosure turns out to be another's.
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
    cut: bool = False
    lag: float = 0.0
    others: tuple["Pair", ...] = ()

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
            self.cut,
            self.lag,
            tuple(other.told() for other in self.others),
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
        if kind in _SAME_ACT and (changed := subject.of_kind(_SAME_ACT[kind])):
            return (Target(changed, certain=True),)
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
    """The one act whose day fits far better than those of all others; `None` without such a one.

    An invitation does not fit after the closing, nor anything that happened long ago.
    """
    if features.day is None or not all(own_day(d) for d in possible):
        return None
    found = ((lag_evidence(features, d), d) for d in possible)
    ranked = sorted(((lag.weight if lag else w.OTHER_CODE, d.id, d) for lag, d in found), reverse=True)
    if len(ranked) < 2 or ranked[0][0] - ranked[1][0] < w.FITS_FAR_BETTER:
        return None
    return ranked[0][2]


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
        if is_another(features, likeness, target.disclosure):
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
                lag=lag.weight,
            )
        )
    return found


def _is_announced(pair: Pair) -> bool:
    """Whether it is the very act that the article announces, if that is said."""
    kind = pair.kind
    return kind is None or pair.disclosure.kind in (kind, _SAME_ACT.get(kind))


def choose(pairs: Sequence[Pair]) -> list[Pair]:
    """From all pairs of one sighting (one name): the best one linked, or the close ones for review.

    Pairs of the same subject are not rivals: they differ in kind only.
    """
    ranked = sorted(
        (p for p in pairs if p.log_odds >= REVIEW_LOG_ODDS), key=lambda p: (-p.log_odds, p.disclosure.id)
    )
    if not ranked:
        return []
    # Where a package has the very act that is announced, one that has only another act is not meant.
    ranked = [p for p in ranked if _is_announced(p)] or ranked
    best = ranked[0]
    if best.lag >= w.PROMPT:  # a namesake of another time is no rival of one whose day fits
        ranked = [p for p in ranked if p.lag > w.OUT_OF_TIME or p.exact > best.exact]
    close = [p for p in ranked if best.log_odds - p.log_odds < w.MARGIN]
    rivals = tuple(dict.fromkeys(p.disclosure.subject_key for p in close))
    if len(rivals) > 1:
        why = "nhiều gói thầu khớp gần như nhau, cần người xem"
        near = [p for p in ranked if best.log_odds - p.log_odds < w.REVIEW_MARGIN][:_MOST_FOR_REVIEW]
        return [replace(p.with_state(LinkState.NEEDS_REVIEW, why), rivals=rivals) for p in near]
    if best.log_odds < LINK_LOG_ODDS or best.doubtful:
        near = [p for p in ranked if best.log_odds - p.log_odds < w.REVIEW_MARGIN][:_MOST_FOR_REVIEW]
        return [p.with_state(LinkState.NEEDS_REVIEW) for p in near]
    near = [p for p in ranked[1:] if best.log_odds - p.log_odds < w.REVIEW_MARGIN][:_MOST_FOR_REVIEW]
    others = tuple(p.with_state(LinkState.NEEDS_REVIEW) for p in near)
    return [replace(best.with_state(LinkState.LINKED), others=others)]


def choose_cut(pairs: Sequence[Pair]) -> list[Pair]:
    """The same for a title that breaks off: all that it may mean wait for a person, however many.

    The assignment of all articles may leave one of them, or one that is far nearer in time.
    """
    ranked = sorted(pairs, key=lambda p: (-p.log_odds, p.disclosure.id))
    ranked = [p for p in ranked if _is_announced(p)] or ranked
    meant = [replace(p, cut=True) for p in ranked if ranked[0].log_odds - p.log_odds < w.CUT_WIDE]
    rivals = tuple(dict.fromkeys(p.disclosure.subject_key for p in meant))
    if len(rivals) < 2:
        return choose(meant)
    why = "tiêu đề bị cắt, có thể nói về nhiều gói thầu, cần người xem"
    return [replace(p.with_state(LinkState.NEEDS_REVIEW, why), rivals=rivals) for p in meant]
