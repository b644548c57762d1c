"""Tin đăng gần giống nhất với một thông tin chưa thấy, và vì sao không phải nó.
The sighting most like a disclosure that was not found: part of the proof of absence."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from heapq import nlargest

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel
from monitor.reconcile import weights as w
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.contrast import Relation
from monitor.reconcile.features import SightingFeatures, Subject, read_sighting, read_subject
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.reading import Reading
from monitor.reconcile.score import Likeness, lag_evidence, likeness, probability

_FIRST = 12
_LONG_LIST = 2000
_NO_MENTIONS = MentionIndex(())
_NONE = frozenset[str]()


class SightingIndex:
    """Sightings by the words of their titles, for `nearest`; built once, read only afterwards."""

    def __init__(self, sightings: Iterable[Sighting], resolver: AgencyResolver) -> None:
        self._resolver = resolver
        self._all = tuple(map(read_sighting, sorted(sightings, key=lambda s: s.id)))
        self._weights = WordWeights(features.readings[0].words for features in self._all)
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, features in enumerate(self._all):
            for word in frozenset[str]().union(*(reading.words for reading in features.readings)):
                self._by_word[word].append(number)

    def candidates(self, name: Reading, channel: Channel | None) -> tuple[SightingFeatures, ...]:
        """The sightings that share most word weight with a name, on a channel if one is given."""
        shared: defaultdict[int, float] = defaultdict(float)
        for weight, word in sorted(((self._weights.of(word), word) for word in name.words), reverse=True):
            numbers = self._by_word.get(word, ())
            if len(numbers) <= _LONG_LIST or not shared:
                for number in numbers[:_LONG_LIST]:
                    shared[number] += weight
        fitting = ((n, s) for n, s in shared.items() if channel in (None, self._all[n].sighting.channel))
        return tuple(self._all[n] for n, _ in nlargest(_FIRST, fitting, key=lambda item: (item[1], -item[0])))

    def weigh(self, features: SightingFeatures, subject: Subject) -> Likeness:
        """Names and identity only: whose source it is plays no part in what looks alike."""
        nobody = Buyers(
            _NONE, _NONE, _NONE, False, _NONE, _NONE, _NONE, date.min, self._resolver, _NO_MENTIONS
        )
        return likeness(features, features.readings, subject, nobody, self._weights)


def nearest(
    disclosure: Disclosure, index: SightingIndex, channel: Channel | None = None
) -> tuple[Sighting, float, str] | None:
    """The most alike sighting, its score in [0, 1], and in Vietnamese why it is not the one.

    `None` when no sighting shares a word with the name.
    """
    subject = read_subject((disclosure,), disclosure.agency_id)
    found: list[tuple[bool, float, str, SightingFeatures, str]] = []
    for features in index.candidates(subject.titles[0], channel):
        alike = index.weigh(features, subject)
        lag = lag_evidence(features, disclosure)
        total = alike.log_odds + (lag.weight if lag else w.OTHER_CODE)
        why = _why_not(features, alike, disclosure, early=lag is None)
        found.append((not alike.conflict and lag is not None, total, features.sighting.id, features, why))
    if not found:
        return None
    possible, total, _, features, why = max(found, key=lambda item: item[:3])
    score = probability(total) if possible else min(probability(total), 0.01)
    return features.sighting, score, why


def _why_not(features: SightingFeatures, alike: Likeness, disclosure: Disclosure, *, early: bool) -> str:
    reasons = [f"khác {c.vi}" for c in alike.contrasts if c.relation is Relation.CONFLICT]
    if early:
        reasons.append(f"đăng ngày {_written(features.day)}, trước thông tin gốc quá lâu")
    if features.kind is not None and features.kind is not disclosure.kind:
        reasons.append("bài thông báo việc khác")
    if features.codes and not set(features.codes) & set(disclosure.codes):
        reasons.append(f"bài ghi mã {features.codes[0]}")
    if not reasons:
        reasons.append(f"tên chỉ giống {alike.title.similarity:.0%}")
    return "; ".join(reasons)


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "không rõ"
