"""What the settings take from the environment, and what they refuse."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from facturis.config.environment import databases, flag, folder, former_keys, secret_key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    made = secret_key(file)
    assert (len(made), stat.S_IMODE(file.stat().st_mode)) == (64, 0o600)
    assert secret_key(file) == made
    file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="others can read this key: chmod 600"):
        secret_key(file)


def test_what_an_older_key_signed_is_believed_while_that_key_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    before = secret_key(file)
    assert former_keys(file) == []
    file.rename(tmp_path / "secret_key.before")
    assert secret_key(file) != before
    assert former_keys(file) == [before]
    (tmp_path / "secret_key.before").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="others can read this key"):
        former_keys(file)


def test_a_key_in_the_environment_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from elsewhere")
    assert secret_key(tmp_path / "secret_key") == "from elsewhere"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLDER", str(tmp_path / "one" / "two"))
    assert stat.S_IMODE(folder("FOLDER", "").stat().st_mode) == 0o700


URL = "postgresql://user:word@host:5433/name?sslmode=require"


def test_a_url_is_its_owner_and_the_application_under_the_gate() -> None:
    found = databases(URL, "", "secret")
    owner, application = found["owner"], found["default"]
    assert [owner[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "django.db.backends.postgresql", "name", "user", "word", "host", 5433,
    ]  # fmt: skip
    assert owner["OPTIONS"]["sslmode"] == "require"
    assert (application["ENGINE"], application["NAME"], application["USER"]) == (
        "facturis.guard.postgresql", "name", "name_app",
    )  # fmt: skip
    assert application["PASSWORD"] not in ("word", databases(URL, "", "another secret")["default"]["PASSWORD"])


def test_a_file_of_sqlite_has_an_owner_too() -> None:
    found = databases("sqlite:///file.db", "", "secret")
    assert {each["NAME"] for each in found.values()} == {"file.db"}
    assert [found[alias]["ENGINE"] for alias in ("default", "owner")] == [
        "facturis.guard.sqlite", "django.db.backends.sqlite3",
    ]  # fmt: skip


def test_the_application_may_have_a_login_that_somebody_else_made() -> None:
    found = databases(URL, "postgresql://app:other@host:5433/name", "secret")["default"]
    assert (found["USER"], found["PASSWORD"], "MADE_BY_OWNER" in found) == ("app", "other", False)
    with pytest.raises(ImproperlyConfigured, match="name the same one"):
        databases(URL, "sqlite:///file.db", "secret")
    with pytest.raises(ImproperlyConfigured, match="name the same one"):
        databases(URL, "postgresql://app:other@host:5433/elsewhere", "secret")


@pytest.mark.parametrize("url", ["nothing", "mysql://user:word@host/name"])
def test_another_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        databases(url, "", "secret")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_LOGIN_URL"):
        databases(URL, url, "secret")
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
