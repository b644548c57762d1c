"""Bí mật của máy chủ web: trong cài đặt, hoặc trong một tệp chỉ người vận hành đọc được.
The secret from which keys are drawn: a setting, or a file beside the data that is made once."""

import os
import secrets
import tempfile
from pathlib import Path

from monitor.access.sealing import SHORTEST
from monitor.config import Settings
from monitor.domain.errors import ConfigError

FILE = "secret.key"


def operator_secret(settings: Settings) -> bytes:
    """`[web] secret_key`, else what the data folder's `secret.key` holds, made at first need.

    On several machines the setting must be given: each would make a file of its own. Raises `ConfigError`.
    """
    given = settings.web.secret_key.get_secret_value()
    if given:
        return _long_enough(given.encode(), "[web] secret_key")
    if settings.database.url.get_secret_value():
        raise ConfigError(
            "[web] secret_key is empty beside [database] url",
            vi="Kho dùng chung cần [web] secret_key, mọi máy cùng một giá trị. Hãy điền ít nhất 32 ký tự "
            "ngẫu nhiên vào biến MONITOR_WEB__SECRET_KEY, ví dụ từ lệnh: openssl rand -hex 32",
        )
    path = settings.general.data_dir / FILE
    try:
        return _long_enough(_kept(path), str(path))
    except OSError as error:
        raise ConfigError(
            f"{path}: {error}",
            vi=f"Không đọc hoặc không ghi được tệp {path}: {error.strerror}. Hãy kiểm tra quyền của thư mục.",
        ) from error


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes().strip()
    except FileNotFoundError:
        pass
    # Whole before it has its name: two that start at once keep the one that was first.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(SHORTEST).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink(missing_ok=True)
    return path.read_bytes().strip()


def _long_enough(secret: bytes, where: str) -> bytes:
    if len(secret) < SHORTEST:
        raise ConfigError(
            f"{where} is shorter than {SHORTEST} bytes",
            vi=f"{where} quá ngắn. Hãy dùng ít nhất {SHORTEST} ký tự ngẫu nhiên.",
        )
    return secret
