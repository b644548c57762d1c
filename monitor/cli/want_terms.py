"""Một đăng ký gõ thành từng điều kiện `khóa=giá trị`.
A subscription typed as `key=value` conditions: `all="đường giao thông" field=XL from=1000000000`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import EventKind
from monitor.subscriptions.life import SubscriptionRefused

# Room for any price in đồng: a longer number is a slip.
_MOST_DIGITS = 16

KEYS = {
    "all": "từ hoặc cụm từ phải có",
    "any": "có một trong các từ này là đủ",
    "none": "không được có từ này",
    "field": "lĩnh vực: HH, XL, TV, PTV, HON_HOP",
    "method": "hình thức: DTRR, CHCT, CDT …",
    "buyer": "mã đơn vị, kèm đơn vị trực thuộc",
    "only-buyer": "mã đơn vị, không kể đơn vị trực thuộc",
    "place": "mã tỉnh, cũ hoặc mới",
    "from": "giá từ, đồng",
    "to": "giá đến, đồng",
    "online": "yes: chỉ đấu thầu qua mạng",
    "follow": "số PL…, BP… hoặc IB… cần theo dõi",
    "event": "chỉ báo việc này: " + ", ".join(EventKind),
}


def want_of(terms: Iterable[str]) -> Want:
    """The conditions as one want; a key may come several times. Raises `SubscriptionRefused`."""
    typed: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        key, sign, value = term.partition("=")
        if key not in KEYS or not sign or not value.strip():
            listed = "\n  ".join(f"{name}=…  {what}" for name, what in KEYS.items())
            raise SubscriptionRefused(
                f"not a condition: {term!r}",
                vi=f"Không hiểu điều kiện “{term}”. Hãy gõ một trong:\n  {listed}",
            )
        typed[key].append(value.strip())
    _refuse_doubtful(typed)
    return Want(
        tuple(typed["all"]),
        tuple(typed["any"]),
        tuple(typed["none"]),
        tuple(code.upper() for code in typed["field"]),
        tuple(code.upper() for code in typed["method"]),
        (*typed["buyer"], *typed["only-buyer"]),
        not typed["only-buyer"],
        tuple(typed["place"]),
        _dong("from", typed["from"]),
        _dong("to", typed["to"]),
        bool(typed["online"]),
        tuple(number.upper() for number in typed["follow"]),
        tuple(map(_event, typed["event"])),
    )


def _refuse_doubtful(typed: Mapping[str, Sequence[str]]) -> None:
    """What would be obeyed by half only. Raises `SubscriptionRefused`."""
    if typed["buyer"] and typed["only-buyer"]:
        raise SubscriptionRefused(
            "buyer beside only-buyer",
            vi="buyer và only-buyer không đi với nhau: đơn vị trực thuộc hoặc tính cho mọi đơn vị đã nêu, "
            "hoặc không. Hãy chọn một trong hai, hay thêm hai đăng ký.",
        )
    for key in ("from", "to"):
        if len(typed[key]) > 1:
            raise SubscriptionRefused(f"{key} twice", vi=f"{key}= chỉ ghi một lần. Hãy bỏ bớt.")
    if any(value.casefold() != "yes" for value in typed["online"]):
        raise SubscriptionRefused(
            f"online is not yes: {typed['online']}",
            vi="online= chỉ nhận yes. Muốn cả đấu thầu không qua mạng thì bỏ điều kiện này.",
        )


def _dong(key: str, values: list[str]) -> int | None:
    if not values:
        return None
    digits = values[-1].replace(".", "").replace(",", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _MOST_DIGITS:
        raise SubscriptionRefused(
            f"{key} is not an amount: {values[-1]!r}",
            vi=f"“{key}={values[-1][:40]}” không phải số tiền. Hãy ghi số đồng, ví dụ {key}=1000000000",
        )
    return int(digits)


def _event(value: str) -> EventKind:
    try:
        return EventKind(value)
    except ValueError as error:
        raise SubscriptionRefused(
            f"no event {value!r}",
            vi=f"Không có loại việc “{value}”. Hãy chọn một trong: {', '.join(EventKind)}.",
        ) from error
