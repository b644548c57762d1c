"""Gói dữ liệu OCDS: nhiều bản công bố hoặc hồ sơ trong một tệp.
Release packages and record packages: what one file holds."""

from datetime import datetime

from monitor.ocds.values import Json, Publisher, instant, known

VERSION = "1.1"


def release_package(releases: list[Json], publisher: Publisher, uri: str, published: datetime) -> Json:
    """A file of releases; `published` is when the newest of them came to be (UTC)."""
    return {**_package(publisher, uri, published), "releases": releases}


def record_package(records: list[Json], publisher: Publisher, uri: str, published: datetime) -> Json:
    """A file of records, with their releases inside."""
    return {**_package(publisher, uri, published), "records": records}


def _package(publisher: Publisher, uri: str, published: datetime) -> Json:
    return known(
        uri=uri,
        version=VERSION,
        publishedDate=instant(published),
        publisher={"name": publisher.name},
        license=publisher.licence,
    )
