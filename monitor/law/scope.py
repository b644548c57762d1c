"""Việc có thuộc phạm vi Luật Đấu thầu không: xét quy trình áp dụng, hoặc tiêu đề của tin chỉ thấy ở nơi khác.
What the bidding law governs: by the network's code, or by the title of an item seen only elsewhere."""

from collections.abc import Iterable

# Packages of lenders and trade treaties follow rules of their own (egp-api §7, processApply).
_OWN_LAW = frozenset({"", "LDT"})
_OTHER_RULES = (
    "quy trình áp dụng {}: có thể theo quy định riêng của nhà tài trợ, điều ước quốc tế thay cho thời hạn của"
    " Luật Đấu thầu"
)

_OUTSIDE = (
    "nhà đầu tư", "sử dụng đất", "cho thuê", "thanh lý", "đấu giá", "trái phiếu", "căn tin", "căng tin",
    "giữ xe", "bãi xe", "khai thác quầy", "nhượng quyền",
)  # fmt: skip
_NOT_A_CONTRACTOR = "tin nói về việc không phải lựa chọn nhà thầu (“{}”)"
_DONOR = "gói thầu có thể theo quy định riêng của nhà tài trợ"
_MAYBE_UNPUBLISHED = (
    ("chỉ định thầu", "gói thầu có thể thuộc trường hợp chỉ định thầu không phải đăng tải"),
    ("cộng đồng", "gói thầu cộng đồng thực hiện được thông báo tại xã, không phải đăng trên Mạng"),
    ("dưới 50 triệu", "gói thầu nhỏ có thể không phải đăng tải"),
    ("dưới 100 triệu", "gói thầu nhỏ có thể không phải đăng tải"),
    ("vốn oda", _DONOR),
    ("ngân hàng thế giới", _DONOR),
    ("ngân hàng phát triển châu á", _DONOR),
    ("viện trợ", _DONOR),
    ("điều chỉnh", "tin điều chỉnh, bản gốc có thể đã đăng dưới tên khác"),
)


def under_bidding_law(process_apply: str) -> bool:
    """Whether the bidding law itself governs; what a record does not say is taken so."""
    return process_apply in _OWN_LAW


def other_processes(processes: Iterable[str]) -> str:
    """Whose rules govern packages none of which is under the bidding law; empty where one is, or none."""
    found = sorted(set(processes))
    return "" if any(map(under_bidding_law, found)) else ", ".join(found)


def under_other_rules(process_apply: str) -> str:
    """Why its days may not be those of the bidding law, in Vietnamese; no text read says that they are."""
    return "" if under_bidding_law(process_apply) else _OTHER_RULES.format(process_apply)


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
