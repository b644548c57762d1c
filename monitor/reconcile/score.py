"""Cân bằng chứng cho và chống việc một tin đăng nói về một gói thầu.
Weighs the evidence that a sighting speaks of a subject; every weight keeps its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log

from monitor.domain.judgement import Disclosure
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile import weights as w
from monitor.reconcile.buyers import Buyers, buyer_evidence, named_buyer
from monitor.reconcile.calibration import load_calibration
from monitor.reconcile.contrast import PartContrast, Relation, conflicting, contrast
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.identity import ANY_ROUND, NOTHING
from monitor.reconcile.places import goes_on
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.reading import Reading
from monitor.reconcile.titles import TitleMatch, match_titles

LINK_LOG_ODDS = log(w.LINK_AT / (1 - w.LINK_AT))
REVIEW_LOG_ODDS = log(w.REVIEW_AT / (1 - w.REVIEW_AT))
_PRICE_FITS = "đúng giá gói thầu {} đồng"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Sighting against subject, dates aside.

    `buyer_fits`: source or text names the subject's body; `other_buyer`: all they name is another.
    """

    log_odds: float
    evidence: tuple[Evidence, ...]
    title: TitleMatch
    contrasts: tuple[PartContrast, ...]
    buyer_fits: bool
    other_buyer: bool

    @property
    def conflict(self) -> bool:
        return any(c.relation is Relation.CONFLICT for c in self.contrasts)

    @property
    def doubtful(self) -> bool:
        return any(c.relation is Relation.DOUBTFUL for c in self.contrasts)


def probability(log_odds: float, *, reviewed: bool = False) -> float:
    """The score shown: the share of pairs with such a sum that were right on the corpus; of those left to
    a person, if it is one (`reviewed`).

    Decisions are taken on the sum itself. Eight places, so that surer pairs stay ahead of others.
    """
    return round(load_calibration().probability(log_odds, reviewed=reviewed), 8)


def contradicted(features: SightingFeatures, subject: Subject) -> bool:
    """The sighting's title names another number, phase, year, road or place than every name of it.

    Cheap, so it is asked before names are compared.
    """
    said = features.readings[0].parts
    if said is NOTHING:
        return False
    for name in subject.titles:  # noqa: SIM110
        if not conflicting(said, name.parts):
            return False
    return True


def likeness(
    features: SightingFeatures,
    readings: Sequence[Reading],
    subject: Subject,
    buyers: Buyers,
    weights: WordWeights,
) -> Likeness:
    """Weigh names, identity-bearing parts, buyer and price; the reading that fits best speaks."""
    # The article may call the buyer by another of its names than the record does.
    ignored = subject.buyer_words
    named = named_buyer(buyers, subject)
    if named and subject.body in buyers.named:
        # Not its number: the "1" of "Ban quản lý số 1" is not that of "tuyến 1".
        ignored |= frozenset(word for word in buyers.name_words if not word.isdecimal())
    title, reading, name, evidence = _best_title(features, readings, subject, weights, ignored)
    contrasts = contrast(reading.parts, name.parts)
    # What title or line says of it counts, whichever of them is more alike.
    others = {id(other): other for other in (features.readings[0], *readings) if other is not reading}
    for other in others.values():
        contrasts += tuple(c for c in contrast(other.parts, name.parts) if c.relation is Relation.CONFLICT)
    if title.left or title.right:
        contrasts = tuple(_of_longer_place(item, title, reading, name) for item in contrasts)
    if subject.round and (said := _round_said(features.readings[0], reading, name)):
        contrasts = _of_round(contrasts, said, subject.round)
    evidence += _identity_evidence(contrasts)
    about_buyer, other_buyer = buyer_evidence(buyers, subject, named)
    evidence += about_buyer
    if subject.price and subject.price in features.amounts:
        evidence.append(Evidence(w.PRICE, _PRICE_FITS, (subject.price,)))
    return Likeness(
        sum(item.weight for item in evidence),
        tuple(evidence),
        title,
        contrasts,
        any(item.weight > 0 for item in about_buyer),
        other_buyer,
    )


def _of_longer_place(item: PartContrast, title: TitleMatch, reading: Reading, name: Reading) -> PartContrast:
    """Two syllables of a place are read: "Nhị Long" is not sure to be meant where "Nhị Long Phú" is said."""
    if item.part != "places" or item.relation is not Relation.SAME:
        return item
    sides = ((reading, title.left), (name, title.right))
    if any(goes_on(one.parts.places, one.ordered, more) for one, more in sides):
        return replace(item, relation=Relation.DOUBTFUL)
    return item


def says_price(evidence: Iterable[Evidence]) -> bool:
    """Whether the article names the very price of the package."""
    return any(item.template == _PRICE_FITS for item in evidence)


