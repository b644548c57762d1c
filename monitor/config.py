"""Cài đặt: một tệp TOML và biến môi trường, sai khóa nào báo đúng khóa ấy.
Settings from one TOML file and `MONITOR_…` variables; a bad key stops the start with its name."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from monitor.domain.errors import ConfigError


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class General(_Section):
    """`province` names a profile; `data_dir` holds database, archive and outbox."""

    province: str
    data_dir: Path = Path("data")
    lang: Literal["vi", "en"] = "vi"


class Database(_Section):
    """`url` empty means SQLite in the data folder."""

    url: SecretStr = SecretStr("")


class Http(_Section):
    """How politely we ask; seconds and bytes."""

    contact: str = ""
    spacing_seconds: float = Field(default=5.0, ge=0)
    timeout_seconds: float = Field(default=30.0, gt=0)
    retries: int = Field(default=3, ge=0, le=10)
    max_bytes: int = Field(default=20_000_000, gt=0)
    workers: int = Field(default=4, ge=1, le=32)


class Egp(_Section):
    """The national network: host in use, and the token its owner gave, if any."""

    host: str = "muasamcong.mpi.gov.vn"
    token: SecretStr = SecretStr("")
    ciphers: str = "DEFAULT:@SECLEVEL=1"


class Attachments(_Section):
    """Files behind sightings: when they are read for codes, how many per look and per item.

    `seconds` bound the reading of one file. `ocr` reads scanned pages too, where the extra is installed.
    """

    read: Literal["when-needed", "never", "always"] = "when-needed"
    per_look: int = Field(default=20, ge=1, le=500)
    per_item: int = Field(default=3, ge=1, le=50)
    seconds: float = Field(default=20.0, ge=1, le=600)
    ocr: bool = False


class Watch(_Section):
    """From when on we look back, and how often the cycle runs."""

    backfill_from: date = date(2026, 1, 1)
    cycle_minutes: int = Field(default=10, ge=1, le=60)


class Law(_Section):
    """Which readings are admitted where no text read decides (`monitor.law.readings`).

    With `both` something is said only when it is so under either reading. `holidays` is a file of the
    operator's own: each year in it takes the place of the shipped one (`monitor law days --write`).
    """

    holidays: Path | None = None
    makeup_saturdays: Literal["both", "working", "resting"] = "both"
    minimum_periods: Literal["both", "strict", "lenient"] = "both"


class Rules(_Section):
    """When a rule speaks of so many of its packages that nobody is told until a person has looked."""

    flood_share: float = Field(default=0.3, gt=0, le=1)
    flood_least: int = Field(default=20, ge=1)


class Alerts(_Section):
    """When agencies and the inspectorate are told of findings, and of sources out of sight.

    `at_once` says which findings the inspectorate hears of without waiting for the digest. Days are
    working days from the agency's first letter; hours Vietnamese, equal ones mean no quiet hours.
    Two letters on findings to one reader are `apart_minutes` apart: what comes between is one letter.
    `agency_digest` says when agencies get a weekly digest (`monitor.digest.agency_weekly`).
    """

    at_once: Literal["high", "all"] = "high"
    remind_after_days: int = Field(default=3, ge=1, le=60)
    escalate_after_days: int = Field(default=5, ge=1, le=60)
    quiet_from: int = Field(default=18, ge=0, le=23)
    quiet_to: int = Field(default=7, ge=0, le=23)
    working_days_only: bool = True
    apart_minutes: int = Field(default=60, ge=0, le=24 * 60)
    outage_hours: int = Field(default=6, ge=1, le=720)
    agency_digest: Literal["when-needed", "weekly", "never"] = "when-needed"


class Mail(_Section):
    """Without a SendGrid key every message goes into the outbox folder.

    `canary` is the address to which a test letter goes every day; empty sends none.
    """

    sendgrid_api_key: SecretStr = SecretStr("")
    sendgrid_host: str = "https://api.sendgrid.com"
    from_address: str = "giam-sat@example.org"
    from_name: str = "Giám sát công khai đấu thầu"
    canary: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+)?$")


class Zalo(_Section):
    """The application of the Zalo Official Account; without an id nothing is sent by Zalo.

    The pair of tokens is entered by `monitor subscription zalo` and kept in the database.
    """

    app_id: str = Field(default="", pattern=r"^[0-9A-Za-z_-]*$")
    secret_key: SecretStr = SecretStr("")
    api_host: str = "https://openapi.zalo.me"
    oauth_host: str = "https://oauth.zaloapp.com"
    allow_loopback: bool = False

    @model_validator(mode="after")
    def _an_application_has_a_key(self) -> Self:
        if self.app_id and not self.secret_key.get_secret_value():
            raise ValueError("secret_key is needed beside app_id")
        return self


class Webhook(_Section):
    """What subscribers' machines may be; `allow_loopback` admits this one, `ca_file` further authorities."""

    allow_loopback: bool = False
    ca_file: Path | None = None


