"""Danh sách quy tắc: tệp nào trong thư mục cũng là một quy tắc trọn vẹn.
The rules found by being in the folder; a half-written one is named."""

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import monitor.rules
from monitor.domain.errors import ConfigError
from monitor.domain.vocabulary import Severity
from monitor.rules import registry
from monitor.rules.registry import all_rules, as_rule


def test_the_six_rules_are_found_by_their_files() -> None:
    assert [rule.CODE for rule in all_rules()] == [
        f"{what}_on_{where}"
        for what in ("late", "missing")
        for where in ("agency_page", "national", "portal")
    ]


def test_every_file_is_a_rule_or_known_machinery() -> None:
    (folder,) = monitor.rules.__path__
    files = {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}
    assert files == {rule.CODE for rule in all_rules()} | registry._MACHINERY


def test_every_rule_says_what_it_is_in_both_languages() -> None:
    for rule in all_rules():
        assert rule.TITLE
        assert rule.TITLE_EN
        assert "Điều" in rule.LEGAL_BASIS
        assert date(2014, 8, 15) >= rule.VALID_FROM
        if "national" not in rule.CODE:
            assert "không kết luận theo Luật Đấu thầu" in rule.LEGAL_BASIS


def whole_rule() -> ModuleType:
    module = ModuleType("monitor.rules.no_such_rule")
    module.__dict__.update(
        CODE="no_such_rule", TITLE="t", TITLE_EN="t", LEGAL_BASIS="b", VALID_FROM=date(2024, 1, 1),
        SEVERITY=Severity.MEDIUM,
        check=lambda context, calendar, now, verdict=None: None,
    )  # fmt: skip
    return module


def test_a_whole_rule_is_taken() -> None:
    assert as_rule(whole_rule()).CODE == "no_such_rule"


@pytest.mark.parametrize(
    "word", ["CODE", "TITLE", "TITLE_EN", "LEGAL_BASIS", "VALID_FROM", "SEVERITY", "check"]
)
def test_a_half_written_rule_stops_the_start_with_its_name(word: str) -> None:
    module = whole_rule()
    delattr(module, word)
    with pytest.raises(ConfigError, match=word) as caught:
        as_rule(module)
    assert "no_such_rule.py" in caught.value.vi


def test_a_code_that_is_not_the_file_name_is_refused() -> None:
    module = whole_rule()
    module.__dict__["CODE"] = "something_else"
    with pytest.raises(ConfigError, match="no_such_rule"):
        as_rule(module)
