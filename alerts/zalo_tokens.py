"""Mã truy cập của Zalo OA: mã làm mới chỉ dùng được một lần nên chỉ một máy được đổi.
Access tokens of a Zalo account: a refresh token is good for one use, so only one worker spends it.

From third parties' descriptions, not checked against Zalo: the address `/v4/oa/access_token`, its
form fields and `secret_key` header, one use per refresh token, a life of about a day.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from pydantic import SecretStr

from alerts.harmless import harmless
from alerts.posting import Answer, Limits, post
from monitor.domain.errors import DeliveryError
from monitor.domain.times import VIETNAM
from monitor.domain.tokens import Tokens, TokenStore

# Longer than any exchange may take: a claim this old belongs to a worker that died.
CLAIM = timedelta(minutes=3)

_MARGIN = timedelta(minutes=5)
_SHORTEST_LIFE = timedelta(minutes=10)
_LONGEST_LIFE = timedelta(days=30)
_WAIT = timedelta(seconds=30)
_TURNS = 5


@dataclass(frozen=True, slots=True)
class Application:
    """Who renews, and where."""

    app_id: str
    secret_key: SecretStr
    oauth_host: str
    limits: Limits


def usable_token(
    store: TokenStore, application: Application, clock: Callable[[], datetime], *, refused: str = ""
) -> str:
    """An access token that is good for some minutes, other than the one Zalo has `refused`.

    1. load; 2. claim the renewal by a swap, which one worker wins and the others wait for; 3. spend
    the refresh token; 4. store the new pair before anyone uses it. A kill before 3 or after 4 loses
    nothing. Between them the new pair dies with the worker, as with any single-use token: a person
    must then authorise again, and where a claim was found abandoned the refusal says exactly that.
    Raises passing `DeliveryError`s.
    """
    for _ in range(_TURNS):
        held = store.load()
        now = clock()
        if held.access_token != refused and held.expires_at - _MARGIN > now:
            return held.access_token
        if held.renewing_since is not None and now - held.renewing_since < CLAIM:
            raise _wait()
        claimed = replace(held, renewing_since=now)
        if store.swap(held, claimed):
            return _renew(store, claimed, application, clock, torn=held.renewing_since)
    raise _wait()


def _renew(
    store: TokenStore,
    claimed: Tokens,
    application: Application,
    clock: Callable[[], datetime],
    *,
    torn: datetime | None,
) -> str:
    """`torn` is when a renewal began of which no answer came: it may have spent the refresh token.

    Where the answer is lost on the way, the claim is left to grow old for the same reason.
    """
    form = {
        "refresh_token": claimed.refresh_token,
        "app_id": application.app_id,
        "grant_type": "refresh_token",
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "secret_key": application.secret_key.get_secret_value(),
    }
    url = f"{application.oauth_host}/v4/oa/access_token"
    try:
        answer = post(url, urlencode(form).encode(), headers, application.limits)
        new = _read(answer, clock())
    except Refused as error:
        store.swap(claimed, replace(claimed, renewing_since=torn))
        raise error if torn is None else _torn(error, torn) from error
    _keep(store, claimed, new)
    return new.access_token


def _keep(store: TokenStore, claimed: Tokens, new: Tokens) -> None:
    """Store the new pair also when the claim was taken over meanwhile: its refresh token is spent."""
    held = claimed
    for _ in range(_TURNS):
        if store.swap(held, new):
            return
        held = store.load()
        if held.refresh_token != claimed.refresh_token:
            return  # a newer pair is there, which came out of a later authorisation


def _read(answer: Answer, now: datetime) -> Tokens:
    try:
        told = json.loads(answer.body)
        life = timedelta(seconds=int(told["expires_in"]))
        access, refresh = told["access_token"], told["refresh_token"]
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        raise _refused(answer) from None  # the cause repeats the body, in which a token may stand
    if not (_is_token(access) and _is_token(refresh)):
        raise _refused(answer)
    # A life of nothing would have every message renew: one renewal in ten minutes at the most.
    return Tokens(access, refresh, now + min(max(life, _SHORTEST_LIFE), _LONGEST_LIFE))


def _is_token(text: object) -> bool:
    """It goes into a header: one visible ASCII word."""
    return isinstance(text, str) and 0 < len(text) <= 4_000 and text.isascii() and text.isprintable()


class Refused(DeliveryError):
    """Zalo answered, and gave no new pair."""


def _refused(answer: Answer) -> Refused:
    try:
        told = json.loads(answer.body)
        code = harmless(f"{told['error']} {told.get('error_name') or ''}", 100)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        code = f"HTTP {answer.status}"
    return Refused(
        f"Zalo did not renew the access token: {code}",
        permanent=False,
        vi=f"Zalo không cấp mã truy cập mới ({code}). Hệ thống sẽ tự gửi lại; nếu lặp lại, người quản trị "
        "Official Account phải cấp quyền lại cho ứng dụng và nhập cặp mã mới bằng lệnh: "
        "monitor subscription zalo",
    )


def _torn(error: Refused, since: datetime) -> DeliveryError:
    began = since.astimezone(VIETNAM)
    return DeliveryError(
        f"a renewal begun at {since.isoformat()} never finished; {error}",
        permanent=False,
        vi=f"Lần làm mới mã Zalo lúc {began:%H:%M ngày %d/%m/%Y} bị dừng giữa chừng hoặc mất câu trả lời, "
        "nên mã làm mới có thể đã dùng mất. Người quản trị Official Account cần cấp quyền lại cho ứng dụng "
        "rồi nhập cặp mã mới bằng lệnh: monitor subscription zalo. Tin đang chờ vẫn được giữ và tự gửi lại.",
    )


def _wait() -> DeliveryError:
    return DeliveryError(
        "another worker is renewing the Zalo access token",
        permanent=False,
        vi="Mã truy cập Zalo đang được làm mới ở máy khác. Hệ thống sẽ tự gửi lại.",
        retry_after=_WAIT,
    )
