"""Lời báo: tiêu đề và câu mở đầu theo loại tin.
The words of offices: headlines and leads by kind of act."""

from monitor.domain.vocabulary import DisclosureKind as Kind

HEADLINES: dict[Kind, tuple[str, ...]] = {
    Kind.PLAN: (
        "Quyết định phê duyệt kế hoạch lựa chọn nhà thầu {low}", "Kế hoạch lựa chọn nhà thầu {low}",
        "Phê duyệt KHLCNT {low}", "Công khai kế hoạch lựa chọn nhà thầu: {name}",
        "V/v phê duyệt kế hoạch lựa chọn nhà thầu {low}", "KHLCNT: {name}",
    ),
    Kind.NOTICE: (
        "Thông báo mời thầu: {name}", "Thông báo mời thầu {low}", "TBMT {name}", "Mời thầu qua mạng: {name}",
        "Thông báo về việc mời thầu {low}", "E-TBMT: {name}", "Thông báo mời thầu qua mạng {low}",
    ),
    Kind.RESULT: (
        "Kết quả lựa chọn nhà thầu: {name}", "Quyết định phê duyệt kết quả lựa chọn nhà thầu {low}",
        "Thông báo kết quả LCNT {low}", "Công khai KQLCNT {low}",
        "V/v phê duyệt kết quả lựa chọn nhà thầu {low}",
    ),
    Kind.CANCELLATION: ("Thông báo hủy thầu: {name}", "Quyết định hủy thầu {low}"),
    Kind.AMENDMENT: (
        "Sửa đổi hồ sơ mời thầu {low}", "Đính chính thông báo mời thầu: {name}",
        "Gia hạn thời điểm đóng thầu {low}",
    ),
    Kind.QUOTE_REQUEST: ("Yêu cầu báo giá {low}", "Thư mời báo giá: {name}", "V/v mời báo giá {low}"),
}  # fmt: skip
AGAIN = ("Thông báo mời thầu lần 2: {name}", "Thông báo mời thầu lại {low}")
VERBS: dict[Kind, tuple[str, ...]] = {
    Kind.PLAN: ("công khai kế hoạch lựa chọn nhà thầu", "phê duyệt kế hoạch lựa chọn nhà thầu"),
    Kind.NOTICE: ("mời thầu qua mạng", "thông báo mời thầu"),
    Kind.RESULT: ("công khai kết quả lựa chọn nhà thầu", "thông báo kết quả lựa chọn nhà thầu"),
    Kind.CANCELLATION: ("thông báo hủy thầu",),
    Kind.AMENDMENT: ("thông báo sửa đổi hồ sơ mời thầu",),
    Kind.QUOTE_REQUEST: ("đề nghị báo giá",),
}
SILENT_VERB = "trân trọng thông báo đến các đơn vị"
LABELS = {"PL": "Mã KHLCNT", "IB": "Mã TBMT", "BP": "Mã gói thầu"}
JOINED = {
    Kind.NOTICE: ("Thông báo mời thầu các gói thầu thuộc {low}", "Mời thầu qua mạng các gói thầu của {low}"),
    Kind.RESULT: (
        "Kết quả lựa chọn nhà thầu các gói thầu thuộc {low}",
        "Công khai KQLCNT các gói thầu {low}",
    ),
}
NUMBERED = {
    Kind.NOTICE: "Thông báo mời thầu gói thầu số {numbers} thuộc {low}",
    Kind.RESULT: "Kết quả lựa chọn nhà thầu gói thầu số {numbers} thuộc {low}",
}
