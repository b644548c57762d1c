"""Đọc phần cài đặt riêng của từng nền tảng.
Platform settings are validated strictly; a wrong key is named, never ignored."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.domain.errors import ConfigError
from monitor.domain.sources import Source


class PlatformSettings(BaseModel):
    """Base of every platform's settings: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


SettingsT = TypeVar("SettingsT", bound=PlatformSettings)


def read_settings(source: Source, model: type[SettingsT]) -> SettingsT:
    """The validated settings of one source; raises `ConfigError` naming source and key."""
    try:
        return model.model_validate(dict(source.settings))
    except ValidationError as error:
        lines = problems(error, prefix="settings")
        raise ConfigError(
            f"source {source.id} ({source.platform}): " + "; ".join(lines),
            vi=f"Nguồn “{source.id}” (nền tảng {source.platform}) có cài đặt sai:\n  "
            + "\n  ".join(lines)
            + "\nHãy sửa tệp sources.toml rồi chạy lại.",
        ) from error


def problems(error: ValidationError, prefix: str = "") -> list[str]:
    """One line per problem: the dotted key, then what is wrong with it."""
    found = []
    for item in error.errors():
        key = ".".join([prefix] * bool(prefix) + [str(part) for part in item["loc"]])
        found.append(f"{key}: {item['msg']}" if key else str(item["msg"]))
    return found