class Operator(_Section):
    """Who runs the service: at the foot of every letter to a subscriber (decree 91/2020, article 19)."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""


class Web(_Section):
    """`url` is the public address of the web pages, without a slash at its end; links begin with it.

    `host` and `port` are where `monitor serve` listens, in `workers` processes. `feed_authority` is
    `<domain>,<year>` and part of every feed entry's id: set once, it stays even when `url` moves; empty
    takes the host of `url`.
    `sendgrid_event_key` verifies the provider's reports. With `four_eyes` a second person closes every
    case; an agency has `answer_days` working days to explain itself. `secret_key` seals what logins
    rest on (`monitor.operator_secret`); empty takes the file `secret.key` of the data folder. Only
    `trusted_proxies` (addresses or networks) are believed when they say who asks (`X-Forwarded-For`).
    """

    url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/[^\s]*[^\s/])?)?$")
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    feed_authority: str = Field(default="", pattern=r"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4})?$")
    sendgrid_event_key: SecretStr = SecretStr("")
    session_idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    session_hours: int = Field(default=12, ge=1, le=72)
    oidc_issuer: str = Field(default="", pattern=r"^(https?://[^\s]+)?$")
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    secret_key: SecretStr = SecretStr("")
    trusted_proxies: tuple[IPvAnyNetwork, ...] = ()
    four_eyes: bool = False
    answer_days: int = Field(default=5, ge=1, le=60)


class OpenData(_Section):
    """What is published at `/api/v1` and on the public board.

    `publish` says which conclusions are public: counted ones only, those of confirmed cases too, or all.
    `ocid_prefix` must be asked for from the Open Contracting Partnership; the default is registered
    nowhere and says so. `publisher` empty means the inspectorate; `licence` is an address.
    """

    publish: Literal["aggregates", "confirmed", "all"] = "confirmed"
    ocid_prefix: str = Field(default="ocds-unregistered", pattern=r"^[a-z0-9][a-z0-9-]{2,40}$")
    publisher: str = ""
    licence: str = Field(default="", pattern=r"^(https?://[^\s/]+(/\S*)?)?$")


class Person(_Section):
    """Somebody at the inspectorate who is told."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    address: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    lang: Literal["vi", "en"] = "vi"
    alerts: bool = True
    digest: bool = True


class Settings(BaseSettings):
    """Everything an operator may set. Environment wins over the file: `MONITOR_MAIL__SENDGRID_API_KEY`."""

    model_config = SettingsConfigDict(
        env_prefix="MONITOR_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    general: General
    database: Database = Database()
    http: Http = Http()
    egp: Egp = Egp()
    attachments: Attachments = Attachments()
    watch: Watch = Watch()
    law: Law = Law()
    rules: Rules = Rules()
    alerts: Alerts = Alerts()
    mail: Mail = Mail()
    zalo: Zalo = Zalo()
    webhook: Webhook = Webhook()
    operator: Operator = Operator()
    web: Web = Web()
    open_data: OpenData = OpenData()
    recipients: tuple[Person, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @property
    def database_url(self) -> str:
        given = self.database.url.get_secret_value()
        return given or f"sqlite:///{(self.general.data_dir / 'monitor.db').resolve()}"


def load_settings(path: Path) -> Settings:
    """Read and check a settings file; relative `data_dir` is taken from the file's folder.

    Raises `ConfigError` naming the file and every bad key.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"no settings file {path}",
            vi=f"Không thấy tệp cài đặt {path}. Hãy tạo bằng lệnh: monitor init <tỉnh>",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} is not valid TOML: {error}",
            vi=f"Tệp cài đặt {path} sai cú pháp TOML: {error}. Hãy sửa đúng dòng được nêu.",
        ) from error
    try:
        settings = Settings(**data)
    except ValidationError as error:
        raise _as_config_error(path, error) from error
    folder = settings.general.data_dir
    if not folder.is_absolute():
        general = settings.general.model_copy(update={"data_dir": path.parent / folder})
        settings = settings.model_copy(update={"general": general})
    return settings


def _as_config_error(path: Path, error: ValidationError) -> ConfigError:
    lines = [f"[{'.'.join(str(part) for part in item['loc'])}] {item['msg']}" for item in error.errors()]
    return ConfigError(
        f"{path}: " + "; ".join(lines),
        vi=f"Tệp cài đặt {path} có khóa sai:\n  " + "\n  ".join(lines) + "\nHãy sửa rồi chạy lại.",
    )
