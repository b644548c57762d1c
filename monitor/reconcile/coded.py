"""Đối chiếu theo mã số ghi trong bài; mã gõ sai mà mâu thuẫn với mọi thứ khác thì không thắng.
Links by the network codes in a sighting; a mistyped code that contradicts all else does not win."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from monitor.domain.codes import code_kind
from monitor.domain.vocabulary import DisclosureKind, LinkOrigin, LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.decide import Pair, shown, targets, wanted
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject
from monitor.reconcile.score import LINK_LOG_ODDS, Likeness, lag_evidence, says_price
from monitor.reconcile.subjects import SubjectIndex

_MOST_CODES = 60


@dataclass(frozen=True, slots=True)
class CodedSubjects:
    """What the codes of one sighting point to: (code, subject) pairs, and codes nobody knows."""

    hits: tuple[tuple[str, int], ...]
    plans: tuple[str, ...]
    unknown: tuple[str, ...]


def look_up(features: SightingFeatures, index: SubjectIndex) -> CodedSubjects:
    """Resolve codes. A plan's code names the plan in a plan article, else only its packages."""
    hits: dict[tuple[str, int], None] = {}
    plans: list[str] = []
    unknown: list[str] = []
    for code in features.codes[:_MOST_CODES]:
        is_plan = code_kind(code) == "PL"
        if is_plan:
            plans.append(code)
        if is_plan and not _may_be_a_plan(features):
            continue
        numbers = index.by_code.get(code, ())
        hits.update(((code, number), None) for number in numbers)
        if not numbers and (not is_plan or features.kind is DisclosureKind.PLAN):
            unknown.append(code)
    return CodedSubjects(tuple(hits), tuple(plans), tuple(unknown))


def _may_be_a_plan(features: SightingFeatures) -> bool:
    """An article that says nothing of what it announces but numbers a package is not about the plan."""
    if features.kind is None:
        return not features.readings[0].parts.numbers
    return features.kind in (DisclosureKind.PLAN, DisclosureKind.CANCELLATION)


def pairs_by_code(
    features: SightingFeatures,
    hits: Sequence[tuple[str, int]],
    index: SubjectIndex,
    weigh: Callable[[Subject], Likeness],
) -> list[Pair]:
    """The pairs that codes tie together, each with what the rest of the article says of it.

    Several packages in one article share its title, so the title is no witness against them; but a
    file may cite whatever package it likes.
    """
    places = dict(features.sighting.code_places)
    lone = len({number for _, number in hits}) == 1
    found: list[Pair] = []
    for code, number in hits:
        subject = index.subjects[number]
        likeness = weigh(subject)
        place = places.get(code)
        doubt = _contradiction(features, likeness, index) if lone or place else ""
        said = ("mã {} trong {}", (code, place)) if place else ("bài ghi mã {}", (code,))
        evidence: tuple[Evidence, ...] = (Evidence(w.CODE, *said),)
        if lone and not doubt and likeness.title.similarity >= w.STRANGER:
            evidence += likeness.evidence
        elif doubt:
            evidence += (Evidence(w.OTHER_CODE, doubt),)
        found += _with_targets(features, subject, evidence, doubtful=bool(doubt))
    return _one_round(found)


def _with_targets(
    features: SightingFeatures, subject: Subject, evidence: tuple[Evidence, ...], *, doubtful: bool
) -> list[Pair]:
    found: list[Pair] = []
    for target in targets(features, subject, tied=True):
        lag = lag_evidence(features, target.disclosure)
        early = lag is None
        lag = lag or Evidence(w.OTHER_CODE, "đăng trước ngày gốc quá lâu")
        why = (Evidence(0.0, target.why),) if target.why else ()
        pair = Pair(
            shown(features.sighting),
            features.kind,
            wanted(target.disclosure),
            sum(e.weight for e in (*evidence, lag)),
            (*evidence, lag, *why),
            origin=LinkOrigin.CODE,
            lag=lag.weight,
        )
        sure = target.certain and not doubtful and not early
        found.append(pair.with_state(LinkState.LINKED if sure else LinkState.NEEDS_REVIEW))
    return found


