"""Địa chỉ của bàn làm việc; bản tin cũng dùng những địa chỉ này.
The desk's addresses, the same that digests name."""

from monitor.digest.addresses import DESK
from monitor.domain.cases import Case

__all__ = ["DESK", "case_path"]


def case_path(case: Case | str) -> str:
    """One case, before the site's root."""
    return f"{DESK}/ho-so/{case if isinstance(case, str) else case.id}"