def _round_said(title: Reading, reading: Reading, name: Reading) -> int:
    """The round that an article names: "mời thầu lại", or "(lần 2)" where the record's name has no such."""
    if said := title.parts.again or reading.parts.again:
        return said
    if any(word == "lan" for word, _ in name.parts.phases):
        return 0
    return max((number for word, number in reading.parts.phases if word == "lan"), default=0)


def _of_round(contrasts: tuple[PartContrast, ...], said: int, own: int) -> tuple[PartContrast, ...]:
    """Which round it is needs no guess where the network knows of several."""
    same = own > 1 if said == ANY_ROUND else said == own
    relation = Relation.SAME if same else Relation.CONFLICT
    others = tuple(
        item
        for item in contrasts
        if item.part != "again" and not (item.part == "phases" and item.name == "lần")
    )
    return (*others, PartContrast("again", relation, "đấu thầu lại, lần", said, own))


def _best_title(
    features: SightingFeatures,
    readings: Sequence[Reading],
    subject: Subject,
    weights: WordWeights,
    ignored: frozenset[str],
) -> tuple[TitleMatch, Reading, Reading, list[Evidence]]:
    best: tuple[float, TitleMatch, Reading, Reading, list[Evidence]] | None = None
    for reading in readings:
        for name in subject.titles:
            match = match_titles(reading, name, weights.of, ignored)
            evidence = _title_evidence(match, reading)
            if reading is not features.readings[0]:
                evidence.append(Evidence(w.ONLY_IN_BODY, "tên nằm trong nội dung bài, không ở tiêu đề"))
            total = sum(item.weight for item in evidence)
            if best is None or total > best[0]:
                best = (total, match, reading, name, evidence)
    assert best is not None, "a sighting always has its title and a subject its own"
    return best[1:]


def _title_evidence(match: TitleMatch, reading: Reading) -> list[Evidence]:
    evidence = [Evidence(w.BASE, "mức ban đầu")]
    alike = w.on_curve(w.SIMILARITY, match.similarity)
    if match.exact:
        evidence.append(Evidence(alike, "tên trùng nguyên văn (dạng chuẩn)"))
    else:
        evidence.append(
            Evidence(alike, "tên giống {:.0%} (từ ít gặp được tính nặng hơn)", (match.similarity,))
        )
    evidence.append(
        Evidence(
            w.on_curve(w.RARITY, match.shared),
            "các từ trùng nhau có giá trị phân biệt {:.1f} điểm",
            (match.shared,),
        )
    )
    if match.replaced > 0.5:
        cost = max(w.SUBSTITUTED * match.replaced, w.SUBSTITUTED_MOST)
        evidence.append(Evidence(cost, "từ khác nhau: “{}” / “{}”", (match.left, match.right)))
    if reading.truncated:
        evidence.append(Evidence(w.TRUNCATED, "tiêu đề chỉ ghi một phần tên"))
    return evidence


def _identity_evidence(contrasts: Sequence[PartContrast]) -> list[Evidence]:
    evidence: list[Evidence] = []
    for item in contrasts:
        match item.relation:
            case Relation.SAME:
                evidence.append(Evidence(w.SAME[item.part], "cùng {}", (item,)))
            case Relation.SILENT:
                evidence.append(Evidence(w.SILENT[item.part], "một bên không ghi đủ {}", (item,)))
            case Relation.DOUBTFUL:
                evidence.append(Evidence(w.DOUBTFUL, "khác {}", (item,)))
            case Relation.CONFLICT:
                evidence.append(Evidence(0.0, "khác {}: không phải cùng gói thầu", (item,)))
    return evidence


def lag_evidence(features: SightingFeatures, disclosure: Disclosure) -> Evidence | None:
    """What the time between disclosure and sighting says; `None` when it excludes the pair."""
    day = own_day(disclosure)
    if day is None:
        return Evidence(0.0, "không rõ ngày của thông tin gốc")
    days = ((features.day or features.first_seen) - day).days
    if features.day is None and days >= 0:  # published on the day it was first seen, or before
        return Evidence(0.0, "tin đăng không ghi ngày")
    weight = w.for_lag(days)
    if weight is None:
        return None
    if disclosure.kind is DisclosureKind.NOTICE:
        if days < 0 and disclosure.national:
            return Evidence(
                weight + w.AHEAD_OF_NETWORK, "đăng trước khi mời thầu trên Mạng {} ngày", (-days,)
            )
        if disclosure.closes_at and features.day and features.day > vietnam_day(disclosure.closes_at):
            return Evidence(weight + w.CLOSED, "đăng sau ngày gốc {} ngày, khi đã đóng thầu", (days,))
    words = "đăng sau ngày gốc {} ngày" if days >= 0 else "đăng trước ngày gốc {} ngày"
    return Evidence(weight, words, (abs(days),))
