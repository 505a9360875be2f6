"""Log entries say what is constant and what is declared, and nothing else."""

import io
import logging
from pathlib import Path

import pytest
from django.apps import apps

from facturis.guard import logs
from facturis.guard.logs import DeclaredFormatter, log_findings
from facturis.guard.rooms import Room


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def logger(written: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(written)
    handler.setFormatter(DeclaredFormatter())
    made = logging.Logger("test")
    made.addHandler(handler)
    return made


def test_only_declared_keys_are_written(logger: logging.Logger, written: io.StringIO) -> None:
    logger.info("looked at an invoice", extra={"invoice": 7, "email": "een@example.com"})
    assert written.getvalue().strip().endswith("INFO test: looked at an invoice invoice=7")


def test_what_varies_in_a_third_partys_message_is_left_out(logger: logging.Logger, written: io.StringIO) -> None:
    logger.warning("Not Found: %s", "/people/een@example.com", extra={"status_code": 404})
    assert written.getvalue().strip().endswith("WARNING test: Not Found: %s status_code=404")


def test_of_an_exception_the_type_and_the_lines_are_written_and_not_what_it_says(
    logger: logging.Logger, written: io.StringIO
) -> None:
    try:
        raise ValueError("een@example.com")
    except ValueError as error:
        line = error.__traceback__ and error.__traceback__.tb_lineno
        logger.exception("refused")
    assert "ValueError" in written.getvalue()
    assert f"test_declared_logs.py:{line} in " in written.getvalue()
    assert "een@example.com" not in written.getvalue()


CALLS = {
    "logger.info('done')": None,
    "logger.info('done', extra={'invoice': 1})": None,
    "logger.info('done', extra={'email': 1})": "the log key 'email' is not declared",
    "logger.info('done', extra=found)": "a log key cannot be told from here",
    "logger.info('done', extra={**found})": "a log key cannot be told from here",
    "logger.info('done', **found)": "a log key cannot be told from here",
    "logger.info(f'done {1}')": "the message of a log entry varies",
    "logging.error('done %s', 1)": "the message of a log entry varies",
    "elsewhere.info('done', 1)": None,
}


@pytest.mark.parametrize("call", CALLS)
def test_log_calls_in_a_rooms_source_are_held_to_it(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(log_findings()) == []
    room = apps.get_app_config("sample")
    assert isinstance(room, Room)
    (tmp_path / "reads.py").write_text(f"import logging\n\n{call}\n", encoding="utf-8")
    monkeypatch.setattr(room, "path", str(tmp_path))
    monkeypatch.setattr(logs, "rooms", lambda: [room])
    found = list(log_findings())
    assert [each.what for each in found] == ([CALLS[call]] if CALLS[call] else [])
    assert all(each.place.line == 3 for each in found)
