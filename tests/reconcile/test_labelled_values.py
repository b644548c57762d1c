"""Đọc giá trị có nhãn trong tin đăng: điều không rõ thì bỏ qua.
Labelled values of an article; whatever is vague is not read."""

from datetime import datetime

import pytest

from monitor.domain.times import from_vietnam
from monitor.reconcile.labelled import Labelled, method_name, read_labelled


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Giá gói thầu: 1.234.567.000 đồng (Bằng chữ: Một tỷ hai trăm triệu)", 1_234_567_000),
        ("giá trị gói thầu : 1,234,567,000 VNĐ;", 1_234_567_000),
        ("GIÁ GÓI THẦU: 500000000đ", 500_000_000),
        ("Dự toán gói thầu: 500.000.000 VND", None),
        ("Giá dự toán: 500.000.000 VND", None),
        ("Giá gói thầu: 1 234 567 000 đồng", 1_234_567_000),
        ("Giá gói thầu (VND): 5.600.000.000", 5_600_000_000),
        ("Giá gói thầu (ĐVT: đồng): 5.600.000.000.", 5_600_000_000),
        ("Giá gói thầu (đã bao gồm thuế VAT): 5.600.000.000 đồng", 5_600_000_000),
        ("Giá gói thầu được phê duyệt: 5.600.000.000 (Năm tỷ sáu trăm triệu đồng)", 5_600_000_000),
        ("Giá gói thầu: 5,6 tỷ đồng", 5_600_000_000),
        ("Giá gói thầu: 500 triệu đồng", 500_000_000),
        ("Giá gói thầu: 5.600 triệu đồng", 5_600_000_000),
        ("Giá gói thầu: 1,2 tỷ đồng", None),
        ("Giá gói thầu (triệu đồng): 5.600", None),
        ("Giá gói thầu (nghìn đồng): 5.600.000", None),
        ("Giá gói thầu (chưa bao gồm thuế VAT): 5.600.000.000 đồng", None),
        ("Giá gói thầu (VND): 5.600.000. 000", None),
        ("Giá gói thầu là 5.600.000.000 đồng", None),
        ("Giá gói thầu lúc 5.600.000.000 đồng", None),
        ("Bảo đảm dự thầu bằng 1% giá gói thầu: 56.000.000 đồng", None),
        ("Tiết kiệm so với giá gói thầu: 56.000.000 đồng", None),
        ("Giá gói thầu: một tỷ hai trăm triệu đồng", None),
        # Of the project, of all packages, of a lot, of a rest.
        ("Tổng mức đầu tư: 20.000.000.000 đồng (giá gói thầu: 5.600.000.000 đồng)", 5_600_000_000),
        ("Tổng giá trị dự án: 20.000.000.000 đồng. Dự toán: 18.000.000.000 đồng", None),
        ("Tổng giá gói thầu: 20.000.000.000 đồng (04 gói thầu)", None),
        ("TỔNG CỘNG GIÁ GÓI THẦU: 20.000.000.000 ĐỒNG", None),
        ("Tổng giá trị các gói thầu: 20.000.000.000 đồng", None),
        ("Chênh lệch giá gói thầu: 56.000.000 đồng", None),
        ("Giảm giá gói thầu: 56.000.000 đồng", None),
        ("Đơn giá gói thầu: 56.000.000 đồng", None),
        ("Giá trị bảo đảm tính theo giá gói thầu: 56.000.000 đồng", None),
        ("Mức bảo lãnh bằng một phần giá gói thầu: 56.000.000 đồng", None),
        ("Gói thầu có giá gói thầu: 5.600.000.000 đồng", 5_600_000_000),
        ("Chủ đầu tư: Sở Y tế Giá gói thầu: 5.600.000.000 đồng", 5_600_000_000),
        ("2 giá gói thầu: 5.600.000.000 đồng", 5_600_000_000),
        ("Phần 1: Giá gói thầu: 1.000.000.000 đồng.", None),
        ("Lô 1: Thuốc generic, giá gói thầu: 1.000.000.000 đồng; Lô 2: xem tệp", None),
        ("Lô 1 - Giá gói thầu: 2.500.000.000 đồng; Lô 2 - Giá gói thầu: 2.500.000.000 đồng", None),
        ("Giá gói thầu: Phần 1: 2.500.000.000 đồng, Phần 2: 2.500.000.000 đồng", None),
        ("Phần I. Thông tin chung. Giá gói thầu: 5.600.000.000 đồng", 5_600_000_000),
        ("Tên gói thầu: Gói 3, Lô 2: Thuốc generic Giá gói thầu: 5.600.000.000 đồng", 5_600_000_000),
        ("Giá gói thầu: 1.234.567.000", None),
        ("Giá gói thầu: 500.000.000 đồng; Giá gói thầu: 600.000.000 đồng", None),
        ("Giá gói thầu: 500.000.000 đồng. Giá gói thầu: 500.000.000 đồng", 500_000_000),
        ("Bảo đảm dự thầu: 15.000.000 đồng", None),
        ("không có nhãn nào 500.000.000 đồng", None),
    ],
)
def test_prices(text: str, price: int | None) -> None:
    assert read_labelled(text).price == price


