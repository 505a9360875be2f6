"""Builds ``.venv`` in the checkout from a lock file with hashes: ``environment.py requirements.lock``.

Standard library only, run by tools/environment.sh. A stamp in ``.venv`` says what is installed, so that the second run
does nothing. Exit code 0 when the environment is ready, 2 when it cannot be built.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"
# The lock for development holds everything that the lock for running does, so either will do for running.
SUFFICES = {RUNTIME: (RUNTIME, DEV), DEV: (DEV,)}


def digest(lock: str) -> str:
    """What the stamp of an environment built from ``lock`` must say: the lock, the project's table and the place."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = ((ROOT / lock).read_bytes(), repr(project).encode(), str(VENV).encode())
    return sha256(b"\0".join(parts)).hexdigest()


def stamp(lock: str) -> Path:
    """The file that says what was installed from ``lock``."""
    return VENV / f"{lock}.installed"


def is_ready(lock: str) -> bool:
    """Whether the commands can run as they are."""
    found = (other for other in SUFFICES[lock] if stamp(other).is_file())
    return PYTHON.exists() and any(stamp(other).read_text(encoding="utf-8") == digest(other) for other in found)


def is_sound() -> bool:
    """Whether ``.venv`` was made in this place by a Python that still works, and not left half made."""
    pip = VENV / "bin" / "pip"
    if not pip.is_file() or str(VENV) not in pip.read_text(encoding="utf-8", errors="replace"):
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 12))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def create() -> None:
    """Make ``.venv``, in the place of a broken one."""
    # From inside the .venv that is being replaced, the interpreter to use is the one it was made from.
    base = getattr(sys, "_base_executable", None) or sys.executable
    subprocess.run([base, "-m", "venv", "--clear", VENV], check=True)


def pip_install(*arguments: str) -> None:
    """Run the environment's pip."""
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, cwd=ROOT)


def timed(what: str, work: Callable[[], None]) -> None:
    """Say what is done, do it, and say how long it took."""
    print(f"{what} …", end=" ", flush=True)
    start = perf_counter()
    work()
    print(f"{perf_counter() - start:.1f} s", flush=True)


def build(lock: str) -> None:
    """Install ``lock`` and the checkout into ``.venv``. Raises CalledProcessError with the failed command."""
    for old in SUFFICES[RUNTIME]:
        stamp(old).unlink(missing_ok=True)
    if not is_sound():
        timed(f"environment: .venv with Python {sys.version.split()[0]}", create)
    timed(f"environment: {lock}", lambda: pip_install("--require-hashes", "--only-binary", ":all:", "-r", lock))
    timed(
        "environment: this checkout", lambda: pip_install("--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    )
    stamp(lock).write_text(digest(lock), encoding="utf-8")


def main(lock: str) -> int:
    """Make the environment ready for what ``lock`` holds and return the exit code."""
    start = perf_counter()
    if is_ready(lock):
        print(f"environment … ready, {perf_counter() - start:.2f} s", flush=True)
        return 0
    os.environ.pop("PYTHONPATH", None)
    try:
        build(lock)
    except subprocess.CalledProcessError as failure:
        command = " ".join(str(part) for part in failure.cmd)
        print(f"\nThe environment could not be built: this failed, see above: {command}", file=sys.stderr)
        return 2
    print(f"environment … {perf_counter() - start:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SUFFICES:
        sys.exit(f"usage: environment.py {RUNTIME} | {DEV}")
    sys.exit(main(sys.argv[1]))
