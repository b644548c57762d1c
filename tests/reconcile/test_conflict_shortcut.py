"""Câu trả lời nhanh “có mâu thuẫn không” luôn bằng câu trả lời đầy đủ.
The quick answer to "do they conflict" is that of the full comparison, whatever the two names say."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.reconcile.contrast import Relation, conflicting, contrast
from monitor.reconcile.reading import read_name

_PIECES = (
    "gói thầu số 05", "gói thầu số 06/2026/HC", "gói số 5, 6", "đợt 1", "đợt 2", "lần 1", "lần 2",
    "giai đoạn 2",
    "quý III", "(đấu thầu lại)", "(đấu thầu lại lần 2)", "mời thầu lần 3", "phần 1", "lô 2", "năm 2025",
    "năm 2026-2027", "ĐT.901", "QL 60", "Km12+300", "25 bộ", "30 bộ", "xã An Thành",
    "xã An Thạnh", "xã An Thanhh",
    "phường Bình Mẫu", "huyện Giồng Mẫu", "đường giao thông", "trường mầm non",
)  # fmt: skip
_NAMES = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5, unique=True).map(" ".join)


@given(_NAMES, _NAMES)
def test_the_shortcut_agrees_with_the_full_comparison(one: str, other: str) -> None:
    a, b = read_name(one).parts, read_name(other).parts
    assert conflicting(a, b) == any(item.relation is Relation.CONFLICT for item in contrast(a, b))
    assert conflicting(a, b) == conflicting(b, a)
