"""Cài đặt sai phải được nêu đúng khóa.
A broken settings file is met with a sentence that names the key."""

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.domain.errors import ConfigError


def _write(folder: Path, text: str) -> Path:
    path = folder / "monitor.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_smallest_file_is_enough_and_data_lies_beside_it(tmp_path: Path) -> None:
    settings = load_settings(_write(tmp_path, '[general]\nprovince = "vinh-long"\n'))
    assert settings.general.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{(tmp_path / 'data' / 'monitor.db').resolve()}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[general]\nprovince = "vinh-long"\ncolour = "red"\n', "general.colour"),
        ('[general]\nprovince = "vinh-long"\n[http]\nretries = "many"\n', "http.retries"),
        ('[general]\nprovince = "vinh-long"\n[watch]\ncycle_minutes = 600\n', "watch.cycle_minutes"),
        ('[general]\nprovince = "vinh-long"\n[law]\nmakeup_saturdays = "maybe"\n', "law.makeup_saturdays"),
        ('[general]\nprovince = "vinh-long"\n[law]\nminimum_periods = "18"\n', "law.minimum_periods"),
        ("[http]\nretries = 1\n", "general"),
        (
            '[general]\nprovince = "vinh-long"\n[[recipients]]\nid = "a"\nname = "A"\naddress = "x"\n',
            "address",
        ),
        ('[general]\nprovince = "vinh-long"\n[smtp]\nhost = "x"\n', "smtp"),
    ],
)
def test_a_bad_key_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(_write(tmp_path, text))
    assert named in caught.value.vi
    assert "Hãy sửa" in caught.value.vi


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 2"):
        load_settings(_write(tmp_path, "[general]\nprovince = \n"))


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path / "none.toml")
    assert "monitor init" in caught.value.vi


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_MAIL__SENDGRID_API_KEY", "SG.from-environment")
    text = '[general]\nprovince = "vinh-long"\n[mail]\nsendgrid_api_key = "SG.from-file"\n'
    settings = load_settings(_write(tmp_path, text))
    assert settings.mail.sendgrid_api_key.get_secret_value() == "SG.from-environment"


def test_secrets_are_not_shown_when_settings_are_printed(tmp_path: Path) -> None:
    text = '[general]\nprovince = "vinh-long"\n[egp]\ntoken = "very-secret"\n'
    assert "very-secret" not in repr(load_settings(_write(tmp_path, text)))
