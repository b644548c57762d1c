"""Mỗi lỗi một kết cục, và kết cục nào được nói rằng đã xem đủ.
Errors to outcomes; only a whole look keeps a window and its validators."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.errors import (
    SourceBlocked,
    SourceChanged,
    SourceError,
    SourceGate,
    SourceNeedsAuthorisation,
    SourcePartial,
    SourceUnreachable,
)
from monitor.domain.sources import Sighting, Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Outcome
from sources.outcome import look_failed, look_id, look_ok
from sources.wording import refusal, sentence

NOW = datetime(2026, 11, 23, 5, 0, 0, 123456, tzinfo=UTC)
SOURCE = Source("s", "Nguồn thử", Channel.PORTAL, "feed", "https://vi-du.vn/")
ITEM = Sighting("s|a", "s", Channel.PORTAL, "a", "https://vi-du.vn/a", "A", None, NOW)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (SourceGate, Outcome.GATE),
        (SourceBlocked, Outcome.BLOCKED),
        (SourceUnreachable, Outcome.UNREACHABLE),
        (SourceChanged, Outcome.CHANGED),
        (SourcePartial, Outcome.PARTIAL),
        (SourceNeedsAuthorisation, Outcome.NEEDS_AUTHORISATION),
        (SourceError, Outcome.CHANGED),
    ],
)
def test_each_error_has_its_outcome_and_none_supports_an_absence(kind, outcome):
    error = refusal(kind, SOURCE, "http_503", "x answered 503", "c9")
    report = look_failed(
        SOURCE, error, NOW, NOW + timedelta(seconds=3), pages=2, captures=("c1",), sightings=(ITEM,)
    )
    look = report.look
    assert (look.outcome, look.reason, look.window) == (outcome, "http_503", None)
    assert look.capture_ids == ("c1", "c9")
    assert (
        look.detail_vi
        == "Nguồn “Nguồn thử” báo lỗi máy chủ (mã 503). " + sentence(SOURCE, "dns").split(". ", 1)[1]
    )
    assert not look.outcome.saw_everything
    assert report.validators == {}
    assert report.sightings[0].look_id == look.id
    assert look.items == 1


def test_a_partial_look_keeps_neither_window_nor_validators():
    window = Window(NOW - timedelta(days=1), NOW)
    for outcome in Outcome:
        report = look_ok(SOURCE, NOW, NOW, outcome=outcome, window=window, validators={"u": {"etag": "a"}})
        assert (report.look.window is not None) is outcome.saw_everything
        assert bool(report.validators) is outcome.saw_everything


def test_the_look_id_is_source_and_start():
    assert look_id(SOURCE, NOW) == "s@20261123T050000.123456Z"


def test_an_unknown_reason_still_gives_a_sentence():
    assert sentence(SOURCE, "lạ") == (
        "Nguồn “Nguồn thử” không xem được (lạ). Cần một người mở trang và kiểm tra lại khai báo nguồn."
    )
