"""Chỉ mục các kế hoạch và gói thầu: theo mã, theo cơ quan, theo từ hiếm.
Subjects (plans, packages) indexed by code, by agency and by the words of their names."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from monitor.domain.judgement import Disclosure
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.features import Subject, own_day, read_subject
from monitor.reconcile.lexicon import Words
from monitor.reconcile.mentions import MentionIndex
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.text import bare_form

_Key = TypeVar("_Key", bound=Hashable)


class SubjectIndex:
    """Everything that can be found: built once per run, read only afterwards.

    Where the disclosures are but a few of many, what is known of all of them is given: the `weights`
    of their words, and where their buyers are named (`mentions`).
    """

    def __init__(
        self,
        disclosures: Iterable[Disclosure],
        resolver: AgencyResolver,
        weights: WordWeights | None = None,
        mentions: MentionIndex | None = None,
    ) -> None:
        self.resolver = resolver
        groups: dict[str, list[Disclosure]] = defaultdict(list)
        for disclosure in sorted(disclosures, key=lambda d: d.id):
            groups[disclosure.subject_key].append(disclosure)
        # In order of time: whoever searches near a day needs a stretch of every list only.
        self.subjects = _with_rounds(
            read_subject(group, body_of(group[0], resolver))
            for group in sorted(groups.values(), key=_first_day)
        )
        self.weights = weights or WordWeights(
            title.words for subject in self.subjects for title in subject.titles
        )
        self.by_key = {subject.key: number for number, subject in enumerate(self.subjects)}
        alone = [(number,) for number in range(len(self.subjects))]
        self.by_code = _numbers(_own_codes, self.subjects, alone)
        self.by_plan = _numbers(_plan_cited, self.subjects, alone)
        self.by_title = _numbers(_names, self.subjects, alone)
        self.by_body = _numbers(_bodies, self.subjects, alone)
        self.mentions = mentions or mentions_of(
            resolver, ((s.buyer_name, s.body) for s in self.subjects if s.body)
        )

    def body_of(self, disclosure: Disclosure) -> str:
        """The lineage of the disclosure's agency; an unregistered buyer stands for itself."""
        return body_of(disclosure, self.resolver)


def body_of(disclosure: Disclosure, resolver: AgencyResolver) -> str:
    """The lineage of the disclosure's agency; an unregistered buyer stands for itself."""
    if disclosure.agency_id:
        return resolver.lineage(disclosure.agency_id)
    found = resolver.resolve(disclosure.buyer_name).agency_id
    return resolver.lineage(found) if found else unregistered(disclosure.buyer_name)


def mentions_of(resolver: AgencyResolver, buyers: Iterable[tuple[str, str]]) -> MentionIndex:
    """Where the registry's agencies are named, and the buyers given as (name, body); owners are agencies."""
    others = ((name, agency) for name, body in set(buyers) for agency in resolver.meant(name, body))
    return MentionIndex(chain(resolver.names(), others))


def _numbers(
    of: Callable[[Subject], Iterable[_Key]], subjects: Sequence[Subject], alone: Sequence[tuple[int]]
) -> dict[_Key, tuple[int, ...]]:
    """The numbers of the subjects under each key; most keys have one subject, `alone` in its tuple."""
    found: defaultdict[_Key, list[int]] = defaultdict(list)
    for number, subject in enumerate(subjects):
        for key in of(subject):
            found[key].append(number)
    return {key: tuple(many) if len(many) > 1 else alone[many[0]] for key, many in found.items()}


def _own_codes(subject: Subject) -> Iterable[str]:
    return (code for code in subject.codes if code == subject.key or code != subject.plan_no)


def _plan_cited(subject: Subject) -> Iterable[str]:
    return (subject.plan_no,) if subject.plan_no and subject.plan_no != subject.key else ()


def _names(subject: Subject) -> Iterable[Words]:
    return (title.ordered for title in subject.titles)


def _bodies(subject: Subject) -> Iterable[str]:
    return (subject.body,) if subject.body else ()


def _with_rounds(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """The same subjects in the same order (of time); tenders under one package number are its rounds."""
    every = tuple(subjects)
    of_package: dict[str, list[int]] = defaultdict(list)
    for number, subject in enumerate(every):
        if subject.bid_no and subject.of_kind(DisclosureKind.NOTICE):
            of_package[subject.bid_no].append(number)
    rounds = {
        number: at
        for numbers in of_package.values()
        if len(numbers) > 1
        for at, number in enumerate(numbers, 1)
    }
    if not rounds:
        return every
    return tuple(
        replace(subject, round=rounds[number]) if number in rounds else subject
        for number, subject in enumerate(every)
    )


def _first_day(group: Iterable[Disclosure]) -> date:
    """The first own day that is known; a subject without any stands before all others."""
    return min((day for disclosure in group if (day := own_day(disclosure))), default=date.min)


def unregistered(name: str) -> str:
    """An id for a buyer that no registry knows: its name in bare form."""
    form = bare_form(name)
    return f"tên:{form}" if form else ""


def homes_of(source_agencies: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """For every source the agencies whose disclosures it shows."""
    return {source: frozenset(agencies) for source, agencies in source_agencies.items()}
