"""Từ vựng: mua gì, làm gì, để làm gì. Tất cả do dự án tự viết.
The vocabulary: what is bought or built, and what for; written for this corpus."""

from random import Random

GOODS = {
    "health": (
        "vật tư y tế tiêu hao", "hóa chất xét nghiệm sinh hóa", "hóa chất xét nghiệm huyết học",
        "sinh phẩm chẩn đoán",
        "trang thiết bị y tế", "khí oxy y tế", "thuốc generic", "vị thuốc cổ truyền", "găng tay khám bệnh",
        "dụng cụ phẫu thuật nội soi", "vật tư can thiệp tim mạch", "phim X-quang khô", "giường bệnh đa năng",
        "máy thở", "dịch lọc thận nhân tạo", "vật tư chấn thương chỉnh hình", "thủy tinh thể nhân tạo",
        "máy siêu âm",
        "bơm tiêm điện", "ghế nha khoa", "hóa chất sát khuẩn", "test nhanh chẩn đoán", "vật tư nha khoa",
        "bông, băng, gạc y tế", "kim luồn tĩnh mạch", "chỉ phẫu thuật", "máy monitor theo dõi bệnh nhân",
        "đèn mổ treo trần",
        "vắc xin dịch vụ", "hóa chất đông máu", "quả lọc máu liên tục", "vật tư thay thế cho thiết bị y tế",
    ),
    "school": (
        "thiết bị dạy học tối thiểu", "bàn ghế học sinh", "máy vi tính phòng tin học",
        "sách giáo khoa, sách tham khảo",
        "thiết bị phòng học ngoại ngữ", "đồ chơi ngoài trời", "thiết bị nhà bếp bán trú",
        "bảng tương tác thông minh",
        "dụng cụ thể dục thể thao", "thiết bị phòng thí nghiệm", "máy lọc nước uống",
        "đồ dùng đồ chơi lớp 5 tuổi",
    ),
    "office": (
        "máy vi tính và máy in", "phần mềm quản lý văn bản", "văn phòng phẩm", "thiết bị hội nghị trực tuyến",
        "hệ thống lưu trữ dữ liệu", "ấn phẩm tuyên truyền", "máy photocopy", "bản quyền phần mềm diệt vi rút",
        "trang phục ngành", "thiết bị tường lửa", "máy điều hòa không khí", "tủ hồ sơ, kệ kho lưu trữ",
        "máy quét tài liệu",
    ),
    "commune": (
        "thùng rác công cộng", "máy vi tính cho bộ phận một cửa", "loa truyền thanh thông minh",
        "cây xanh, hoa kiểng",
        "trang thiết bị nhà văn hóa", "camera an ninh", "bàn ghế hội trường", "giống cây trồng, vật nuôi",
    ),
}  # fmt: skip
GOODS["works"] = GOODS["office"]
PURPOSES = {
    "health": (
        "công tác khám bệnh, chữa bệnh", "khám sức khỏe định kỳ", "hoạt động chuyên môn",
        "chương trình tiêm chủng",
        "phòng, chống dịch", "nhà thuốc bệnh viện", "đơn vị chạy thận nhân tạo", "khoa Cấp cứu",
        "khoa Xét nghiệm",
        "khoa Ngoại", "khoa Phụ sản", "khoa Nhi",
    ),
    "school": (
        "công tác dạy và học", "chương trình giáo dục phổ thông mới", "trường đạt chuẩn quốc gia",
        "năm học mới",
        "lớp bán trú",
    ),
    "office": (
        "công tác chuyên môn", "chuyển đổi số", "công tác tuyên truyền", "hoạt động thường xuyên",
        "cải cách hành chính",
    ),
    "commune": (
        "xây dựng nông thôn mới", "hoạt động thường xuyên", "chuyển đổi số", "công tác an sinh xã hội",
    ),
}  # fmt: skip
PURPOSES["works"] = PURPOSES["office"]
SERVICES = (
    "Thuê dịch vụ bảo vệ", "Thuê dịch vụ vệ sinh công nghiệp", "Bảo trì hệ thống mạng nội bộ",
    "Thuê đường truyền số liệu",
    "Xử lý chất thải rắn nguy hại", "Số hóa hồ sơ lưu trữ", "Bảo dưỡng thang máy", "Giặt là đồ vải",
    "Vận chuyển rác thải sinh hoạt", "Cung cấp suất ăn", "Kiểm định, hiệu chuẩn thiết bị",
    "Bảo trì máy phát điện",
)  # fmt: skip
VERBS = (
    "Nâng cấp, mở rộng",
    "Xây dựng mới",
    "Sửa chữa, cải tạo",
    "Cải tạo, nâng cấp",
    "Duy tu, bảo dưỡng",
    "Đầu tư xây dựng",
)
STRUCTURES = (
    "đường giao thông nông thôn", "cầu dân sinh", "kênh thủy lợi nội đồng", "hệ thống thoát nước",
    "bờ kè chống sạt lở",
    "tuyến đê bao", "hệ thống chiếu sáng công cộng", "đường nội đồng", "cống điều tiết",
    "hệ thống cấp nước sinh hoạt",
    "đường dẫn vào khu tái định cư", "vỉa hè và cây xanh",
)  # fmt: skip
SITES = (
    "Trường Tiểu học", "Trường Mầm non", "Trường THCS", "Trạm Y tế", "trụ sở làm việc UBND", "nhà văn hóa",
    "chợ", "trụ sở Công an",
    "nghĩa trang nhân dân", "sân vận động",
)  # fmt: skip
ITEMS = (
    "khối phòng học",
    "hàng rào, sân nền",
    "nhà vệ sinh",
    "nhà hiệu bộ",
    "hệ thống phòng cháy chữa cháy",
    "nhà để xe",
    "san lấp mặt bằng",
)
ROLES = (
    ("Thi công xây dựng", "XL", 1_200, 60_000), ("Tư vấn giám sát thi công xây dựng", "TV", 60, 1_500),
    ("Tư vấn lập báo cáo kinh tế - kỹ thuật", "TV", 60, 900), ("Bảo hiểm công trình", "PTV", 20, 400),
    ("Tư vấn thẩm tra thiết kế bản vẽ thi công", "TV", 20, 500),
    ("Tư vấn lập hồ sơ mời thầu, đánh giá hồ sơ dự thầu", "TV", 20, 300),
)  # fmt: skip
TAILS = (
    " (gồm {n:02d} phần)",
    " bao gồm {n:02d} mặt hàng",
    " từ nguồn ngân sách nhà nước",
    " theo nhu cầu sử dụng",
)


def machine(rng: Random) -> str:
    """An invented make of machine, which tells a package from others as a name does."""
    letters = "ABCDEGHKLMNPQRSTVX"
    return f"máy {rng.choice(letters)}{rng.choice(letters)}-{rng.randrange(100, 990, 10)}"
