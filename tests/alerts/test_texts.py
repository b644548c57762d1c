"""Câu chữ của thư: đủ hai thứ tiếng, đúng giọng, không thừa.
The catalogue of texts: both languages, the right tone, nothing unused."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from alerts.words import Words, texts
from monitor.domain.letters import BlindReason, NextAct, Track

ALERTS = Path(__file__).resolve().parents[2] / "alerts"
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_stands_in_both_languages_with_the_same_values(key: str) -> None:
    entry = texts()[key]
    assert set(entry) in ({"vi", "en"}, {"vi", "en", "en_one"})
    assert len({frozenset(placeholders(text)) for name, text in entry.items() if name != "en_one"}) == 1
    assert placeholders(entry.get("en_one", "")) <= placeholders(entry["en"])


@pytest.mark.parametrize("key", sorted(texts()))
def test_the_letters_never_judge_and_never_threaten(key: str) -> None:
    words = " ".join(texts()[key].values()).lower()
    for forbidden in ("vi phạm", "sai phạm", "phạt", "violation", "breach", "fine of", "penalt", "guilty"):
        assert forbidden not in words


def test_every_text_is_used_and_every_used_text_exists() -> None:
    sources = [*ALERTS.glob("*.py"), *(ALERTS / "charts").glob("*.py"), *(ALERTS / "templates").glob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r'"([a-z_]+)"', code))
    used |= {f"badge_{track}" for track in Track} | {f"act_{act}" for act in NextAct}
    used |= {f"blind_{reason}" for reason in BlindReason}
    used |= {"reason_changed", "reason_reminder", "reason_escalated"}
    feeds = "\n".join(path.read_text(encoding="utf-8") for path in (ALERTS / "feeds").glob("*.py"))
    used |= {f"feed_{key}" for key in re.findall(r'"([a-z_]+)"', feeds)}
    assert set(texts()) - used == set()
    asked = set(re.findall(r'say\("([a-z_]+)"[,)]', code))
    asked |= {f"feed_{key}" for key in re.findall(r'say\(words, "([a-z_]+)"[,)]', feeds)}
    assert asked - set(texts()) == set()


@pytest.mark.parametrize("path", sorted((ALERTS / "templates").glob("*.j2")), ids=lambda path: path.name)
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    without_comments = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert VIETNAMESE.search(without_comments) is None


def test_numbers_dates_and_money_are_written_as_officials_write_them() -> None:
    vi, en = Words("vi"), Words("en")
    at = datetime(2026, 9, 20, 18, 5, tzinfo=UTC)
    assert (vi.day(at), vi.time(at), vi.moment(at)) == ("21/9/2026", "01:05", "01:05 ngày 21/9/2026")
    assert (en.day(at), en.moment(at)) == ("21 Sep 2026", "01:05 on 21 Sep 2026")
    assert vi.money(4_812_000_000) == "4.812.000.000 đ"
    assert en.money(4_812_000_000) == "VND 4,812,000,000"


def test_the_due_day_is_the_last_day_that_was_in_time() -> None:
    midnight_after = datetime(2026, 9, 9, 17, tzinfo=UTC)
    assert Words("vi").last_day(midnight_after) == "9/9/2026"


def test_english_has_a_singular() -> None:
    assert Words("en").say("figure_over", n=1) == "1 day overdue"
    assert Words("en").say("figure_over", n=1200) == "1,200 days overdue"
    assert Words("vi").say("figure_over", n=1) == "Quá hạn 1 ngày"


def test_an_unknown_text_or_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("vi").say("no_such_text")
    with pytest.raises(KeyError):
        Words("vi").say("greeting")
