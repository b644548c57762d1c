"""Mỗi quy tắc về dấu hiệu có ví dụ trong tệp, và ví dụ ấy đúng như quy tắc nói.
The worked example in each rule's docstring is run, and speaks."""

import doctest
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import monitor.rules.patterns
from monitor.domain.errors import ConfigError
from monitor.domain.vocabulary import RuleTrack, Severity
from monitor.law.lawbook import load_lawbook
from monitor.rules import registry
from monitor.rules.patterns import examples
from monitor.rules.registry import PatternRule, as_pattern_rule, every_rule, pattern_rules

RULES = pattern_rules()


def ids(rule: PatternRule) -> str:
    return rule.CODE


def test_the_nine_rules_are_found_by_their_files() -> None:
    observations = {rule.CODE for rule in RULES if rule.TRACK is RuleTrack.OBSERVATION}
    assert observations == {
        "short_preparation",
        "late_amendment",
        "notice_after_closing",
        "result_without_notice",
    }
    assert {rule.CODE for rule in RULES} - observations == {
        "no_result_long_after_closing",
        "planned_quarter_passed",
        "differs_between_channels",
        "posted_twice",
        "split_below_ceiling",
    }


def test_every_file_is_a_rule_or_known_machinery() -> None:
    (folder,) = monitor.rules.patterns.__path__
    files = {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}
    assert files == {rule.CODE for rule in RULES} | registry._PATTERN_MACHINERY
    assert len({rule.CODE for rule in every_rule()}) == len(every_rule())


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_the_example_runs_and_the_rule_speaks(rule: PatternRule) -> None:
    parser = doctest.DocTestParser()
    assert rule.__doc__ is not None
    test = parser.get_doctest(rule.__doc__, {**vars(examples), "check": rule.check}, rule.CODE, None, 0)
    assert [example.want.strip("'\n") for example in test.examples if len(example.want) > 80]
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=lambda text: None)
    assert (outcome.attempted, outcome.failed) == (1, 0)


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_every_rule_tells_title_law_validity_and_silence(rule: PatternRule) -> None:
    assert rule.TITLE
    assert rule.TITLE_EN
    assert rule.SILENT
    assert re.search(r"Điều \d|Không có điều khoản", rule.LEGAL_BASIS)
    assert date(2014, 1, 1) < rule.VALID_FROM <= date(2022, 1, 1)
    assert "Ví dụ: " in (rule.__doc__ or "")
    lawbook = load_lawbook()
    assert all(lawbook.rule(rule_id).citation for rule_id in rule.LAW_RULES)
    if rule.TRACK is RuleTrack.PATTERN:
        assert rule.SEVERITY is Severity.INFORM


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_no_rule_concludes_or_threatens(rule: PatternRule) -> None:
    (folder,) = monitor.rules.patterns.__path__
    text = (Path(folder) / f"{rule.CODE}.py").read_text(encoding="utf-8").casefold()
    assert not re.search("vi phạm|sai phạm|phạt|violation|breached", text)


@pytest.mark.parametrize("word", ["TRACK", "SEVERITY", "LAW_RULES", "SUBJECT", "SILENT", "TITLE", "check"])
def test_a_half_written_rule_stops_the_start_with_its_name(word: str) -> None:
    whole = RULES[0]
    module = ModuleType(f"monitor.rules.patterns.{whole.CODE}", "Ví dụ")
    names = ("CODE", "TITLE", "TITLE_EN", "LEGAL_BASIS", "VALID_FROM", "TRACK", "SEVERITY", "LAW_RULES")
    module.__dict__.update({name: getattr(whole, name) for name in (*names, "SUBJECT", "SILENT", "check")})
    assert as_pattern_rule(module).CODE == whole.CODE
    delattr(module, word)
    with pytest.raises(ConfigError, match=word) as caught:
        as_pattern_rule(module)
    assert f"monitor/rules/patterns/{whole.CODE}.py" in caught.value.vi
