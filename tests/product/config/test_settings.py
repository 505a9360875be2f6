"""The settings as they protect: headers on every answer, cookies, passwords, and mail that goes nowhere."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.mail import send_mail
from django.test import Client, override_settings
from django.utils.translation import get_supported_language_variant


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.mark.parametrize("path", ["/alive", "/nowhere"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    answer = client.get(path, secure=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_without_https_an_answer_is_the_way_to_it(client: Client) -> None:
    answer = client.get("/alive")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://localhost/alive")


def test_another_host_is_refused(client: Client) -> None:
    assert client.get("/alive", secure=True, headers={"host": "elsewhere.example"}).status_code == 400


def test_the_safe_choices_are_the_defaults() -> None:
    assert settings.DEBUG is False
    for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE"):
        assert getattr(settings, name) is True
    assert "sessions" not in [app.rpartition(".")[2] for app in settings.INSTALLED_APPS]


def test_passwords_are_kept_by_argon2id_alone() -> None:
    kept = make_password("a long password")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("a long password", kept)
    assert len(settings.PASSWORD_HASHERS) == 1


def test_no_passkey_is_named_in_the_log() -> None:
    assert logging.getLogger("fido2.server").getEffectiveLevel() == logging.WARNING


def test_keys_of_before_come_from_the_environment() -> None:
    given = os.environ | {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": "older oldest"}
    code = "from facturis.config import settings; print(settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS)"
    said = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    assert said.stdout == "new ['older', 'oldest']\n"


def test_a_mail_becomes_a_file(tmp_path: Path) -> None:
    mailer = settings.MAILERS["default"]
    assert mailer["BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(MAILERS={"default": mailer | {"OPTIONS": {"file_path": str(tmp_path)}}}):
        send_mail("subject", "a line", "noreply@localhost", ["een@example.com"])
    (file,) = tmp_path.iterdir()
    assert "a line" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_dutch_and_english_are_spoken(language: str, client: Client) -> None:
    assert get_supported_language_variant(language) == language
    answer = client.get("/alive", secure=True, headers={"accept-language": language})
    assert answer.headers["Content-Language"] == language
