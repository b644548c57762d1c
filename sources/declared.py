"""Các bảng trong ba tệp TOML của một tỉnh.
The tables of `province.toml`, `agencies.toml` and `sources.toml`; unknown keys are refused."""

from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel, DisclosureKind

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Name = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^\d{2,3}$")]
Email = Annotated[str, StringConstraints(pattern=r"^$|^[^@\s]+@[^@\s]+$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeclaredInspectorate(_Table):
    """`[province.inspectorate]`."""

    name: Name
    email: Email = ""


class DeclaredProvince(_Table):
    """`[province]`."""

    id: Id
    name: Name
    codes_new: tuple[Code, ...] = Field(min_length=1)
    codes_old: tuple[Code, ...] = ()
    former_names: tuple[Name, ...] = ()
    inspectorate: DeclaredInspectorate

    def to_domain(self) -> Province:
        return Province(
            id=self.id,
            name=self.name,
            codes_new=self.codes_new,
            codes_old=self.codes_old,
            inspectorate=Inspectorate(self.inspectorate.name, self.inspectorate.email),
            former_names=self.former_names,
        )


class DeclaredAgency(_Table):
    """`[[agency]]`; `successor` took over from `successor_from` on."""

    id: Id
    name: Name
    aliases: tuple[Name, ...] = ()
    codes: tuple[Annotated[str, StringConstraints(pattern=r"^vnz?\d+$")], ...] = ()
    parent: str = ""
    successor: str = ""
    successor_from: date | None = None
    email: Email = ""

    @model_validator(mode="after")
    def _successor_with_date(self) -> Self:
        if bool(self.successor) != (self.successor_from is not None):
            raise ValueError("successor và successor_from phải đi cùng nhau")
        return self

    def to_domain(self) -> Agency:
        return Agency(
            id=self.id,
            name=self.name,
            aliases=self.aliases,
            codes=self.codes,
            parent_id=self.parent,
            successor_id=self.successor,
            successor_from=self.successor_from,
            email=self.email,
        )


class DeclaredSource(_Table):
    """`[[source]]`; a disabled source says why."""

    id: Id
    name: Name
    channel: Channel
    platform: str
    url: str
    agencies: tuple[str, ...] = ()
    enabled: bool = True
    disabled_reason: str = ""
    every_minutes: int = Field(default=60, ge=1, le=10_080)
    expected_per_30_days: int = Field(default=0, ge=0)
    max_silence_days: int = Field(default=0, ge=0)
    allow_private: bool = False
    shows: tuple[DisclosureKind, ...] = ()
    settings: dict[str, Any] = Field(default_factory=dict)

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ValueError("phải là địa chỉ http(s) đầy đủ, không kèm tên đăng nhập")
        return value

    @model_validator(mode="after")
    def _reason_when_disabled(self) -> Self:
        if self.enabled and self.disabled_reason:
            raise ValueError("nguồn đang bật thì bỏ disabled_reason")
        if not self.enabled and not self.disabled_reason.strip():
            raise ValueError("nguồn tắt phải ghi lý do ở disabled_reason")
        return self

    def to_domain(self) -> Source:
        return Source(
            id=self.id,
            name=self.name,
            channel=self.channel,
            platform=self.platform,
            url=self.url,
            agency_ids=self.agencies,
            enabled=self.enabled,
            disabled_reason=self.disabled_reason,
            every_minutes=self.every_minutes,
            expected_per_30_days=self.expected_per_30_days,
            max_silence_days=self.max_silence_days,
            allow_private=self.allow_private,
            shows=self.shows,
            settings=self.settings,
        )


class ProvinceFile(_Table):
    province: DeclaredProvince


class AgenciesFile(_Table):
    agency: tuple[DeclaredAgency, ...] = Field(min_length=1)


class SourcesFile(_Table):
    source: tuple[DeclaredSource, ...] = Field(min_length=1)