def _one_round(pairs: Sequence[Pair]) -> list[Pair]:
    """A package code names every round of a repeated tender: the best dated one is meant."""
    best: dict[tuple[str, str, DisclosureKind], float] = {}
    for pair in pairs:
        key = _round(pair)
        best[key] = max(best.get(key, pair.log_odds), pair.log_odds)
    meant = {pair.disclosure.bid_no for pair in pairs if pair.kind is pair.disclosure.kind}
    return [
        pair
        for pair in pairs
        if not pair.disclosure.bid_no
        or (
            pair.log_odds > best[_round(pair)] - w.MARGIN / 2
            and (pair.kind in (None, pair.disclosure.kind) or pair.disclosure.bid_no not in meant)
        )
    ]


def _round(pair: Pair) -> tuple[str, str, DisclosureKind]:
    return pair.sighting.id, pair.disclosure.bid_no, pair.disclosure.kind


def _contradiction(features: SightingFeatures, likeness: Likeness, index: SubjectIndex) -> str:
    """Why title and body speak against the subject of the only code; empty when they do not."""
    if likeness.conflict:
        return "tên trong bài khác số gói, đợt, năm hoặc địa danh với gói thầu mang mã này"
    says_enough = index.weights.total(features.readings[0].words) >= w.TELLING
    if says_enough and likeness.title.similarity < w.STRANGER:
        return "tên trong bài khác hẳn gói thầu mang mã này"
    return ""


def overruled(by_code: Sequence[Pair], by_name: Sequence[Pair], likeness: Likeness) -> list[Pair] | None:
    """When name and buyer point firmly elsewhere than a doubtful code: what to conclude instead.

    The code loses only if title and agency both contradict it; if the agency agrees, or nobody
    else fits firmly, people decide. `None`: the code stands.
    """
    doubtful = [p for p in by_code if p.state is LinkState.NEEDS_REVIEW]
    if not doubtful or len(doubtful) != len(by_code):
        return None
    firm = [p for p in by_name if p.log_odds >= LINK_LOG_ODDS]
    if not firm:
        return None
    wrong = Evidence(
        0.0, "mã ghi trong bài là của gói thầu khác, tên và đơn vị không khớp mã đó: có thể gõ sai mã"
    )
    if _named_plainly(firm, likeness) or (likeness.other_buyer and likeness.title.similarity < w.STRANGER):
        return [replace(p, evidence=(*p.evidence, wrong)) for p in by_name]
    return [
        *by_code,
        *(replace(p, evidence=(*p.evidence, wrong), state=LinkState.NEEDS_REVIEW) for p in firm),
    ]


def _named_plainly(firm: Sequence[Pair], likeness: Likeness) -> bool:
    """Number, phase or place and words (or the price), too, are another's, all of which the article names."""
    if not likeness.conflict or len({p.disclosure.subject_key for p in firm}) > 1:
        return False
    if likeness.title.exact:
        return firm[0].exact and says_price(firm[0].evidence) and not says_price(likeness.evidence)
    plain = firm[0].exact or likeness.title.similarity < w.TIED
    return plain and firm[0].log_odds >= w.PLAINLY_NAMED


def mistyped_code(pair: Pair) -> Pair:
    """The pair that name and day point to, with a word on the code that neither of them fits."""
    why = (
        "mã ghi trong bài là của gói thầu khác, tên, đơn vị hoặc ngày đăng không khớp mã đó: có thể gõ sai mã"
    )
    return replace(pair, evidence=(*pair.evidence, Evidence(0.0, why)))


def contested(by_code: Sequence[Pair], named: Sequence[Pair]) -> list[Pair]:
    """The code says one package, the name plainly another: a person decides between them."""
    why = "mã ghi trong bài và tên gói thầu chỉ hai gói khác nhau, cần người xem"
    return [p.with_state(LinkState.NEEDS_REVIEW, why) for p in (*by_code, *named)]


def code_against(features: SightingFeatures, unknown: Sequence[str], subject: Subject) -> Evidence | None:
    """What an unknown notice code in the article says against (or, one slip away, for) a subject."""
    if not unknown:
        return None
    for code in unknown:
        if any(own[:2] == code[:2] and OSA.distance(own, code, score_cutoff=1) <= 1 for own in subject.codes):
            return Evidence(w.NEAR_CODE, "mã {} chỉ sai một ký tự so với mã gói thầu", (code,))
    return Evidence(w.OTHER_CODE, "bài ghi mã khác: {}", (unknown[0],))
