"""Gói hồ sơ thành một tệp ZIP; cùng dữ liệu thì cùng từng byte.
Packs a dossier into one ZIP; the same files give the same bytes."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from monitor.domain.times import VIETNAM

SUMS = "SHA256SUMS"


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """As `sha256sum` writes and checks it, by name."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def packed(folder: str, files: Mapping[str, bytes], at: datetime) -> bytes:
    """The ZIP of a folder with its check sums; every entry bears the instant of the dossier."""
    whole = {**files, SUMS: sums_of(files)}
    local = at.astimezone(VIETNAM)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(whole):
            entry = ZipInfo(f"{folder}/{name}", local.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, whole[name], compresslevel=9)
    return out.getvalue()
