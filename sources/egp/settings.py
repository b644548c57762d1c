"""Cài đặt của một nguồn trên Mạng đấu thầu quốc gia.
Settings of one national source; a wrong key or value is named when the profile is read."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, field_validator

from monitor.domain.sources import Source
from sources.settings import PlatformSettings

DEFAULT_HOST = "muasamcong.mpi.gov.vn"
# The only mount that answers without a token (egp-api §0.2, §1.1).
TOKEN_FREE_MOUNT = "/o/egp-portal-home/services"  # noqa: S105 - a path
TOKEN_MOUNT = "/o/egp-portal-contractor-selection-v2/services"  # noqa: S105 - a path

# Values that clients send in place of a token (egp-api §1.1): sending one side-steps an access control.
_DUMMY_TOKENS = frozenset(
    {"fake", "fake_token", "public", "dummy", "token", "test", "null", "none", "undefined"}
)

ProvinceCode = Annotated[str, StringConstraints(pattern=r"^\d{2,3}$")]
Host = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9.-]+(:\d{1,5})?)?$")]
Path = Annotated[str, StringConstraints(pattern=r"^/[\w./-]*\w$")]


class Query(StrEnum):
    """Which search one source is: each has its own coverage."""

    PLANS = "plans"
    NOTICES = "notices"
    RESULTS = "results"
    PROJECTS = "projects"
    OPEN_NOTICES = "open_notices"


class EgpSettings(PlatformSettings):
    """What a source of platform `egp` may set.

    `host` replaces the host of the source's address; `token` is a value that the owner of the
    system gave, never an invented one. Windows and overlaps are in days, `buyer_names` are the
    investors asked for by name each week to catch rows without a province code.
    """

    query: Query
    host: Host = ""
    mount: Path = TOKEN_FREE_MOUNT
    search_path: Path = "/smart/search"
    detail_mount: Path = TOKEN_MOUNT
    token: str = Field(default="", repr=False)
    province_codes: tuple[ProvinceCode, ...] = ()
    buyer_names: tuple[str, ...] = ()
    page_size: int = Field(default=50, ge=1, le=50)
    max_pages: int = Field(default=220, ge=1, le=1000)
    max_rows: int = Field(default=10_000, ge=2, le=10_000)
    backfill_window_days: int = Field(default=1, ge=1, le=400)
    overlap_days: int = Field(default=3, ge=0, le=60)
    weekly_overlap_days: int = Field(default=14, ge=0, le=120)
    details_per_look: int = Field(default=40, ge=0, le=1000)
    attempts: int = Field(default=3, ge=1, le=6)

    @field_validator("token")
    @classmethod
    def _no_dummy_token(cls, value: str) -> str:
        if value.strip().lower() in _DUMMY_TOKENS:
            raise ValueError("không dùng mã giả: chỉ điền mã do chủ hệ thống cấp, hoặc để trống")
        return value.strip()

    @field_validator("buyer_names")
    @classmethod
    def _names_say_something(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(name.strip()) < 4 for name in value):
            raise ValueError("tên chủ đầu tư phải có ít nhất 4 ký tự")
        return value

    def base_url(self, source: Source) -> str:
        """Scheme and host of every call: the `host` setting, else the source's own address."""
        parts = urlsplit(source.url)
        scheme = parts.scheme or "https"
        return f"{scheme}://{self.host or parts.netloc or DEFAULT_HOST}"
