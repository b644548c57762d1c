"""Hỏi nhà cung cấp danh tính qua HTTP.
Asking the OpenID provider: its description, its keys, and the token for a code; all within seconds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]

from monitor.access.openid import OpenIdRefused, Provider, is_safe

_SECONDS = 5.0
_MOST_BYTES = 500_000
_SCOPE = "openid email"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the provider takes what, by its own description."""

    authorization: str
    token: str
    keys: str


@dataclass(frozen=True, slots=True)
class Round:
    """What one round to the provider must bring back; the browser keeps it in a cookie meanwhile."""

    state: str
    nonce: str
    verifier: str
    way: str
    anew: bool


def endpoints(provider: Provider) -> Endpoints:
    """Read the provider's description. Raises `OpenIdRefused`."""
    told = _json(f"{provider.issuer}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != provider.issuer:
        raise OpenIdRefused("the description names another issuer")
    found = Endpoints(
        *(str(told.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    )
    for address in (found.authorization, found.token, found.keys):
        if not is_safe(address):
            raise OpenIdRefused(f"an unsafe endpoint {address!r}")
    return found


def way_there(provider: Provider, found: Endpoints, back: str, one: Round) -> str:
    """Where the browser is sent: authorization code with PKCE, state and nonce."""
    # A remembered login is no proof: `max_age=0` makes the provider ask again.
    anew = {"max_age": "0"} if one.anew else {}
    with _session(provider, back) as session:
        address, _ = session.create_authorization_url(
            found.authorization, state=one.state, code_verifier=one.verifier, nonce=one.nonce, **anew
        )
    return str(address)


def tokens(provider: Provider, found: Endpoints, back: str, one: Round, code: str) -> tuple[str, str]:
    """The id token and the access token for a code. Raises `OpenIdRefused`."""
    try:
        with _session(provider, back) as session:
            given = session.fetch_token(
                found.token,
                grant_type="authorization_code",
                code=code,
                code_verifier=one.verifier,
                timeout=_SECONDS,
                allow_redirects=False,
            )
    except (AuthlibBaseError, requests.RequestException, ValueError) as error:
        raise OpenIdRefused(f"no token: {type(error).__name__}") from error
    if not isinstance(given.get("id_token"), str):
        raise OpenIdRefused("no id token")
    return given["id_token"], str(given.get("access_token", ""))


def keys(found: Endpoints) -> Mapping[str, Any]:
    """The provider's public keys, read anew each time: it may have changed them. Raises `OpenIdRefused`."""
    return _json(found.keys)


def _session(provider: Provider, back: str) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
    )


def _json(address: str) -> Mapping[str, Any]:
    try:
        with requests.get(address, timeout=_SECONDS, allow_redirects=False, stream=True) as answer:
            if answer.status_code != 200:
                raise OpenIdRefused(f"{address} answers {answer.status_code}")
            body = answer.raw.read(_MOST_BYTES + 1, decode_content=True)
            if len(body) > _MOST_BYTES:
                raise OpenIdRefused(f"{address} is too large")
        told = json.loads(body)
    except (requests.RequestException, ValueError, OSError) as error:
        raise OpenIdRefused(f"{address}: {type(error).__name__}") from error
    if not isinstance(told, dict):
        raise OpenIdRefused(f"{address} is no object")
    return told
