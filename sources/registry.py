"""Sổ các nền tảng: mô-đun nào nằm trong thư mục là dùng được.
Platforms are found by being in `sources/platforms/`; nothing is listed twice."""

import importlib
import pkgutil
from datetime import timedelta
from functools import cache
from typing import cast

from monitor.domain.errors import ConfigError
from monitor.domain.ports import Platform
from monitor.domain.sources import Source
from sources import platforms
from sources.settings import PlatformSettings, read_settings


@cache
def platform_names() -> tuple[str, ...]:
    """Names of every platform module that is shipped, sorted."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(platforms.__path__)))


def platform(name: str) -> Platform:
    """The platform of that name; raises `ConfigError` listing the known ones."""
    if name not in platform_names():
        known = ", ".join(platform_names())
        raise ConfigError(
            f"unknown platform {name!r}; known: {known}",
            vi=f"Không có nền tảng tên “{name}”. Các nền tảng hiện có: {known}.",
        )
    return cast("Platform", importlib.import_module(f"{platforms.__name__}.{name}"))


def stretch_of(source: Source) -> timedelta | None:
    """The longest span that one look of a back-fill should take in, where the platform declares one.

    `None` for listings: they are walked from their newest item, whatever is asked.
    """
    declared = getattr(platform(source.platform), "stretch", None)
    return cast("timedelta | None", declared(source)) if declared is not None else None


def check_settings(source: Source) -> None:
    """Validate a source's settings against its platform's `Settings`, where it declares one.

    Raises `ConfigError` for an unknown platform, key or value.
    """
    declared = getattr(platform(source.platform), "Settings", None)
    if isinstance(declared, type) and issubclass(declared, PlatformSettings):
        read_settings(source, declared)
