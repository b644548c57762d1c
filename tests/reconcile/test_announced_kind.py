"""Bài đăng thông báo việc gì. What an article announces."""

import pytest

from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile import kind
from monitor.reconcile.kind import announced_kind
from monitor.reconcile.text import bare_form
from tests.bench.corpus.build import corpus

TITLES = [
    ("Hủy thông báo mời thầu gói thầu số 5", "cancellation"),
    ("HUY THAU goi thau mua thuoc", "cancellation"),
    ("Thông báo hủy thầu gói Mua thuốc", "cancellation"),
    ("Quyết định hủy kết quả lựa chọn nhà thầu", "cancellation"),
    ("Kết quả lựa chọn nhà thầu gói Mua thuốc", "result"),
    ("Quyết định phê duyệt KQLCNT", "result"),
    ("Công bố kết quả trúng thầu", "result"),
    ("V/v phê duyệt KHLCNT dự án", "plan"),
    ("Phê duyệt điều chỉnh, bổ sung kế hoạch lựa chọn nhà thầu", "plan"),
    ("Phe duyet ke hoach lua chon nha thau", "plan"),
    ("Thông báo mời chào giá trực tuyến: Mua thuốc", "notice"),
    ("Mời thầu qua mạng: Mua thuốc", "notice"),
    ("TBMT gói 3", "notice"),
    ("Thông báo mời chào hàng cạnh tranh", "notice"),
    ("Thông báo phát hành E-HSMT", "notice"),
    ("Yêu cầu báo giá mua thuốc", "quote_request"),
    ("Thư mời chào giá", "quote_request"),
    ("Thông báo mời cung cấp báo giá thiết bị", "quote_request"),
    ("Gia hạn thời điểm đóng thầu gói Mua thuốc", "extension"),
    ("Thông báo lùi thời điểm đóng thầu", "extension"),
    ("Thông báo mời thầu (gia hạn lần 1)", "extension"),
    ("Đính chính thông báo mời thầu", "amendment"),
    ("Sửa đổi E-HSMT gói 2", "amendment"),
    ("Biên bản mở thầu gói 2", "opening"),
    ("Kết quả mở thầu", "opening"),
    ("Thông tin chủ yếu của hợp đồng", "contract"),
    ("Phê duyệt danh sách ngắn gói thầu tư vấn", "short_list"),
    ("Danh sách nhà thầu đáp ứng yêu cầu về kỹ thuật gói thầu số 02", "technical_list"),
]


@pytest.mark.parametrize(("title", "act"), TITLES)
def test_the_title_says_what_is_announced(title: str, act: str) -> None:
    assert announced_kind(title) is DisclosureKind(act)


SILENT = [
    "Mua sắm vật tư y tế năm 2026",
    "Công khai thông tin gói thầu Mua thuốc",
    "Gia hạn bản quyền phần mềm diệt vi rút",
    "Mua vật tư đối với các mặt hàng không trúng thầu năm 2026",
    "Mua sắm trực tiếp từ kết quả trúng thầu của đơn vị khác",
    "Phê duyệt hồ sơ mời thầu gói Mua thuốc",
    "",
]


@pytest.mark.parametrize("title", SILENT)
def test_a_title_that_says_nothing_is_not_guessed(title: str) -> None:
    assert announced_kind(title) is None


def test_the_body_speaks_when_the_title_is_silent() -> None:
    assert announced_kind("Mua thuốc", "Bệnh viện Mẫu mời thầu qua mạng.") is DisclosureKind.NOTICE


def test_the_legal_basis_in_a_body_is_not_the_announcement() -> None:
    body = (
        "Căn cứ Quyết định phê duyệt kế hoạch lựa chọn nhà thầu số 1; "
        "Bệnh viện thông báo mời thầu gói Mua thuốc"
    )
    assert announced_kind("Mua thuốc", body) is DisclosureKind.NOTICE


def test_a_body_that_speaks_of_two_acts_is_not_guessed() -> None:
    body = "Bệnh viện mời thầu gói 1. Đồng thời công bố kết quả lựa chọn nhà thầu gói 2."
    assert announced_kind("Thông tin đấu thầu", body) is None


def test_the_quick_look_for_a_word_hides_no_pattern(articles: tuple[str, ...]) -> None:
    found = 0
    for text in articles:
        for _, clues, pattern in kind._SUBJECTS:
            if pattern.search(text):
                found += 1
                assert any(clue in text for clue in clues), (text, pattern.pattern)
    assert found > 500


@pytest.fixture(scope="module")
def articles() -> tuple[str, ...]:
    made = corpus(seed=5, packages=300)
    return tuple(bare_form(f"{seen.title} {seen.body}") for seen in made.sightings)
