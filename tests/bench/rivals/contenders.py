"""Các bên dự thi: bộ đối chiếu của ta và hai bộ phổ biến, cùng một cách gọi.
The contenders: our linker and two general matchers, called in the same way and timed stage by stage."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Protocol

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.linking import link_all
from monitor.steps.spread import over_cores
from tests.bench.corpus.model import NOW, Corpus
from tests.bench.rivals.pairs import Best, Scored, best_of
from tests.bench.rivals.readers import Form
from tests.bench.rivals.stages import Stages
from tests.bench.rivals.tables import Tables, tables


class Matcher(Protocol):
    """A general matcher: it knows two tables and nothing of packages."""

    def learn(self, tables: Tables, shown: Mapping[str, tuple[str, ...]]) -> None:
        """Fit whatever is fitted, on the tuning corpus and its truth."""

    def score(self, tables: Tables) -> list[Scored]:
        """The best disclosure of every name of every article."""


class Contender(Protocol):
    """Anyone who says which disclosures an article shows."""

    def learn(self, made: Corpus, stages: Stages) -> Best:
        """Prepare on the tuning corpus, and answer it."""

    def answer(self, made: Corpus, stages: Stages) -> Best:
        """Link a corpus; the truth is not looked at."""


class Ours:
    """The linker as the service runs it; there is nothing to learn.

    It may withhold an answer and ask a person. `withholding` keeps to what it links by itself; else the
    candidate it thinks likeliest counts as its answer, as a general matcher would give it.
    """

    def __init__(self, *, withholding: bool) -> None:
        self._withholding = withholding

    def learn(self, made: Corpus, stages: Stages) -> Best:
        """Nothing is learnt, so nothing is measured."""
        return self.answer(made, Stages())

    def answer(self, made: Corpus, stages: Stages) -> Best:
        """Reading is part of matching."""
        with stages.measure("match"):
            resolver = AgencyResolver(made.agencies)
            links = link_all(
                made.sightings, made.disclosures, resolver, made.source_agencies, (), NOW, over_cores
            )
            return answers(links, withholding=self._withholding)


def answers(links: tuple[Link, ...], *, withholding: bool) -> Best:
    """Every sure link of an article is an answer of its own; without one its likeliest doubtful one."""
    by_sighting: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_sighting[link.sighting_id].append(link)
    scored: list[Scored] = []
    for sighting, found in by_sighting.items():
        sure = [link for link in found if link.state is LinkState.LINKED]
        scored += [Scored(sighting, n, link.disclosure_id, 1 + link.score) for n, link in enumerate(sure, 1)]
        if not sure and not withholding:
            scored += [Scored(sighting, 1, link.disclosure_id, link.score) for link in found]
    return best_of(scored, by_sighting.keys())


class General:
    """A general matcher over tables of one form."""

    def __init__(self, make: Callable[[], Matcher], form: Form) -> None:
        self._matcher = make()
        self._form = form

    def learn(self, made: Corpus, stages: Stages) -> Best:
        """Reading the tuning corpus is part of learning, answering it is not."""
        with stages.measure("learn"):
            both = tables(made, self._form)
            self._matcher.learn(both, made.truth.shown)
        return best_of(self._matcher.score(both), both.several)

    def answer(self, made: Corpus, stages: Stages) -> Best:
        """Reading, with our code or plainly, is measured apart."""
        with stages.measure("read"):
            both = tables(made, self._form)
        with stages.measure("match"):
            return best_of(self._matcher.score(both), both.several)
