"""The demonstration's own directory: made anew each time, and never somebody else's."""

import shutil
from pathlib import Path

from grondslag.cli.failures import InputError

MARK = ".facturis-demo"


def made_anew(directory: Path) -> None:
    """Empties the directory of an earlier demonstration, or makes a new one.

    Raises InputError, touching nothing, for a directory with files in it that no demonstration made, and for a file or
    a symbolic link in its place; OSError where nothing can be written.
    """
    if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        raise InputError(f"{directory} is no directory of its own: name a new one with --directory")
    if directory.exists():
        found = sorted(directory.iterdir())
        if found and not (directory / MARK).is_file():
            raise InputError(f"{directory} holds files that no demonstration made: name a new one with --directory")
        for path in found:
            if path.name == MARK:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MARK).write_text(
        "Made by facturis demo, which empties this directory when it runs.\n", encoding="utf-8"
    )
