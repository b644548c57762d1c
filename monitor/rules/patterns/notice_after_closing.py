"""Đăng lại thông báo mời thầu khi đã đóng thầu: tin không còn tác dụng.
An invitation copied to a portal or agency page after closing: it serves nobody any more.

Hướng quan sát theo nghĩa vụ, chỉ nêu để xác minh: mốc “trước khi đóng thầu” là mục tiêu của tỉnh, còn hạn
theo Luật Tiếp cận thông tin đã có quy tắc đăng sau hạn riêng.

Ví dụ: đóng thầu 09 giờ 00 ngày 20/03/2026, tin trên cổng tỉnh đăng lúc 14 giờ 00 ngày 23/03/2026.

>>> said(check, tender(closes="2026-03-20T09:00", portal="2026-03-23T14:00"))
'Thông báo mời thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (IB2600000001) của Ban Quản lý dự án Sông Mẫu có \
dấu hiệu chỉ được đăng trên Cổng thông tin điện tử tỉnh khi đã đóng thầu (đóng thầu 09:00 ngày 20/3/2026; \
đăng 14:00 ngày 23/3/2026). Cần xác minh.'
"""

from datetime import date, datetime

from monitor.domain.judgement import Finding, LinkedSighting
from monitor.domain.labels import label
from monitor.domain.patterns import TenderFile
from monitor.domain.times import Moment, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, RuleTrack, Severity, VerdictKind
from monitor.law.calendar import Calendar
from monitor.law.lawbook import LawBook
from monitor.rules.patterns.telling import Act, observed
from monitor.rules.patterns.tender import invitation, last_closing, whose
from monitor.rules.wording import moment_in_words

CODE = "notice_after_closing"
TITLE = "Đăng lại thông báo mời thầu khi đã đóng thầu"
TITLE_EN = "Invitation copied after closing"
TRACK = RuleTrack.OBSERVATION
SEVERITY = Severity.INFORM
LEGAL_BASIS = (
    "Kế hoạch của tỉnh mục II.2.1; Luật Tiếp cận thông tin 104/2016/QH13, Điều 18 khoản 4"
    " (không kết luận theo Luật Đấu thầu)"
)
LAW_RULES = ("P06",)
VALID_FROM = date(2022, 1, 1)
SUBJECT = TenderFile
SILENT = (
    "có bản đăng, hoặc lượt xem của hệ thống, trước thời điểm đóng thầu đã gia hạn",
    "tin không ghi ngày đăng, hoặc chỉ ghi ngày và ngày ấy là ngày đóng thầu",
    "tin chưa rõ loại (có thể là tin kết quả); nếu đăng trước khi đóng thầu thì vẫn có lợi cho đơn vị",
    "gói thầu đã hủy",
)

_MIRRORS = (Channel.PORTAL, Channel.AGENCY_PAGE)


def check(file: TenderFile, lawbook: LawBook, calendar: Calendar, now: datetime) -> tuple[Finding, ...]:
    """One finding per channel whose every copy is certainly from after the latest closing.

    What is not known to be an invitation may be the news of the result: it only ever excuses.
    """
    closes = last_closing(file)
    if invitation(file) is None or closes is None or vietnam_day(closes) < VALID_FROM:
        return ()
    found: tuple[Finding, ...] = ()
    for channel in _MIRRORS:
        copies = [item for item in file.shown if item.sighting.channel is channel]
        invitations = [item for item in copies if item.sighting.kind is DisclosureKind.NOTICE]
        if invitations and all(_useless(item, closes, now) for item in copies):
            found += _told(file, channel, invitations, closes, calendar, lawbook)
    return found


def _useless(item: LinkedSighting, closes: datetime, now: datetime) -> bool:
    published = item.sighting.published
    return published is not None and closes <= published.at <= now and item.sighting.first_seen_at >= closes


def _told(
    file: TenderFile,
    channel: Channel,
    copies: list[LinkedSighting],
    closes: datetime,
    calendar: Calendar,
    lawbook: LawBook,
) -> tuple[Finding, ...]:
    about = whose(file)
    first = min(copies, key=lambda item: item.sighting.published.at if item.sighting.published else closes)
    posted = first.sighting.published or Moment(closes, Precision.MINUTE, "listing")
    closing = moment_in_words(Moment(closes, Precision.MINUTE, "api"))
    days = calendar.working_days_after(vietnam_day(closes), posted.day)
    return observed(
        CODE,
        about,
        Act(DisclosureKind.NOTICE, channel, VerdictKind.LATE, closes, posted.at, max(1, days)),
        SEVERITY,
        (
            f"Thông báo mời thầu {about.vi} có dấu hiệu chỉ được đăng trên {label(channel)} khi đã đóng thầu"
            f" (đóng thầu {closing}; đăng {moment_in_words(posted)}).",
            f"The notice {about.en} seems to stand on the {label(channel, 'en').lower()} only since after"
            " closing.",
        ),
        f"{lawbook.rule('P06').citation}",
        [f"Tin đăng: {item.sighting.url}; {'; '.join(item.link.reasons)}." for item in copies],
        (*(v.capture_id for v in file.versions), *(item.sighting.capture_id for item in copies)),
    )
