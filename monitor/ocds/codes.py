"""Mã của Mạng đấu thầu quốc gia đổi sang danh mục của OCDS; mã không chắc nghĩa thì để trống.
Codes of the network as codes of OCDS (egp-api §7); one whose meaning is not certain has none."""

from collections.abc import Mapping

from monitor.domain.vocabulary import DisclosureKind

# Left out on purpose: DPG, DPCT, LCNT_DB, the consultant selections of lenders, and every code
# whose meaning we do not know. `procurementMethodDetails` carries the Vietnamese code for all.
METHODS: Mapping[str, str] = {
    "DTRR": "open",
    "CHCT": "open",
    "CGTT": "open",
    "CGTTRG": "open",
    "DTHC": "selective",
    "CDT": "direct",
    "CDTRG": "direct",
    "MSTT": "direct",
    "TTH": "direct",
    "SSS": "direct",
    "DH_GNV": "direct",
    "DH": "direct",
    "GNV": "direct",
}

MAIN_CATEGORIES: Mapping[str, str] = {"HH": "goods", "XL": "works", "TV": "services", "PTV": "services"}
FURTHER_CATEGORIES: Mapping[str, str] = {"TV": "consultingServices"}

# Kinds without a word of their own in the code list are documents without a type.
DOCUMENT_TYPES: Mapping[DisclosureKind, str] = {
    DisclosureKind.PLAN: "procurementPlan",
    DisclosureKind.NOTICE: "tenderNotice",
    DisclosureKind.CANCELLATION: "cancellationDetails",
    DisclosureKind.SHORT_LIST: "shortlistedFirms",
    DisclosureKind.RESULT: "awardNotice",
    DisclosureKind.CONTRACT: "contractNotice",
}

NO_WINNER = frozenset({"KCNTTT", "KCNTT"})
RESULT_WITHDRAWN = frozenset({"DHKQLCNT", "VHH"})
# KCN and DC: seen in answers, meaning not known.
UNCERTAIN = frozenset({"KCN", "DC"}) | RESULT_WITHDRAWN
