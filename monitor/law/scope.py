"""Tin chỉ thấy ở cổng hay trang đơn vị có thuộc việc phải đăng trên Mạng không, xét theo tiêu đề.
Whether the title of an item seen only elsewhere speaks of something that the network must show."""

_OUTSIDE = (
    "nhà đầu tư", "sử dụng đất", "cho thuê", "thanh lý", "đấu giá", "trái phiếu", "căn tin", "căng tin",
    "giữ xe", "bãi xe", "khai thác quầy", "nhượng quyền",
)  # fmt: skip
_NOT_A_CONTRACTOR = "tin nói về việc không phải lựa chọn nhà thầu (“{}”)"
_MAYBE_UNPUBLISHED = (
    ("chỉ định thầu", "gói thầu có thể thuộc trường hợp chỉ định thầu không phải đăng tải"),
    ("cộng đồng", "gói thầu cộng đồng thực hiện được thông báo tại xã, không phải đăng trên Mạng"),
    ("dưới 50 triệu", "gói thầu nhỏ có thể không phải đăng tải"),
    ("dưới 100 triệu", "gói thầu nhỏ có thể không phải đăng tải"),
    ("điều chỉnh", "tin điều chỉnh, bản gốc có thể đã đăng dưới tên khác"),
)


def outside(title: str) -> str:
    """Why the network owes nothing about this, in Vietnamese: investors, leases and auctions have laws of
    their own; empty where nothing says so.
    """
    folded = title.casefold()
    return next((_NOT_A_CONTRACTOR.format(words) for words in _OUTSIDE if words in folded), "")


def maybe_unpublished(title: str) -> tuple[str, ...]:
    """Why it may be no fault that the network does not show it, in Vietnamese, each once."""
    folded = title.casefold()
    return tuple(dict.fromkeys(doubt for words, doubt in _MAYBE_UNPUBLISHED if words in folded))
