"""Thiết lập của bộ tải trang lịch sự.
What an operator may set about how sites are asked: pace, limits, TLS per host."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from monitor.domain.errors import ConfigError

PROJECT = "procurement-transparency-monitor"


@dataclass(frozen=True, slots=True)
class TlsProfile:
    """What one host needs beyond the defaults; certificates are always verified.

    `ciphers` is an OpenSSL list such as `DEFAULT:@SECLEVEL=1` (egp-api §1: the national network's
    Diffie-Hellman key is too small for OpenSSL 3's default). `ca_bundle` is a PEM file with the
    intermediate certificates that the host forgets to send (portals §6.1).
    """

    ciphers: str = ""
    ca_bundle: str = ""


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """How the polite client behaves; seconds, bytes and counts.

    `contact` (an address or a page) stands in the User-Agent `<project>/<version> (+contact)`;
    `user_agent` replaces the whole of it. `timeout_seconds` bound each wait for bytes,
    `total_seconds` one whole answer. `spacing_seconds` lie between two requests to
    one host, lengthened at random by up to `jitter` (a share). `retries` are tries after the
    first. A `Retry-After` beyond `retry_after_max_seconds` ends the call. After
    `circuit_failures` calls in a row that failed, a host rests for `circuit_seconds` (0 failures
    switch this off). `ports` may be asked on public hosts.
    """

    contact: str = ""
    user_agent: str = ""
    spacing_seconds: float = 5.0
    jitter: float = 0.5
    connect_seconds: float = 10.0
    timeout_seconds: float = 30.0
    total_seconds: float = 120.0
    max_bytes: int = 20_000_000
    max_redirects: int = 5
    retries: int = 2
    backoff_seconds: float = 3.0
    backoff_max_seconds: float = 60.0
    retry_after_max_seconds: float = 120.0
    circuit_failures: int = 5
    circuit_seconds: float = 600.0
    robots_hours: float = 24.0
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    tls: Mapping[str, TlsProfile | Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        not_negative = ("spacing_seconds", "jitter", "retries", "backoff_seconds", "circuit_failures")
        above_zero = ("connect_seconds", "timeout_seconds", "total_seconds", "max_bytes")
        for name in not_negative:
            if getattr(self, name) < 0:
                raise _wrong(name, "không được âm")
        for name in above_zero:
            if getattr(self, name) <= 0:
                raise _wrong(name, "phải lớn hơn 0")
        for name in ("contact", "user_agent"):
            if not getattr(self, name).isascii() or not getattr(self, name).isprintable():
                raise _wrong(name, "phải là chữ không dấu trên một dòng")
        for host in self.tls:
            self.tls_profile(host)

    @property
    def agent(self) -> str:
        """The User-Agent sent with every request, which robots.txt rules are matched against too."""
        contact = f" (+{self.contact})" if self.contact else ""
        return self.user_agent.strip() or f"{PROJECT}/{_version()}{contact}"

    def tls_profile(self, host: str) -> TlsProfile:
        """The TLS profile of a host name, the default one where none is set."""
        declared = self.tls.get(host, TlsProfile())
        if isinstance(declared, TlsProfile):
            return declared
        unknown = set(declared) - {"ciphers", "ca_bundle"}
        if unknown:
            raise _wrong(f"tls.{host}", f"có khoá không biết: {', '.join(sorted(unknown))}")
        return TlsProfile(**declared)


@cache
def _version() -> str:
    try:
        return version(PROJECT)
    except PackageNotFoundError:
        return "0"


def _wrong(name: str, why: str) -> ConfigError:
    return ConfigError(
        f"client setting {name} is out of range", vi=f"Thiết lập tải trang “{name}” {why}; hãy sửa."
    )
