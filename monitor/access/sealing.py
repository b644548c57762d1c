"""Niêm phong bí mật trước khi ghi vào kho: ai chỉ có kho thì không đọc được.
Seals what must be read again (the second factor's secret): AES-GCM, bound to the account it is of."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from monitor.domain.errors import MonitorError

# No secret of an authenticator has a full stop: base32 does not know one.
_MARK = "v1."
_NONCE = 12
_KEY = 32
_PURPOSE = b"monitor second factor v1"
SHORTEST = 32


class SealBroken(MonitorError):
    """Sealed with another secret, for another account, or damaged; what it holds is not known."""

    def __init__(self, login: str) -> None:
        super().__init__(
            f"the sealed secret of {login} does not open",
            vi=f"Không mở được mã xác thực đã niêm phong của tài khoản {login}: bí mật của máy chủ đã đổi. "
            "Hãy đặt lại đúng bí mật cũ ([web] secret_key hoặc tệp secret.key); nếu đã mất, "
            f"mời lại bằng: monitor user reset {login} --by …",
        )
        self.login = login


class Vault:
    """Seals and opens with a key drawn (HKDF) from the operator's secret, so of this purpose only."""

    def __init__(self, secret: bytes) -> None:
        """Raises `ValueError` for a secret too short to be one."""
        if len(secret) < SHORTEST:
            raise ValueError(f"a secret has at least {SHORTEST} bytes")
        key = HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=_PURPOSE).derive(secret)
        self._cipher = AESGCM(key)

    @classmethod
    def of_this_run(cls) -> "Vault":
        """One that nobody can open after this process: for what lives no longer either."""
        return cls(secrets.token_bytes(SHORTEST))

    def sealed(self, secret: str, login: str) -> str:
        """The secret as it is stored for `login`; the same secret is never sealed twice alike."""
        nonce = secrets.token_bytes(_NONCE)
        body = self._cipher.encrypt(nonce, secret.encode(), _binding(login))
        return _MARK + urlsafe_b64encode(nonce + body).decode("ascii")

    def opened(self, stored: str, login: str) -> str:
        """The secret of `login`; one stored before sealing was begun is given as it is.

        Raises `SealBroken`.
        """
        if not is_sealed(stored):
            return stored
        text = stored.removeprefix(_MARK)
        try:
            raw = urlsafe_b64decode(text)
            if (
                urlsafe_b64encode(raw).decode("ascii") != text
            ):  # spare bits at the end, signs that are skipped
                raise SealBroken(login)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], _binding(login)).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken(login) from error


def is_sealed(stored: str) -> bool:
    """Whether it is in sealed form, whoever sealed it."""
    return stored.startswith(_MARK)


def _binding(login: str) -> bytes:
    return b"login:" + login.encode("utf-8", "replace")
