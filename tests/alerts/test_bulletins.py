"""Tin mời thầu đọc lên: việc gì, từ bao giờ thành bao giờ, ai trúng, ngừng bằng cách nào.
What the letters to subscribers say, in both languages."""

from dataclasses import replace

import pytest

from alerts.render import BID_ROWS, CARDS, render
from monitor.domain.bulletins import BidLine, SubscriberLinks
from monitor.domain.letters import Sight
from monitor.domain.vocabulary import EventKind, MessageKind
from tests.alerts.bulletins import BIDS, CONFIRM, DAY, FOOTING, LETTERS, TENDER, event
from tests.alerts.letters import TOLD_AT

LINKS = SubscriberLinks(
    "https://giam-sat.example/dang-ky/bi-mat",
    "https://giam-sat.example/dang-ky/bi-mat/huy",
    "https://giam-sat.example/dang-ky/bi-mat/xac-nhan",
    "https://giam-sat.example/tin/rieng/dk-1/ma-doc/tin.atom",
    "https://giam-sat.example/tin/rieng/dk-1/ma-doc/tin.json",
    "https://giam-sat.example/tin/rieng/dk-1/ma-doc/lich.ics",
)


def test_bid_news_says_what_happened_with_both_values() -> None:
    text = render(MessageKind.BIDS, BIDS, "vi").text
    for said in (
        "2 gói thầu khớp với đăng ký của Ông/Bà, từ 14/9/2026 đến 21/9/2026.",
        "Mời thầu mới",
        "Gia hạn thời điểm đóng thầu: từ 09:14 ngày 26/9/2026 thành 09:14 ngày 3/10/2026 "
        "(Mạng không ghi phiên bản mới)",
        "Số TBMT IB2600399102 · phiên bản 01 · Ủy ban nhân dân xã Bến Đò · Xây lắp · Đấu thầu rộng rãi",
        "Kết quả lựa chọn nhà thầu: Công ty Mẫu Một, giá 4.500.000.000 đ",
        "Đã đóng thầu 09:14 ngày 20/9/2026",
        "Người gửi: Ban Vận hành mẫu, 1 Đường Mẫu, 0000 000 000",
        "với chữ HUY dk-0a1b2c3d4e",
        "gọi số 0000 000 000",
        "Đồng ý nhận tin ngày 22/8/2026.",
    ):
        assert said in text


def test_the_subject_tells_the_day_and_the_count_or_the_one_thing_that_happened() -> None:
    assert render(MessageKind.BIDS, BIDS, "vi").subject == (
        "[Công khai đấu thầu] Tin mời thầu ngày 21/9/2026 (2 gói)"
    )
    one = replace(BIDS, lines=(BidLine(TENDER, (event(EventKind.CANCELLATION),)),))
    assert render(MessageKind.BIDS, one, "vi").subject == (
        "[Công khai đấu thầu] Hủy thầu: Nâng cấp đường liên ấp Bến Đò"
    )


def test_a_quiet_letter_says_that_we_watched_and_a_blind_one_that_we_could_not_see() -> None:
    quiet = replace(BIDS, lines=(), sight=Sight(5, 40))
    text = render(MessageKind.BIDS, quiet, "vi").text
    assert "không có gói thầu nào khớp với đăng ký của Ông/Bà. Hệ thống vẫn theo dõi." in text
    blind = render(MessageKind.BIDS, replace(BIDS, lines=()), "vi").text
    assert "nhưng có 2 nguồn chưa truy cập được." in blind


def test_no_match_is_dropped_from_a_long_letter() -> None:
    count = CARDS + BID_ROWS + 40
    tenders = [replace(TENDER, subject_key=f"IB27{n:08}", notice_no=f"IB27{n:08}") for n in range(count)]
    lines = tuple(BidLine(tender, (event(EventKind.NEW_NOTICE, tender),)) for tender in tenders)
    rendered = render(MessageKind.BIDS, replace(BIDS, lines=lines), "vi")
    assert all(tender.notice_no in rendered.text for tender in tenders)
    assert "Còn 40 gói thầu nữa" in rendered.html
    assert len(rendered.html) < 102_400


def test_every_tender_leads_to_its_page_in_cards_rows_and_plain_text() -> None:
    count = CARDS + BID_ROWS
    tenders = [
        replace(TENDER, subject_key=f"IB27{n:08}", url=f"https://giam-sat.example/goi-thau/IB27{n:08}")
        for n in range(count)
    ]
    lines = tuple(BidLine(tender, (event(EventKind.NEW_NOTICE, tender),)) for tender in tenders)
    rendered = render(MessageKind.BIDS, replace(BIDS, lines=lines), "vi")
    assert all(f'href="{tender.url}"' in rendered.html for tender in tenders)
    assert all(f"Xem trang của gói thầu: {tender.url}\n" in rendered.text for tender in tenders)
    assert len(rendered.html) < 102_400
    hostile = replace(tenders[0], url="javascript:alert(1)")
    rendered = render(MessageKind.BIDS, replace(BIDS, lines=(BidLine(hostile, lines[0].events),)), "vi")
    assert "javascript" not in rendered.html + rendered.text


def test_plain_text_tells_the_price_too() -> None:
    assert "4.812.000.000 đ" in render(MessageKind.BIDS, BIDS, "vi").text
    unknown = replace(BIDS, lines=(BidLine(replace(TENDER, price=None), (event(EventKind.NEW_NOTICE),)),))
    assert "Chưa rõ giá gói thầu" in render(MessageKind.BIDS, unknown, "vi").text


@pytest.mark.parametrize("kind", list(LETTERS))
def test_the_ways_to_stop_are_links_where_there_is_a_web_address(kind: MessageKind) -> None:
    data = replace(LETTERS[kind], footing=replace(FOOTING, links=LINKS))
    html = render(kind, data, "vi").html
    assert f'href="{LINKS.unsubscribe}"' in html
    assert f'href="{LINKS.manage}"' in html
    assert LINKS.confirm in html or kind is not MessageKind.CONFIRM


def test_a_closing_brought_forward_is_not_called_an_extension() -> None:
    sooner = event(
        EventKind.AMENDMENT, old=(TOLD_AT + 5 * DAY).isoformat(), new=(TOLD_AT + 3 * DAY).isoformat()
    )
    text = render(MessageKind.BIDS, replace(BIDS, lines=(BidLine(TENDER, (sooner,)),)), "vi").text
    assert "Thời điểm đóng thầu sớm hơn: từ 09:14 ngày 26/9/2026 thành 09:14 ngày 24/9/2026" in text


def test_the_confirmation_shows_what_was_asked_and_the_words_of_consent() -> None:
    text = render(MessageKind.CONFIRM, CONFIRM, "vi").text
    for said in ("12 gói thầu khớp", "lĩnh vực: Xây lắp", "Tôi đồng ý nhận tin", "đăng ký tự xóa sau 7 ngày"):
        assert said in text
