"""Tin đăng là của cơ quan nào: theo nguồn đăng và theo tên nêu trong bài.
Whose sighting it is: by the source that shows it, and by the names in its text."""

from dataclasses import dataclass, field

from monitor.reconcile import weights as w
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject
from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.text import bare_form, cut, expand

_BODY_HEAD = 500
_FEW = 3


@dataclass(frozen=True, slots=True)
class Buyers:
    """Lineages: `home` of the source (empty: the whole province), `named` in the text.

    `certain` means that the text names exactly one body; `name_words` are the words of that name.
    `in_body` are those that the body names beside others in the title: a school may be the buyer or
    what is built.
    """

    home: frozenset[str]
    named: frozenset[str]
    name_words: frozenset[str]
    certain: bool
    in_body: frozenset[str]
    resolver: AgencyResolver
    mentions: MentionIndex = field(repr=False)


def buyers_of(
    features: SightingFeatures, home: frozenset[str], resolver: AgencyResolver, mentions: MentionIndex
) -> Buyers:
    """The title is asked first; the head of the body speaks for itself when the title names nobody."""
    named, words = mentions.find_with_words(features.readings[0].all_words, features.sighting.title)
    in_body = frozenset[str]()
    if head := features.sighting.body[:_BODY_HEAD]:
        read = expand(cut(bare_form(head)), load_lexicon())
        if named:
            in_body = mentions.find(read, head)
        else:
            named, words = mentions.find_with_words(read, head)
    return Buyers(home, named, words, len(named) == 1, in_body, resolver, mentions)


def buyer_evidence(buyers: Buyers, subject: Subject) -> tuple[list[Evidence], bool]:
    """Evidence from the buyer, and whether everything known points to another body."""
    if not subject.body:
        return [], False
    evidence: list[Evidence] = []
    by_source = _by_source(buyers, subject)
    by_name = _by_name(buyers, subject)
    evidence += [item for item in (by_source, by_name) if item is not None]
    against = [item for item in evidence if item.weight < 0]
    return evidence, bool(against) and len(against) == len(evidence)


def _by_source(buyers: Buyers, subject: Subject) -> Evidence | None:
    if not buyers.home:
        return None
    if subject.body in buyers.home:
        many = len(buyers.home)
        weight = w.HOME_ONE if many == 1 else w.HOME_FEW if many <= _FEW else w.HOME_MANY
        return Evidence(weight, "nguồn đăng tin của đúng đơn vị")
    if any(buyers.resolver.related(home, subject.body) for home in buyers.home):
        return Evidence(w.HOME_MANY, "nguồn đăng tin của cơ quan cấp trên hoặc trực thuộc")
    return Evidence(w.HOME_OTHER, "nguồn đăng tin của đơn vị khác")


def _by_name(buyers: Buyers, subject: Subject) -> Evidence | None:
    if subject.body in buyers.named or subject.body in buyers.in_body:
        return Evidence(w.NAMED, "bài viết nêu đúng tên đơn vị “{}”", (subject.buyer_name,))
    if not buyers.certain:
        return None
    if any(buyers.resolver.related(named, subject.body) for named in buyers.named):
        return Evidence(w.NAMED_PARENT, "bài viết nêu cơ quan cấp trên hoặc trực thuộc")
    if any(buyers.named & buyers.mentions.find(title.all_words) for title in subject.titles):
        return None  # the body named is part of the package's own name
    return Evidence(w.NAMED_OTHER, "bài viết nêu tên đơn vị khác")