@pytest.mark.parametrize(
    ("text", "at", "has_hour"),
    [
        ("Thời điểm đóng thầu: 09 giờ 00 phút, ngày 12/3/2026 Mọi chi tiết", "2026-03-12T09:00", True),
        ("Thời gian đóng thầu: 14h30 ngày 12-03-2026.", "2026-03-12T14:30", True),
        ("Đóng thầu: 12/03/2026 14:30", "2026-03-12T14:30", True),
        ("Thời điểm đóng thầu: 8 giờ ngày 12.03.2026", "2026-03-12T08:00", True),
        ("Thời điểm đóng thầu: ngày 12/03/2026", "2026-03-12T00:00", False),
        ("Thời điểm đóng thầu: 2 giờ chiều ngày 20/3/2026", "2026-03-20T14:00", True),
        ("Thời điểm đóng thầu: ngày 20/3/2026 lúc 9:00 Giá gói thầu: 1", "2026-03-20T09:00", True),
        ("Thời điểm đóng/mở thầu: 09:00 ngày 12/03/2026", "2026-03-12T09:00", True),
        ("Thời gian đóng thầu và mở thầu: 9h 12/3/2026", "2026-03-12T09:00", True),
        ("Ngày giờ đóng thầu (giờ Việt Nam): 9h 12/3/2026", "2026-03-12T09:00", True),
        ("Thời điểm hết hạn nộp E-HSDT: 09:00 12/3/2026", "2026-03-12T09:00", True),
        ("Thời điểm kết thúc tiếp nhận hồ sơ đề xuất: 09:00 12/3/2026", "2026-03-12T09:00", True),
        ("Hạn chót nộp HSDT: chậm nhất 17h ngày 12/3/2026", "2026-03-12T17:00", True),
        ("Đóng thầu lúc 9g00' ngày 20.3.2026", "2026-03-20T09:00", True),
        ("Gói thầu sẽ đóng thầu vào hồi 9 giờ 00, ngày 20/3/2026.", "2026-03-20T09:00", True),
        ("Thời điểm đóng thầu là 9 giờ ngày 20/3/2026.", "2026-03-20T09:00", True),
        ("Đóng thầu lúc 9h 20/3/2026; đóng thầu lúc 9h 21/3/2026", "", False),
        ("Thời gian nhận E-HSDT: 8h ngày 12/3/2026", "", False),
        ("Thời điểm đóng thầu (dự kiến): 8h ngày 12/3/2026", "", False),
        ("Thời điểm đóng thầu chuyển từ 8h 12/3/2026 sang 9h 12/3/2026", "", False),
        ("Thời điểm đóng thầu: ngày 31/02/2026", "", False),
        ("Thời điểm đóng thầu: từ 12/03/2026 đến 15/03/2026", "", False),
        ("Thời điểm đóng thầu: xem trên hệ thống", "", False),
        ("Thời điểm mở thầu: 09:00 ngày 12/03/2026", "", False),
        ("Làm rõ chậm nhất 03 ngày trước thời điểm đóng thầu: 17/3/2026", "", False),
        ("Mở thầu ngay sau thời điểm đóng thầu: 9h30 ngày 20/3/2026", "", False),
        ("Thời gian phát hành HSMT: từ 8h 02/3/2026 đến 9h 20/3/2026", "", False),
        ("Phát hành HSMT: từ 02/3/2026 đến 9h 20/3/2026. Đóng thầu: 9h 20/3/2026", "2026-03-20T09:00", True),
        ("Thời điểm đóng thầu cũ: 9h 18/3/2026; thời điểm đóng thầu mới: 9h 20/3/2026", "", False),
    ],
)
def test_closings(text: str, at: str, has_hour: bool) -> None:
    closing = read_labelled(text).closing
    if not at:
        assert closing is None
        return
    assert closing is not None
    assert (closing.at, closing.has_hour) == (from_vietnam(datetime.fromisoformat(at)), has_hour)


