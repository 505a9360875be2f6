"""Backups of test databases, made and restored with each database's own tools; skipped where one is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text


def back_up(url: str, path: Path) -> None:
    """Writes a backup of a database to a file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        shutil.copy(str(parsed.database), path)
    elif parsed.get_backend_name() == "postgresql":
        _run(parsed, "pg_dump", "--format=custom", f"--file={path}", str(parsed.database))
    else:
        _run(parsed, "mariadb-dump", f"--result-file={path}", str(parsed.database))


def restore(url: str, path: Path) -> None:
    """Makes a database what it was at its backup."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        shutil.copy(path, str(parsed.database))
        return
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        _run(parsed, "pg_restore", "--no-owner", f"--dbname={parsed.database}", str(path))
    else:
        with path.open("rb") as file:
            _run(parsed, "mariadb", str(parsed.database), stdin=file.fileno())


def _run(url: URL, program: str, *arguments: str, stdin: int | None = None) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    where = (
        f"--host={url.host}",
        f"--port={url.port}",
        f"{'--username' if 'pg' in program else '--user'}={url.username}",
    )
    environment = os.environ | {"PGPASSWORD": url.password or "", "MYSQL_PWD": url.password or ""}
    done = subprocess.run(
        [program, *where, *arguments], stdin=stdin, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
