"""Danh sách phát hiện cần xác minh và danh sách dấu hiệu theo quy tắc.
The findings that only inform, and the patterns by rule, as they stand now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.domain.judgement import Finding
from monitor.domain.lists import FindingQuery
from monitor.domain.vocabulary import RuleTrack, Severity
from monitor.rules.patterns.flooding import COUNTS, RuleCount, counts_of
from monitor.rules.registry import every_rule
from monitor.web.desk.listing import FINDINGS, PAGE, PATTERNS, around, only_inside, paged
from monitor.web.desk.places import case_path
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of

_RULE, _SEVERITY = "quy-tac", "muc"
_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for: one rule (empty: all), and whether only what informs."""

    path: str
    rule: str = ""
    inform: bool = False

    def query(self, **further: str) -> str:
        given = {_SEVERITY: Severity.INFORM.value if self.inform else "", _RULE: self.rule, **further}
        return urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One finding in words; `case` is the address of its case, if there is one."""

    finding: Finding
    sentence: str
    rule: str
    case: str


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/phat-hien` and `/ban-lam-viec/dau-hieu`, at the addresses that digests name."""
    router = APIRouter()

    @router.get(FINDINGS)
    def findings(request: Request, here: _Here) -> Response:
        only_inside(here)
        given = request.query_params
        inform = given.get(_SEVERITY, "") == Severity.INFORM.value
        return _page(site, request, here, _Asked(FINDINGS, given.get(_RULE, "")[:60], inform))

    @router.get(PATTERNS)
    def patterns(request: Request, here: _Here) -> Response:
        only_inside(here)
        rule = request.query_params.get(_RULE, "")[:60]
        if rule in _observing():
            # A digest tells floods of every rule in one place; what such a rule found is no pattern.
            return RedirectResponse(f"{site.root}{FINDINGS}?{_Asked(FINDINGS, rule).query()}", 303)
        return _page(site, request, here, _Asked(PATTERNS, rule))

    return router


def _page(site: Site, request: Request, here: SignedIn, asked: _Asked) -> Response:
    said = PageWords(lang_of(request))
    with site.office.store.read() as work:
        floods = {count.code: count for count, floods in counts_of(work.meta.get(COUNTS)) if floods}
        question = _question(asked, floods)
        counts = work.lists.count_findings(question)
        page = paged(request, sum(counts.values()), asked.query)
        found = work.lists.findings(question, page.skip, PAGE)
        cases = work.lists.case_numbers(one.subject_key for one in found)
    titles = rule_titles(said)
    return site.pages.page(
        "desk/list_findings.html.j2",
        said.lang,
        **around(site, here, said, asked.path),
        asked=asked,
        patterns=asked.path == PATTERNS,
        page=page,
        rules=_rules(site, asked, question, titles),
        flood=floods.get(asked.rule),
        flooding=[(titles[code], code) for code in floods if code in titles and not asked.rule],
        title=titles.get(asked.rule, asked.rule),
        lines=[_shown(site, one, titles, cases, said) for one in found],
    )


def _question(asked: _Asked, floods: Mapping[str, RuleCount]) -> FindingQuery:
    """What digests count: a rule that speaks too often is told apart, whatever it found."""
    codes = (asked.rule,) if asked.rule else ()
    if asked.path == FINDINGS:
        return FindingQuery(False, codes, tuple(floods) if asked.inform else (), asked.inform)
    return FindingQuery(True, codes, () if codes else tuple(floods))


def _rules(
    site: Site, asked: _Asked, question: FindingQuery, titles: Mapping[str, str]
) -> list[tuple[str, str, int, bool]]:
    """Every rule that has something on this list, with how much, and whether it is asked for."""
    every = FindingQuery(question.patterns, (), question.not_codes, question.only_inform)
    with site.office.store.read() as work:
        counts = work.lists.count_findings(every)
    return [
        (titles.get(code, code), _Asked(asked.path, code, asked.inform).query(), n, code == asked.rule)
        for code, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def rule_titles(said: PageWords) -> Mapping[str, str]:
    """What each rule is called."""
    return {rule.CODE: rule.TITLE_EN if said.lang == "en" else rule.TITLE for rule in every_rule()}


def _shown(
    site: Site, one: Finding, titles: Mapping[str, str], cases: Mapping[str, str], said: PageWords
) -> FindingShown:
    sentence = one.sentence_en if said.lang == "en" and one.sentence_en else one.sentence
    number = cases.get(one.subject_key, "")
    # A pattern concludes nothing and goes into no case, even where its package has one.
    case = site.root + case_path(number) if number and one.track is RuleTrack.OBSERVATION else ""
    return FindingShown(one, sentence, titles.get(one.code, one.code), case)


def _is_pattern(rule: Any) -> bool:
    return getattr(rule, "TRACK", RuleTrack.OBSERVATION) is RuleTrack.PATTERN


@cache
def _observing() -> frozenset[str]:
    """The rules whose findings are about a duty."""
    return frozenset(rule.CODE for rule in every_rule() if not _is_pattern(rule))
