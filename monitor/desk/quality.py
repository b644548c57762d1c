"""Mỗi quy tắc được người xác nhận, chấp nhận giải trình hay thấy sai bao nhiêu.
How often people confirmed, excused or overturned what each rule said; which rules speak too much."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.domain.rooms import DecidedCase
from monitor.domain.vocabulary import CaseState, RuleTrack
from monitor.rules.patterns.flooding import RuleCount
from monitor.rules.registry import PatternRule, Rule


@dataclass(frozen=True, slots=True)
class RuleQuality:
    """One rule. `confirmed`, `excused` and `wrong` count what people decided, each thing once.

    `count` is on how many subjects the last cycle could speak and did, `None` where it is not kept;
    `floods` says that it spoke too much to be told of each.
    """

    code: str
    title: str
    title_en: str
    track: RuleTrack
    basis: str
    standing: int
    confirmed: int
    excused: int
    wrong: int
    count: RuleCount | None = None
    floods: bool = False

    @property
    def decided(self) -> int:
        """The denominator of every share."""
        return self.confirmed + self.excused + self.wrong

    def share(self, many: int) -> int | None:
        """So many of what was decided, in whole percent; `None` while nothing was decided."""
        return round(100 * many / self.decided) if self.decided else None

    @property
    def fired_share(self) -> int | None:
        """On how many percent of its subjects the rule speaks; `None` where it is not counted."""
        if self.count is None or not self.count.packages:
            return None
        return round(100 * self.count.fired / self.count.packages)


def qualities(
    rules: Iterable[Rule | PatternRule],
    standing: Mapping[str, int],
    decided: Iterable[DecidedCase],
    overturned: Mapping[str, str],
    counts: Iterable[tuple[RuleCount, bool]],
) -> tuple[RuleQuality, ...]:
    """Every rule, observations first, in the order of their codes.

    A case counts once for each rule of its findings. What a person's own look proved wrong
    (`overturned`, rule by fingerprint) is wrong and nothing else, however its case was closed.
    """
    confirmed: Counter[str] = Counter()
    excused: Counter[str] = Counter()
    for case in decided:
        gone = {overturned[name] for name in case.fingerprints if name in overturned}
        into = confirmed if case.state is CaseState.CONFIRMED else excused
        into.update(case.codes - gone)
    wrong = Counter(overturned.values())
    kept = {count.code: (count, floods) for count, floods in counts}
    found = [
        RuleQuality(
            rule.CODE,
            rule.TITLE,
            rule.TITLE_EN,
            getattr(rule, "TRACK", RuleTrack.OBSERVATION),
            rule.LEGAL_BASIS,
            standing.get(rule.CODE, 0),
            confirmed[rule.CODE],
            excused[rule.CODE],
            wrong[rule.CODE],
            *kept.get(rule.CODE, (None, False)),
        )
        for rule in rules
    ]
    return tuple(sorted(found, key=lambda one: (one.track is RuleTrack.PATTERN, one.code)))
