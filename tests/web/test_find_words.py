"""Câu chữ của trang tìm kiếm và trang gói thầu có tên ghép: đủ cho mọi giá trị, và không thừa.
Texts of search and package whose names are put together: one for every value, and none left over."""

from monitor.domain.published import TenderStatus
from monitor.search.differences import TOLD
from monitor.search.edited import TOLD_OF_ITEMS
from monitor.search.query import CHOSEN, ORDER, PAGE, PRICE_FROM, PRICE_TO, TEXT, Closing, Facet, Held, Order
from monitor.web.wording import page_texts

FIND_STEMS = (
    "find_name_",
    "find_facet_",
    "find_status_",
    "find_closing_",
    "find_holds_",
    "find_order_",
    "life_field_",
)
_NAMES = (TEXT, PRICE_FROM, PRICE_TO, ORDER, PAGE, Facet.CLOSING.value, *(facet.value for facet in CHOSEN))


def test_each_value_has_its_text_and_no_text_is_left_over() -> None:
    wanted = {
        "find_name_": {name.replace("-", "_") for name in _NAMES},
        "find_facet_": {facet.name.lower() for facet in Facet},
        "find_status_": {*(status.value for status in TenderStatus), "open", "closed"},
        "find_closing_": {when.name.lower() for when in Closing},
        "find_holds_": {held.value.replace("-", "_") for held in Held},
        "find_order_": {order.name.lower() for order in Order},
        "life_field_": {*TOLD, *TOLD_OF_ITEMS},
    }
    assert set(wanted) == set(FIND_STEMS)
    for stem, names in wanted.items():
        assert {key.removeprefix(stem) for key in page_texts() if key.startswith(stem)} == names, stem
