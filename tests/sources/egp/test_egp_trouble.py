"""Khi mạng đấu thầu không trả lời như mong đợi: bị chặn, hỏng, rỗng, cũ, thiếu quyền.
When the network does not answer as hoped: no outage may ever look like an empty list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.errors import ConfigError
from monitor.domain.ports import LookReport
from monitor.domain.sources import SourceMemory
from monitor.domain.vocabulary import Outcome
from sources.registry import check_settings

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
HTML = {"Content-Type": "text/html"}
PAGE = b"<!DOCTYPE html><html><head><title>Trang chu</title></head><body><p>Xin chao</p></body></html>"
GATE = b"<html><body><script>document.cookie='D1N=abc';location.reload();</script></body></html>"

Look = Callable[..., LookReport]


@pytest.mark.parametrize(
    ("reply", "outcome", "reason"),
    [
        ((200, HTML, PAGE), Outcome.CHANGED, "html_instead_of_json"),
        ((200, HTML, GATE), Outcome.GATE, "cookie_gate"),
        ((200, {}, b"1"), Outcome.BLOCKED, "bare_number"),
        ((403, HTML, b"<html>no</html>"), Outcome.BLOCKED, "http_403"),
        ((500, HTML, b"oops"), Outcome.UNREACHABLE, "http_500"),
        (
            (200, HTML, b"egp-portal-home is temporarily unavailable."),
            Outcome.UNREACHABLE,
            "temporarily_unavailable",
        ),
        ((404, HTML, b"<html>gone</html>"), Outcome.CHANGED, "http_404"),
        ((400, {}, b'{"message":"token is missing"}'), Outcome.NEEDS_AUTHORISATION, "http_400"),
        ((400, {}, b'{"message":"bad request"}'), Outcome.CHANGED, "http_400"),
        ((401, {}, b'{"message":"expired"}'), Outcome.NEEDS_AUTHORISATION, "http_401"),
        ((200, {}, b'{"page":{"content":['), Outcome.PARTIAL, "truncated"),
        ((200, {}, b'{"page":{"content":[],"totalElements":0}}'), Outcome.CHANGED, "missing_key"),
        ((200, {}, b"null"), Outcome.CHANGED, "not_an_object"),
        ((200, {}, b'{"page":{"content":{},"totalElements":0,"last":true}}'), Outcome.CHANGED, "missing_key"),
        ((0, {}, b""), Outcome.UNREACHABLE, ""),
    ],
)
def test_what_is_no_answer_is_named_and_covers_nothing(
    network: Any, declare: Any, look_at: Look, reply: Any, outcome: Outcome, reason: str
) -> None:
    network.notice(1, "2026-03-10T08:00:00")
    network.before = lambda number, _path, _body: reply if number >= 1 else None
    report = look_at(declare(), TUESDAY)
    assert report.look.outcome is outcome
    assert report.look.reason == reason or not reason
    assert report.look.window is None
    assert report.look.detail_vi
    assert [record.native_id for record in report.records], "the first day was read before and is kept"


def test_a_passing_page_in_place_of_the_answer_is_asked_again(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.notice(1, "2026-03-10T08:00:00")
    network.before = lambda number, _path, _body: (200, HTML, PAGE) if number in (0, 1) else None
    report = look_at(declare(), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    assert len(network.asked) == 5


def test_a_gate_is_never_asked_twice(network: Any, declare: Any, look_at: Look) -> None:
    network.before = lambda _number, _path, _body: (200, HTML, GATE)
    look_at(declare(), TUESDAY)
    assert len(network.asked) == 1


def test_without_a_token_the_mount_that_wants_one_is_not_even_asked(
    network: Any, declare: Any, look_at: Look
) -> None:
    source = declare(mount="/o/egp-portal-contractor-selection-v2/services")
    report = look_at(source, TUESDAY)
    assert (report.look.outcome, report.look.reason) == (Outcome.NEEDS_AUTHORISATION, "no_token")
    assert network.asked == []
    assert "không gửi mã giả" in report.look.detail_vi


def test_a_granted_token_is_sent_as_the_parameter(network: Any, declare: Any, look_at: Look) -> None:
    network.notice(1, "2026-03-11T08:00:00")
    source = declare(mount="/o/egp-portal-contractor-selection-v2/services", token="do-chu-he-thong-cap/1")
    report = look_at(source, TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    assert network.asked[0][0].endswith("/services/smart/search?token=do-chu-he-thong-cap%2F1")


def test_an_empty_list_proves_nothing_for_a_source_never_seen_whole(
    network: Any, declare: Any, look_at: Look
) -> None:
    report = look_at(declare(), TUESDAY)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "empty_list")


def test_an_empty_list_where_items_are_expected_is_partial(network: Any, declare: Any, look_at: Look) -> None:
    seen_before = SourceMemory(covered_until=NOW - timedelta(hours=1))
    assert look_at(declare(), TUESDAY, seen_before).look.outcome is Outcome.COMPLETE
    report = look_at(declare(expected=60), TUESDAY, seen_before)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "empty_list")
    assert report.look.window is None


def _memory(report: LookReport) -> SourceMemory:
    return SourceMemory(covered_until=report.look.started_at, validators=report.validators)


@pytest.mark.parametrize(
    ("left", "reason"),
    [(0, "empty_list"), (6, "items_vanished"), (1, "items_vanished")],
)
def test_a_list_that_lost_what_it_showed_is_noticed(
    network: Any, declare: Any, look_at: Look, left: int, reason: str
) -> None:
    for number in range(8):
        network.notice(number, f"2026-03-10T{8 + number:02d}:00:00")
    first = look_at(declare(), TUESDAY)
    assert first.look.outcome is Outcome.COMPLETE
    # The newest stays at the top, so that this is a cut list and not an old copy.
    del network.rows[: 8 - left]
    later = look_at(declare(), TUESDAY, _memory(first), NOW + timedelta(hours=1))
    assert (later.look.outcome, later.look.reason) == (Outcome.PARTIAL, reason)
    assert not later.validators, "what is known must survive a doubtful look"


def test_an_old_copy_of_the_list_is_noticed(network: Any, declare: Any, look_at: Look) -> None:
    network.notice(1, "2026-03-10T08:00:00")
    network.notice(2, "2026-03-12T08:00:00")
    first = look_at(declare(), TUESDAY)
    network.rows.pop()
    later = look_at(declare(), TUESDAY, _memory(first), NOW + timedelta(hours=1))
    assert (later.look.outcome, later.look.reason) == (Outcome.PARTIAL, "stale_copy")


def test_an_amended_notice_that_moved_to_another_day_has_not_vanished(
    network: Any, declare: Any, look_at: Look
) -> None:
    for number in range(4):
        network.notice(number, f"2026-03-10T{8 + number:02d}:00:00")
    first = look_at(declare(), TUESDAY)
    for row in network.rows:
        row |= {
            "id": row["id"].replace("4000", "4001"),
            "notifyVersion": "01",
            "publicDate": "2026-03-12T10:30:00",
        }
    later = look_at(declare(), TUESDAY, _memory(first), NOW + timedelta(hours=1))
    assert later.look.outcome is Outcome.COMPLETE, later.look.detail


def test_an_answer_that_a_cache_held_for_hours_is_doubted(network: Any, declare: Any, look_at: Look) -> None:
    network.notice(1, "2026-03-12T08:00:00")

    def cached(number: int, _path: str, _body: Any) -> Any:
        page = {"content": network.rows, "totalElements": 1, "last": True}
        return (200, {"Age": "90000", "Content-Type": "application/json"}, network.reply({"page": page})[2])

    network.before = cached
    report = look_at(declare(), NOW - timedelta(hours=4))
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "stale_copy")


def test_silence_longer_than_usual_is_doubted(network: Any, declare: Any, look_at: Look) -> None:
    network.notice(1, "2026-03-01T08:00:00")
    report = look_at(declare(silence=5, backfill_window_days=30), NOW - timedelta(days=20))
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "silent_too_long")


def test_a_weekday_without_any_row_in_the_whole_country_is_doubted(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.notice(1, "2026-03-11T08:00:00")
    report = look_at(declare(province_codes=[]), TUESDAY)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "weekday_without_rows")
    assert "10/03/2026" in report.look.detail_vi


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"query": "all"}, "settings.query"),
        ({"trang": 1}, "settings.trang"),
        ({"province_codes": ["Vĩnh Long"]}, "settings.province_codes.0"),
        ({"page_size": 10_000}, "settings.page_size"),
        ({"backfill_window_days": 0}, "settings.backfill_window_days"),
        ({"token": "fake"}, "settings.token"),
        ({"token": "public"}, "settings.token"),
        ({"mount": "javascript:alert(1)"}, "settings.mount"),
        ({"buyer_names": ["x"]}, "settings.buyer_names"),
        ({"host": "ai-do@noi-khac.invalid/x"}, "settings.host"),
    ],
)
def test_a_wrong_setting_is_named_when_the_profile_is_read(
    declare: Any, settings: dict[str, Any], key: str
) -> None:
    with pytest.raises(ConfigError) as error:
        check_settings(declare(**settings))
    assert key in error.value.vi
    assert "sources.toml" in error.value.vi


def test_rows_of_the_buyers_pass_are_not_missed_by_the_ordinary_one(
    network: Any, declare: Any, look_at: Look
) -> None:
    ours = "Ban Quản lý dự án xã Sông Mẫu"
    network.notice(1, "2026-03-11T07:00:00")
    for number in range(2, 8):
        network.notice(number, "2026-03-11T06:00:00", locations=[])
    first = look_at(declare(buyer_names=[ours]), TUESDAY)
    assert first.look.items == 7
    later = look_at(declare(buyer_names=[ours]), TUESDAY, _memory(first), NOW + timedelta(hours=1))
    assert later.look.outcome is Outcome.COMPLETE, later.look.detail
    assert later.look.items == 1


@pytest.mark.parametrize("outage", ["empty", "old"])
def test_a_quiet_source_that_goes_blind_is_noticed_by_its_newest_known_items(
    network: Any, declare: Any, look_at: Look, outage: str
) -> None:
    network.notice(1, "2026-02-20T08:00:00")
    network.notice(2, "2026-02-26T08:00:00")
    source = declare(backfill_window_days=30)
    first = look_at(source, NOW - timedelta(days=30))
    assert first.look.outcome is Outcome.COMPLETE, first.look.detail
    quiet = look_at(source, NOW - timedelta(days=30), _memory(first), NOW + timedelta(hours=1))
    assert quiet.look.outcome is Outcome.COMPLETE, "nothing new in three days, and nothing lost"
    assert quiet.look.window is not None
    assert quiet.look.window.start == NOW - timedelta(days=3)

    network.notice(3, "2026-03-12T12:00:00")
    network.rows = [] if outage == "empty" else network.rows[:1]
    blind = look_at(source, NOW - timedelta(days=30), _memory(quiet), NOW + timedelta(hours=3))
    assert blind.look.outcome is Outcome.PARTIAL
    assert blind.look.reason in ("empty_list", "stale_copy")


def test_one_withdrawn_plan_among_several_does_not_blind_us(
    network: Any, declare: Any, look_at: Look
) -> None:
    for number in range(4):
        network.plan(number, f"2026-03-10T{8 + number:02d}:00:00")
    first = look_at(declare("plans"), TUESDAY)
    del network.rows[1]
    later = look_at(declare("plans"), TUESDAY, _memory(first), NOW + timedelta(hours=1))
    assert later.look.outcome is Outcome.COMPLETE, later.look.detail
    assert "PL2600000001" not in str(later.validators), "and it is not asked about again"
