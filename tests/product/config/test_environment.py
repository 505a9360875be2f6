"""What the settings take from the environment, and what they refuse."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from facturis.config.environment import database, flag, folder, secret_key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    made = secret_key(file)
    assert (len(made), stat.S_IMODE(file.stat().st_mode)) == (64, 0o600)
    assert secret_key(file) == made
    file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="others can read this key: chmod 600"):
        secret_key(file)


def test_a_key_in_the_environment_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from elsewhere")
    assert secret_key(tmp_path / "secret_key") == "from elsewhere"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLDER", str(tmp_path / "one" / "two"))
    assert stat.S_IMODE(folder("FOLDER", "").stat().st_mode) == 0o700


def test_a_url_is_a_database_of_djangos() -> None:
    found = database("postgresql://user:word@host:5433/name?sslmode=require")
    assert (found["ENGINE"], found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "django.db.backends.postgresql", "name", "user", "word", "host", 5433,
    )  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "require"
    assert database("sqlite:///file.db")["NAME"] == "file.db"


@pytest.mark.parametrize("url", ["nothing", "mysql://user:word@host/name"])
def test_another_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        database(url)
    assert "word" not in str(refused.value)


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("0", False), (None, True)])
def test_a_flag_is_1_or_0(value: str | None, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLAG", raising=False)
    if value is not None:
        monkeypatch.setenv("FLAG", value)
    assert flag("FLAG", True) is meant
    monkeypatch.setenv("FLAG", "yes")
    with pytest.raises(ImproperlyConfigured, match="FLAG is «yes»: write 1 or 0"):
        flag("FLAG", True)
