"""Câu chữ của bảng công khai có tên ghép: đủ cho mọi giá trị, và không thừa.
Texts of the board whose names are put together: one for every value, and none left over."""

from typing import get_args

from monitor.board.items import Publish
from monitor.web.public.board import ORDERS
from monitor.web.public.board_sheets import MEASURES
from monitor.web.public.standings import METHOD_PARTS
from monitor.web.wording import page_texts

BOARD_STEMS = ("board_by_", "board_method_", "board_group_", "board_open_", "board_col_")


def test_each_value_has_its_text_and_no_text_is_left_over() -> None:
    wanted = {
        "board_by_": {*ORDERS.values(), "channel"},
        "board_method_": {*METHOD_PARTS, "rank", "blind", "rounding", "observed"},
        "board_group_": {"ranked", "unseen", "few", "province"},
        "board_open_": {*get_args(Publish), "none"},
        "board_col_": {*MEASURES, "agency_id", "before_percent", "blind"},
    }
    for stem, names in wanted.items():
        assert {key.removeprefix(stem) for key in page_texts() if key.startswith(stem)} == names, stem
