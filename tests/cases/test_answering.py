"""Đường dẫn trả lời: chỉ khóa đã ký mới mở được, đúng hồ sơ ấy.
Answer tokens open the case they were made for, with the key they were made with, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cases.answering import answer_token, case_of_token

KEY = b"k" * 32


@given(st.integers(2020, 2099), st.integers(1, 99_999), st.binary(min_size=1), st.binary(min_size=1))
def test_a_token_is_good_for_its_case_and_its_key_only(
    year: int, number: int, key: bytes, other: bytes
) -> None:
    case_id = f"HS-{year}-{number:04d}"
    token = answer_token(case_id, key)
    assert case_of_token(token, key) == case_id
    if other.rstrip(b"\0") != key.rstrip(b"\0"):  # HMAC pads short keys with zeros
        assert case_of_token(token, other) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "HS-2026-0001",
        "HS-2026-0001.",
        answer_token("HS-2026-0002", KEY).replace("0002", "0001"),
        answer_token("HS-2026-0001", KEY)[:-1],
        answer_token("HS-2026-0001", KEY) + "0",
        answer_token("HS-2026-0001", KEY).upper(),
        answer_token("HS-2026-0001", KEY) + "\n",
        "HS-2026-0001." + "ệ" * 32,
    ],
)
def test_a_made_up_token_opens_nothing(token: str) -> None:
    assert case_of_token(token, KEY) is None


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="key"):
        answer_token("HS-2026-0001", b"")
