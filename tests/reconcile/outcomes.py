"""Tên gói thầu mẫu, và kết quả đối chiếu viết gọn để so.
The name of a sample package, and what linking said in a form to compare."""

from typing import Any

ROAD = "Cải tạo, nâng cấp đường giao thông liên xã Tân Mẫu đoạn từ cầu Ba Voi đến chợ Sen Hồng"


def outcome(links: Any) -> list[tuple[str, str, str]]:
    return [(link.disclosure_id, link.state.value, link.origin.value) for link in links]


def linked(number: int, origin: str = "score", kind: str = "notice") -> list[tuple[str, str, str]]:
    return [(f"IB26{number:08d}/{kind}", "linked", origin)]