def test_a_value_ends_where_the_next_label_begins() -> None:
    said = read_labelled(
        "Chủ đầu tư: Ban Quản lý dự án huyện Sông Mẫu Hình thức lựa chọn nhà thầu: Đấu thầu rộng rãi qua"
        " mạng Giá gói thầu: 1.234.567.000 đồng Bên mời thầu: Sở Y tế.\nThời điểm đóng thầu: 09:00 12/03/2026"
    )
    assert said.buyers == ("Ban Quản lý dự án huyện Sông Mẫu", "Sở Y tế")
    assert (said.method, said.price) == ("DTRR", 1_234_567_000)
    assert said.closing is not None
    assert read_labelled("Chủ đầu tư: Sở Y tế Đóng thầu lúc 9h ngày 20/3/2026").buyers == ("Sở Y tế",)


@pytest.mark.parametrize(
    ("text", "buyers"),
    [
        ("2. Chủ đầu tư: Sở Y tế 3. Giá gói thầu: 1", ("Sở Y tế",)),
        ("b) Chủ đầu tư: Sở Y tế c) Giá gói thầu: 1", ("Sở Y tế",)),
        ("2. Chủ đầu tư: Ban Quản lý khu vực 3 3. Giá gói thầu: 1", ("Ban Quản lý khu vực 3",)),
        ("2. Chủ đầu tư: Ban Quản lý khu vực 5 Giá gói thầu: 1", ("Ban Quản lý khu vực 5",)),
        ("Chủ đầu tư: Ban Quản lý khu vực 3. Giá gói thầu: 1", ("Ban Quản lý khu vực 3",)),
        ("Đại diện chủ đầu tư: Sở Y tế", ()),
        ("Tư vấn thay mặt bên mời thầu: Sở Y tế", ()),
        ("Tên chủ đầu tư: Sở Y tế", ("Sở Y tế",)),
    ],
)
def test_a_buyer_stands_alone(text: str, buyers: tuple[str, ...]) -> None:
    assert read_labelled(text).buyers == buyers


def test_half_a_number_at_the_end_of_a_cut_text_is_not_read() -> None:
    said = "Giá gói thầu (VND): 5.600.000.000"
    assert read_labelled("a" * (7000 - len(said) + 3) + " " + said).price is None
    assert read_labelled("a" * 5900 + " " + said + " Nguồn vốn:" + "b" * 9000).price == 5_600_000_000


@pytest.mark.parametrize(
    "piece", ["đóng thầu lúc ", "giá gói thầu: ", "ngày 1:", "đóng thầu\n", "số ", "hạn "]
)
def test_a_body_of_one_piece_over_and_over_is_read_in_no_time(piece: str) -> None:
    assert read_labelled(piece * 10_000).price is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hình thức lựa chọn nhà thầu: Chào hàng cạnh tranh rút gọn qua mạng", "CHCT"),
        ("Hình thức LCNT: chỉ định thầu", "CDT"),
        ("Hình thức LCNT: ĐTRR qua mạng", "DTRR"),
        ("Hình thức LCNT: DTRR", "DTRR"),
        ("Hình thức LCNT: CHCT rút gọn", "CHCT"),
        ("Hình thức LCNT: CHCTRG", "CHCT"),
        ("Hình thức LCNT: CĐTRG", "CDT"),
        ("Hình thức LCNT: CĐT rút gọn", "CDT"),
        ("Hình thức LCNT: Chào hàng cạnh tranh (CHCT)", "CHCT"),
        ("HINH THUC LCNT", ""),
        ("Hình thức LCNT: Dau thau rong rai", "DTRR"),
        ("Hình thức LCNT: do CĐT quyết định", ""),
        ("Hình thức LCNT: không áp dụng chỉ định thầu", ""),
        ("Hình thức LCNT: Chào hàng cạnh tranh không qua mạng", "CHCT"),
        ("Hình thức LCNT: đấu thầu rộng rãi (trước đây: chỉ định thầu)", ""),
        ("Hình thức LCNT: Open bidding", ""),
        ("Hình thức đấu thầu: qua mạng", ""),
        ("Hình thức lựa chọn nhà thầu: Đấu thầu rộng rãi hoặc chào hàng cạnh tranh", ""),
    ],
)
def test_methods(text: str, code: str) -> None:
    assert read_labelled(text).method == code


def test_an_article_without_labels_says_nothing_and_a_code_has_its_words() -> None:
    assert read_labelled("Mời thầu qua mạng, giá 500.000.000 đồng") == Labelled()
    assert method_name("CHCTRG") == "chào hàng cạnh tranh"
    assert method_name("QCBS") == ""
