"""Bài ghi số gói thầu và tên kế hoạch, dự án: tìm kế hoạch trước, rồi gói mang số ấy trong kế hoạch.
"Gói thầu số 01 và 02 thuộc …": first the plan that is named, then its packages of those numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile import weights as w
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.contrast import Relation
from monitor.reconcile.decide import Pair, shown, targets, wanted
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.reading import Reading
from monitor.reconcile.score import Likeness, lag_evidence, likeness
from monitor.reconcile.subjects import SubjectIndex

# A plan is carried out within this many days.
_LASTS = 500
_NAMED = 0.9


def packages_of_named_plan(
    features: SightingFeatures, near: Iterable[int], buyers: Buyers, index: SubjectIndex
) -> list[Pair]:
    """The pairs of the packages meant, told apart by their numbers alone; none without one plain plan.

    `near` are the subjects (numbers) most alike to the title.
    """
    title = features.readings[0]
    plans = [
        (subject, found)
        for subject in map(index.subjects.__getitem__, near)
        if subject.key == subject.plan_no and _before(features, subject)
        for found in (_of_plan(features, title, subject, buyers, index),)
        if found is not None
    ]
    if not plans:
        return []
    plan, found = max(plans, key=lambda item: (item[1].log_odds, item[0].key))
    of_plan = [index.subjects[number] for number in index.by_plan.get(plan.key, ())]
    return [
        pair
        for number in sorted(title.parts.numbers)
        for subject in of_plan
        if any(number in name.parts.numbers for name in subject.titles)
        for pair in _pairs(features, subject, found, plan, doubtful=len(plans) > 1)
    ]


def _before(features: SightingFeatures, plan: Subject) -> bool:
    day = own_day(plan.disclosures[0])
    return day is None or features.day is None or 0 <= (features.day - day).days <= _LASTS


def _of_plan(
    features: SightingFeatures, title: Reading, plan: Subject, buyers: Buyers, index: SubjectIndex
) -> Likeness | None:
    """How the title names the plan, its package numbers left aside; `None` if it does not."""
    project = replace(title, parts=replace(title.parts, numbers=frozenset()))
    alone = replace(features, readings=(project,))
    found = likeness(alone, (project,), plan, buyers, index.weights)
    named = found.title.similarity >= _NAMED and not found.conflict and not found.other_buyer
    return found if named else None


def _pairs(
    features: SightingFeatures, subject: Subject, found: Likeness, plan: Subject, *, doubtful: bool
) -> Sequence[Pair]:
    pairs: list[Pair] = []
    for target in targets(features, subject, tied=True):
        lag = lag_evidence(features, target.disclosure)
        if lag is None or target.disclosure.kind is DisclosureKind.PLAN:
            continue
        number = next(iter(subject.titles[0].parts.numbers), (0, ""))[0]
        said = Evidence(w.SAME["numbers"], "cùng số gói thầu {} của kế hoạch {}", (number, plan.key))
        unsure = any(item.relation is Relation.DOUBTFUL for item in found.contrasts)
        evidence = (*found.evidence, said, lag)
        pairs.append(
            Pair(
                shown(features.sighting),
                features.kind,
                wanted(target.disclosure),
                sum(item.weight for item in evidence),
                evidence,
                doubtful=doubtful or unsure or not target.certain,
                lag=lag.weight,
            )
        )
    return pairs
