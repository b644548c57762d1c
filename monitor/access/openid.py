"""Đăng nhập bằng nhà cung cấp danh tính (OpenID Connect): tin điều gì của họ.
What is believed of an OpenID provider: safe addresses, and an id token checked claim by claim."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from monitor.access.secrets import same
from monitor.domain.errors import ConfigError, MonitorError

# Signatures by a key that only the provider has: no `none`, and no secret that we share.
ALGORITHMS = ("RS256", "PS256", "ES256")
_LEEWAY = 60
_JUST_NOW = timedelta(minutes=5)


class OpenIdRefused(MonitorError):
    """What came from the provider is not believed; the text is for the log, never for the visitor."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who vouches for the staff: `issuer` without a slash at its end, `name` as the button says it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who the provider says it is: `subject` with its issuer, and the address if it was verified."""

    subject: str
    email: str


def is_safe(address: str) -> bool:
    """Whether it may be asked: TLS, or a provider on this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)))


def provider(issuer: str, client_id: str, client_secret: str, name: str, web_url: str) -> Provider | None:
    """The provider as set; `None` when none is. Raises `ConfigError` naming what is missing."""
    if not issuer:
        return None
    if not is_safe(issuer):
        raise ConfigError(
            "[web] oidc_issuer is not https",
            vi="[web] oidc_issuer phải là địa chỉ https://… của nhà cung cấp.",
        )
    if not client_id or not web_url:
        raise ConfigError(
            "[web] oidc_client_id or url is empty",
            vi="Đăng nhập OpenID cần [web] oidc_client_id và [web] url. Hãy điền cả hai.",
        )
    return Provider(issuer.rstrip("/"), client_id, client_secret, name or "OpenID")


def vouched(
    id_token: str,
    keys: Mapping[str, Any],
    by: Provider,
    *,
    nonce: str,
    access_token: str,
    now: datetime,
    just_now: bool = False,
) -> Vouched:
    """Who logged in, when signature, issuer, audience, times and nonce are right. Raises `OpenIdRefused`.

    `just_now` wants a login made for this very request, not one that the provider remembered.
    """
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": by.issuer},
                "aud": {"essential": True, "value": by.client_id},
            },
            params={"nonce": nonce, "client_id": by.client_id, "access_token": access_token},
        )
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise OpenIdRefused(f"id token: {type(error).__name__}: {error}") from error
    if not same(str(claims.get("nonce", "")), nonce) or not nonce:
        raise OpenIdRefused("id token: another nonce")
    if just_now and not _is_just_now(claims.get("auth_time"), now):
        raise OpenIdRefused("id token: an old login")
    verified = claims.get("email_verified") is True
    email = str(claims.get("email", "")).strip().casefold() if verified else ""
    return Vouched(f"{by.issuer}#{claims['sub']}", email)


def _is_just_now(auth_time: object, now: datetime) -> bool:
    return isinstance(auth_time, int | float) and auth_time >= (now - _JUST_NOW).timestamp()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
