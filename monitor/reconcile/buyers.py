"""Tin đăng là của cơ quan nào: theo nguồn đăng và theo tên nêu trong bài.
Whose sighting it is: by the source that shows it, and by the names in its text."""

from dataclasses import dataclass, field
from datetime import date

from monitor.reconcile import weights as w
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.evidence import Evidence
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.reading import Reading
from monitor.reconcile.successors import Kinship
from monitor.reconcile.text import bare_form, cut, expand

_BODY_HEAD = 500
_FEW = 3
# What somebody is to the buyer, and the name.
Kin = tuple[Kinship, str]
_PAGE_OF = {
    Kinship.ITSELF: "nguồn đăng tin của đúng đơn vị",
    Kinship.PREDECESSOR: "nguồn đăng tin của đơn vị tiền thân",
    Kinship.SUCCESSOR: "nguồn đăng tin của đơn vị kế nhiệm",
}
_CALLED = {
    Kinship.ITSELF: "bài viết nêu đúng tên đơn vị “{}”",
    Kinship.PREDECESSOR: "bài viết nêu tên đơn vị tiền thân “{}”",
    Kinship.SUCCESSOR: "bài viết nêu tên đơn vị kế nhiệm “{}”",
}


@dataclass(frozen=True, slots=True)
class Buyers:
    """Lineages: `home` of the source (empty: the whole province), `named` in the text.

    `certain` means that the text names exactly one body; `name_words` are the words of that name.
    `in_body` are those that the body names beside others in the title: a school may be the buyer or
    what is built. Where a lineage has several agencies it counts which of them are meant: `pages` are
    those of the source, `called` those named in title or body, on the `day` it was published or first seen.
    """

    home: frozenset[str]
    named: frozenset[str]
    name_words: frozenset[str]
    certain: bool
    in_body: frozenset[str]
    pages: frozenset[str]
    called: frozenset[str]
    day: date
    resolver: AgencyResolver
    mentions: MentionIndex = field(repr=False)


def buyers_of(
    features: SightingFeatures, home: frozenset[str], resolver: AgencyResolver, mentions: MentionIndex
) -> Buyers:
    """The title is asked first; the head of the body speaks for itself when the title names nobody.

    `home` are the agencies of the source.
    """
    called, words = mentions.find_with_words(features.readings[0].all_words, features.sighting.title)
    in_body = frozenset[str]()
    if head := features.sighting.body[:_BODY_HEAD]:
        read = expand(cut(bare_form(head)), load_lexicon())
        if called:
            in_body = mentions.find(read, head)
        else:
            called, words = mentions.find_with_words(read, head)
    named = resolver.lineages(called)
    return Buyers(
        resolver.lineages(home),
        named,
        words,
        len(named) == 1,
        resolver.lineages(in_body),
        home,
        called | in_body,
        features.day or features.first_seen,
        resolver,
        mentions,
    )


def named_buyer(buyers: Buyers, subject: Subject) -> Kin | None:
    """The agency named in title or body that is the subject's buyer, was it or became it; `None`: no such."""
    if subject.body in buyers.named or subject.body in buyers.in_body:
        return _kin(buyers, buyers.called, subject)
    return None


def buyer_evidence(buyers: Buyers, subject: Subject, named: Kin | None) -> tuple[list[Evidence], bool]:
    """Evidence from the buyer, and whether everything known points to another body.

    `named` is who `named_buyer` found.
    """
    if not subject.body:
        return [], False
    evidence: list[Evidence] = []
    by_source = _by_source(buyers, subject)
    by_name = _by_name(buyers, subject, named)
    evidence += [item for item in (by_source, by_name) if item is not None]
    against = [item for item in evidence if item.weight < 0]
    return evidence, bool(against) and len(against) == len(evidence)


def _by_source(buyers: Buyers, subject: Subject) -> Evidence | None:
    if not buyers.home:
        return None
    if subject.body in buyers.home and (found := _kin(buyers, buyers.pages, subject)):
        many = len(buyers.home)
        weight = w.HOME_ONE if many == 1 else w.HOME_FEW if many <= _FEW else w.HOME_MANY
        return Evidence(weight, _PAGE_OF[found[0]])
    if any(buyers.resolver.related(home, subject.body) for home in buyers.home):
        return Evidence(w.HOME_MANY, "nguồn đăng tin của cơ quan cấp trên hoặc trực thuộc")
    return Evidence(w.HOME_OTHER, "nguồn đăng tin của đơn vị khác")


def _by_name(buyers: Buyers, subject: Subject, named: Kin | None) -> Evidence | None:
    if named:
        return Evidence(w.NAMED, _CALLED[named[0]], (named[1],))
    if not buyers.certain:
        return None
    if any(buyers.resolver.related(body, subject.body) for body in buyers.named):
        return Evidence(w.NAMED_PARENT, "bài viết nêu cơ quan cấp trên hoặc trực thuộc")
    if any(_in_name(buyers, title) for title in subject.titles):
        return None  # the body named is part of the package's own name
    return Evidence(w.NAMED_OTHER, "bài viết nêu tên đơn vị khác")


def _in_name(buyers: Buyers, title: Reading) -> bool:
    """Whether the body that the article names is part of a package's own name."""
    lineage, kinship = buyers.resolver.lineage, buyers.resolver.successors.kinship
    return any(
        kinship(one, other, buyers.day)
        for other in buyers.mentions.find(title.all_words)
        if (body := lineage(other)) in buyers.named
        for one in buyers.called
        if lineage(one) == body
    )


def _kin(buyers: Buyers, agencies: frozenset[str], subject: Subject) -> Kin | None:
    """What these agencies are to the buyer of a subject of their lineage, and the name of the closest.

    Most lineages are one agency, and most often it is itself: only of others the days are asked.
    """
    resolver = buyers.resolver
    members = resolver.successors.members(subject.body)
    if not members:
        return Kinship.ITSELF, subject.buyer_name
    own = members.intersection(agency for one in subject.disclosures for agency in resolver.buyers(one))
    if itself := agencies & own:
        return Kinship.ITSELF, resolver.agencies[min(itself)].name
    day = _later(buyers.day, subject)
    kin = [
        (kinship, agency)
        for agency in agencies & members
        for other in own
        if (kinship := resolver.successors.kinship(agency, other, day))
    ]
    if not kin:
        return None
    kinship, agency = min(kin)
    return kinship, resolver.agencies[agency].name


def _later(day: date, subject: Subject) -> date:
    """The day of the article or the first of the subject, whichever is later."""
    return max(day, min((own for one in subject.disclosures if (own := own_day(one))), default=day))
