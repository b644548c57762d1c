"""Lý do nhận ra: mã và người trước, rồi đến căn cứ nặng nhất.
Why an item was recognised: codes and people first, then the weightiest evidence."""

from monitor.desk.sides import weightiest_first


def test_the_starting_point_is_never_told_first() -> None:
    reasons = (
        "−2,0 · mức ban đầu",
        "+0,4 · cùng lĩnh vực",
        "có mã IB2600000001 trong bài",
        "+5,1 · trùng tên",
    )
    assert weightiest_first(reasons) == (
        "có mã IB2600000001 trong bài",
        "+5,1 · trùng tên",
        "+0,4 · cùng lĩnh vực",
        "−2,0 · mức ban đầu",
    )
