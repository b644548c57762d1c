"""Sinh bộ dữ liệu thử nghiệm đối chiếu: hồ sơ, tin đăng và sự thật, theo hạt giống.
Builds a corpus: the same seed, size and noise always give the same one, byte for byte."""

from collections.abc import Iterator, Sequence
from random import Random

from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind
from tests.bench.corpus.articles import Article, Newsroom
from tests.bench.corpus.bodies import PORTAL, bodies, source_agencies
from tests.bench.corpus.model import ASKED, Act, Corpus, Project, Truth
from tests.bench.corpus.naming import Namer
from tests.bench.corpus.noise import Noise
from tests.bench.corpus.records import Registry
from tests.bench.corpus.strangers import strange_name

_JOINABLE = (DisclosureKind.NOTICE, DisclosureKind.RESULT)
_STANDARD = Noise()


def corpus(seed: int, packages: int, code_share: float = 0.30, noise: Noise = _STANDARD) -> Corpus:
    """A corpus of at least `packages` packages (the last family is not cut), about two articles to each.

    `code_share` is the share of articles that show a network code, right or wrong. The records are
    those of two years by a few hundred bodies; the portal should show all of them, a page its bodies'.
    """
    rng = Random(seed)
    everyone = bodies(rng, min(700, 260 + packages // 200))
    namer, registry = Namer(rng, everyone, noise.sisters), Registry(rng, noise)
    press = _Press(rng, noise, Newsroom(rng, noise, code_share, everyone))
    made = 0
    for number, family in enumerate(namer.families()):
        press.family(number, [(project, list(registry.acts(project))) for project in family])
        made += sum(len(project.packages) for project in family)
        if made >= packages:
            break
    truth = Truth(press.shown, press.published, press.traits, press.sisters, press.families)
    agencies = tuple(body.agency for body in everyone)
    return Corpus(
        tuple(press.disclosures), tuple(press.sightings), agencies, source_agencies(everyone), truth
    )


class _Press:
    """Collects disclosures, sightings and truth, family by family."""

    def __init__(self, rng: Random, noise: Noise, newsroom: Newsroom) -> None:
        self._rng = rng
        self._noise = noise
        self._newsroom = newsroom
        self.disclosures: list[Disclosure] = []
        self.sightings: list[Sighting] = []
        self.shown: dict[str, tuple[str, ...]] = {}
        self.published: dict[tuple[str, Channel], tuple[str, ...]] = {}
        self.traits: dict[str, tuple[str, ...]] = {}
        self.sisters: dict[str, str] = {}
        self.families: dict[str, int] = {}
        self._alike: dict[tuple[str, ...], tuple[str, ...]] = {}

    def family(self, number: int, members: Sequence[tuple[Project, list[Act]]]) -> None:
        """All that is published of one family of projects, and all that is seen of it."""
        every = [act for _, acts in members for act in acts]
        for act in every:
            self.disclosures.append(act.disclosure)
            if act.kind:
                self.sisters[act.disclosure.subject_key] = act.kind
            self.families[act.disclosure.subject_key] = number
        for project, acts in members:
            for source in filter(None, (PORTAL, project.body.page)):
                self._on(source, project, acts, every)

    def _on(self, source: str, project: Project, acts: Sequence[Act], every: Sequence[Act]) -> None:
        channel = Channel.PORTAL if source == PORTAL else Channel.AGENCY_PAGE
        seen = [act for act in acts if self._rng.random() >= self._noise.absent]
        articles = list(self._articles(source, project, seen, every))
        found: dict[str, tuple[str, ...]] = {
            act.disclosure.id: () for act in acts if act.disclosure.kind in ASKED
        }
        for article in articles:
            for disclosure_id in article.shown:
                if disclosure_id in found:
                    found[disclosure_id] = (*found[disclosure_id], article.sighting.id)
            self._keep(article)
        self.published.update(((disclosure_id, channel), ids) for disclosure_id, ids in found.items())

    def _keep(self, article: Article) -> None:
        self.sightings.append(article.sighting)
        self.shown[article.sighting.id] = article.shown
        self.traits[article.sighting.id] = self._alike.setdefault(article.traits, article.traits)

    def _articles(
        self, source: str, project: Project, seen: Sequence[Act], every: Sequence[Act]
    ) -> Iterator[Article]:
        rng, noise, newsroom = self._rng, self._noise, self._newsroom
        alone = list(seen)
        for kind in _JOINABLE:
            group = [act for act in seen if act.disclosure.kind is kind and not act.again][:4]
            if len(group) > 1 and rng.random() < noise.joined:
                alone = [act for act in alone if act not in group]
                yield newsroom.joined(group, source, project.name)
        for act in alone:
            article = newsroom.one(act, source, every)
            yield article
            if rng.random() < noise.reposted:
                yield newsroom.again(article)
        for act in seen:
            if act.disclosure.kind is DisclosureKind.NOTICE and rng.random() < noise.quote:
                yield newsroom.one(
                    act,
                    source,
                    every,
                    kind=DisclosureKind.QUOTE_REQUEST,
                    days=-rng.randint(15, 50),
                    stranger=True,
                )
            if act.disclosure.kind in ASKED and rng.random() < noise.stranger:
                yield newsroom.one(
                    act, source, every, name=strange_name(rng, act), days=rng.randint(0, 60), stranger=True
                )
