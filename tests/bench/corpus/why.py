"""Mổ xẻ một lần bỏ sót: gói thầu đúng rơi mất ở bước nào của đối chiếu.
The step at which linking lost the true disclosure of a sighting; it repeats the linker's own steps."""

from collections.abc import Iterable

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.buyers import buyers_of
from monitor.reconcile.candidates import Asked, Blocks
from monitor.reconcile.contrast import Relation, contrast
from monitor.reconcile.decide import targets
from monitor.reconcile.features import read_sighting, without_lines
from monitor.reconcile.score import LINK_LOG_ODDS, REVIEW_LOG_ODDS, contradicted, lag_evidence, likeness
from monitor.reconcile.subjects import SubjectIndex, homes_of
from tests.bench.corpus.model import Corpus


class Autopsy:
    """Asks the linker's parts, one after another, about pairs that it did not return."""

    def __init__(self, made: Corpus, links: Iterable[Link]) -> None:
        resolver = AgencyResolver(made.agencies)
        self._index = SubjectIndex(made.disclosures, resolver)
        self._blocks = Blocks(self._index)
        self._homes = homes_of(made.source_agencies)
        self._links: dict[str, list[Link]] = {}
        for link in links:
            self._links.setdefault(link.sighting_id, []).append(link)

    def cause(self, sighting: Sighting, disclosure: Disclosure) -> tuple[str, str]:
        """A short name of the step that lost the pair, and what it saw."""
        index = self._index
        features = read_sighting(sighting)
        home = self._homes.get(sighting.source_id, frozenset())
        buyers = buyers_of(features, home, index.resolver, index.mentions)
        features = without_lines(features, buyers.name_words)
        subject = index.subjects[index.by_key[disclosure.subject_key]]
        if features.kind not in (None, disclosure.kind):
            return f"read as {features.kind}", ""
        if any(code in index.by_code for code in features.codes):
            return "a code pointed elsewhere", " ".join(features.codes)
        if contradicted(features, subject):
            said = features.readings[0].parts
            apart = [
                c for t in subject.titles for c in contrast(said, t.parts) if c.relation is Relation.CONFLICT
            ]
            return f"vetoed by title: {', '.join(sorted({c.part for c in apart}))}", "; ".join(
                c.vi for c in apart
            )
        found = likeness(features, features.readings, subject, buyers, index.weights)
        words = "; ".join(item.in_words() for item in found.evidence)
        apart = [c for c in found.contrasts if c.relation is Relation.CONFLICT]
        if apart:
            return f"vetoed by best line: {', '.join(sorted({c.part for c in apart}))}", "; ".join(
                c.vi for c in apart
            )
        near = [n for n, _ in self._blocks.near([Asked(features, features.readings, buyers)])[0]]
        if index.by_key[disclosure.subject_key] not in near:
            return "not among the candidates", words
        lag = lag_evidence(features, disclosure)
        if lag is None or disclosure not in [t.disclosure for t in targets(features, subject, tied=True)]:
            return "excluded by its day or kind", words
        total = found.log_odds + lag.weight
        if total < REVIEW_LOG_ODDS:
            return "too few points", f"{total:+.1f}: {words}"
        return self._beaten(sighting, total), f"{total:+.1f}: {words}"

    def _beaten(self, sighting: Sighting, total: float) -> str:
        others = self._links.get(sighting.id, [])
        if any(link.state is LinkState.LINKED for link in others):
            return "another was linked"
        if others:
            return "others went to review"
        return "dropped after weighing" if total >= LINK_LOG_ODDS else "dropped after weighing, not firm"
