"""Trang chắn viết hoa viết thường thế nào cũng bị nhận ra.
A gate is known in whatever case its words are written, and a page that only speaks of one is none."""

import pytest

from sources.gates import find_gate

_WORDS = (
    ("<html><title>Request Rejected</title></html>", "waf_rejected"),
    ("The requested URL was rejected. Please consult with your administrator.", "waf_rejected"),
    ("Request unsuccessful. Incapsula incident ID: 1", "waf_rejected"),
    ("<html><div class='g-recaptcha'></div></html>", "challenge"),
    ("<html><script src='/cdn-cgi/challenge-platform/x.js'></script></html>", "challenge"),
    ("<html>Checking your browser before accessing</html>", "challenge"),
    ("<html>Xác nhận bạn không phải là người máy</html>", "challenge"),
    ("<html>Xác nhận bạn không phải là robot</html>", "challenge"),
)


@pytest.mark.parametrize(("page", "reason"), _WORDS)
@pytest.mark.parametrize("case", [str, str.upper, str.lower, str.title])
def test_a_gate_is_known_in_any_case(page: str, reason: str, case: type[str]) -> None:
    gate = find_gate(case(page))
    assert gate is not None
    assert gate.reason == reason


@pytest.mark.parametrize(("page", "reason"), [pair for pair in _WORDS if "<title" not in pair[0]])
@pytest.mark.parametrize("pair", ["iı", "iİ", "sſ", "k\u212a"])
def test_letters_that_fold_to_ascii_hide_nothing(page: str, reason: str, pair: str) -> None:
    start, rest = ("<html>", page[6:]) if page.startswith("<html>") else ("", page)
    gate = find_gate(start + rest.replace(pair[0], pair[1]))
    assert gate is not None
    assert gate.reason == reason


def test_a_long_page_that_speaks_of_captcha_is_content() -> None:
    assert find_gate(f"<html><body><p>captcha {'gói thầu số 05 ' * 100}</p></body></html>") is None
