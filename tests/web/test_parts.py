"""Từng phần nhỏ: hạn mức, biểu mẫu gõ bừa, câu chữ đủ hai thứ tiếng.
The small parts: the limiter, forms typed at random, texts in both languages."""

import string
from collections import deque
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData, UploadFile

import monitor.web
from monitor.web.limits import Limiter, visitor
from monitor.web.typed import read, sending_problems, typed_in
from monitor.web.wording import page_texts
from storage.hits import Hits
from tests.steps.subscribers import START
from tests.web.test_board_words import BOARD_STEMS
from tests.web.test_desk_words import DESK_STEMS
from tests.web.test_find_words import FIND_STEMS
from tests.web.test_list_words import LIST_STEMS
from tests.web.test_room_words import ROOM_STEMS

HOUR = timedelta(hours=1)
ACTS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4000)), max_size=60)


@given(acts=ACTS, most=st.integers(1, 4))
def test_never_more_than_allowed_in_any_hour_and_never_refused_below(
    acts: list[tuple[str, int]], most: int
) -> None:
    limiter, now = Limiter(Hits(), "thử", most), START
    counted: dict[str, deque[object]] = {key: deque() for key in "abc"}
    for key, seconds in acts:
        now += timedelta(seconds=seconds)
        recent = [at for at in counted[key] if at > now - HOUR]  # type: ignore[operator]
        assert limiter.allow(key, now) is (len(recent) < most)
        if len(recent) < most:
            counted[key].append(now)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.5", "203.0.113.6", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
    ],
)
def test_one_customer_of_ipv6_is_one_visitor(one: str, other: str, same: bool) -> None:
    assert (visitor(one) == visitor(other)) is same


NAMES = st.sampled_from(
    [
        "co",
        "mot",
        "khong",
        "linh_vuc",
        "gia_tu",
        "gia_den",
        "nhip",
        "gio",
        "thu",
        "theo_doi",
        "dia_chi",
        "dong_y",
        "qua_mang",
        "la",
    ]
)


@settings(max_examples=300)
@given(
    pairs=st.lists(
        st.tuples(NAMES, st.text(max_size=40) | st.sampled_from(["1", "7", "daily", "500.000"])), max_size=20
    )
)
def test_any_form_is_read_without_a_crash_and_without_control_signs(pairs: list[tuple[str, str]]) -> None:
    typed = typed_in(FormData(list[tuple[str, str | UploadFile]](pairs)))
    asked = read(typed)
    sending_problems(typed)
    for term in (*asked.want.all_words, *asked.want.any_words, *asked.want.none_words):
        assert term.isprintable()
        assert term == term.strip() != ""
    assert asked.problems or (0 <= asked.rhythm.hour <= 23 and 0 <= asked.rhythm.weekday <= 6)


@given(address=st.text(st.sampled_from("ab@.,;<>\"'\r\n\t \u00a0ă-"), max_size=20))
def test_an_address_that_is_taken_is_one_plain_address(address: str) -> None:
    typed = typed_in(FormData([("dia_chi", address), ("dong_y", "1")]))
    if not sending_problems(typed):
        taken = read(typed).address
        assert taken.count("@") == 1
        assert taken.isascii()
        assert not set(taken) & set('\r\n\t ,;<>"()')


def test_every_text_has_both_languages_with_the_same_values() -> None:
    for key, entry in page_texts().items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in entry.values()
        ]
        assert set(entry) - {"en_one"} == {"vi", "en"}, key
        assert all(found == fields[0] for found in fields), key


def test_every_text_is_used() -> None:
    folder = Path(monitor.web.__file__).parent
    sources = [*folder.rglob("*.j2"), *folder.rglob("*.py")]
    used = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    stems = ("_title", "_what")
    for key in page_texts():
        stem = key.removesuffix("_title").removesuffix("_what")
        assert (
            f"'{key}'" in used
            or f'"{key}"' in used
            or key.startswith(
                (
                    "rhythm_",
                    "way_",
                    "password_",
                    *BOARD_STEMS,
                    *DESK_STEMS,
                    *FIND_STEMS,
                    *LIST_STEMS,
                    *ROOM_STEMS,
                )
            )
            or (key.endswith(stems) and f'"{stem}"' in used)
        ), key
