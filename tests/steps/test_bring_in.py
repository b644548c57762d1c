"""Hạn đăng của hồ sơ trong tệp bàn giao: chỉ điều đã đọc hoặc đã xác nhận mới tính là sau hạn.
The timing of records in a hand-over file: only what was read, or confirmed, counts as late."""

from datetime import UTC, date, datetime

from monitor.domain.confirmation import Confirmation
from monitor.domain.procurement import Notice
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Precision
from monitor.law.calendar import load_calendar
from monitor.law.confirm import with_confirmations
from monitor.law.lawbook import load_lawbook
from monitor.steps.bring_in import national_timing

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def _moment(month: int, day: int) -> Moment:
    return Moment(datetime(2023, month, day, 3, tzinfo=UTC), Precision.SECOND, "file")


def test_what_rests_on_a_text_nobody_read_is_late_only_once_it_was_confirmed() -> None:
    """A tender of 2023 cancelled on 3 April and shown so on 3 May: by analogy (A15), seven days."""
    cancelled = Notice(
        notice_no="IB2300000001",
        version="00",
        native_id="n-0",
        name="Gói thầu mẫu",
        buyer_name="Ban mẫu",
        buyer_code="",
        published=_moment(3, 1),
        first_published=_moment(3, 1),
        cancelled=True,
        cancelled_at=_moment(5, 3),
        cancel_decision_date=date(2023, 4, 3),
        is_online=True,
    )
    unread = national_timing([cancelled], load_lawbook(), load_calendar(), NOW)
    assert unread.late == ()
    ((_act, duty, _verdict),) = unread.to_verify
    assert duty.rule_id == "A15"
    given = Confirmation("Nguyễn Thị Mẫu", NOW, "van-ban.pdf", "0" * 64)
    read = national_timing(
        [cancelled], with_confirmations(load_lawbook(), {"A15": given}, NOW), load_calendar(), NOW
    )
    assert [duty.rule_id for _act, duty, _verdict in read.late] == ["A15"]
    assert read.to_verify == ()
