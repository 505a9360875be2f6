"""verify as a script on its own, and what it says of unusable input."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grondslag.evidence import verify as verify_module
from grondslag.evidence.ledger import export
from grondslag.evidence.receipt import public_key
from grondslag.evidence.verify import main

from .samples import KEY, as_text, sample

SOURCE = Path(verify_module.__file__)
ROWS, RECEIPT = sample()
LEDGER_TEXT, RECEIPT_TEXT = export(ROWS), as_text(RECEIPT)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = folder / "verify.py"
    shutil.copy(SOURCE, script)
    command = [sys.executable, "-I", "-S", str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=60)


def test_the_file_copied_out_runs_alone(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(RECEIPT_TEXT, encoding="utf-8")
    (tmp_path / "ledger.jsonl").write_text(LEDGER_TEXT, encoding="utf-8")
    key = public_key(KEY)
    done = run(tmp_path, "receipt.json", "--ledger", "ledger.jsonl", "--public-key", key, "--head", ROWS[-1].hash)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Ledger: 4 entries.\nValid.\n", "")
    done = run(tmp_path, "ledger.jsonl", "--head", "0" * 63 + "1")
    assert done.returncode == 1
    assert done.stdout.endswith("entries were cut off or replaced.\nNot valid.\n")
    (tmp_path / "receipt.json").write_text(RECEIPT_TEXT.replace('"count": 7', '"count": 8'), encoding="utf-8-sig")
    done = run(tmp_path, "receipt.json")
    assert done.returncode == 1
    assert "the signature does not fit" in done.stdout


def test_the_file_is_short_and_takes_the_standard_library_alone() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    for node in ast.walk(ast.parse(source)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or "."] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)


BAD = {
    "empty": b"",
    "blank": b" \r\n\t\n",
    "binary": bytes(range(256)) * 10,
    "nul": bytes(100),
    "text": b"hello",
    "a list": b"[]",
    "a number": b"12",
    "another version": b'{"version": "grondslag-receipt/9"}',
    "another object": b'{"a": 1}',
    "half a receipt": RECEIPT_TEXT.encode()[:500],
    "half a ledger": LEDGER_TEXT.encode()[:-20],
    "a huge number": b'{"seq": ' + b"9" * 5000 + b"}",
    "nested": b'{"version":' * 100_000,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_sentence_and_exit_2(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "input"
    file.write_bytes(BAD[name])
    assert main([str(file)]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("verify: ")
    assert error.count("\n") == 1
    assert len(error) < 300


def test_a_missing_file_and_a_folder_give_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        assert main([str(path)]) == 2
        assert capsys.readouterr().err.startswith(f"verify: {path}: cannot be read: ")


@pytest.mark.parametrize("piece", [b"x", b"[", b" ", b'{"a":1}\n', b"\xff", b'{"seq":'])
def test_fifty_megabytes_give_one_sentence_and_exit_2(piece: bytes, tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(piece * (50_000_000 // len(piece)))
    done = run(tmp_path, "huge")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.stderr
    (tmp_path / "huge").unlink()


def test_more_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verify_module, "MAX_FILE", 100)
    (tmp_path / "ledger").write_text(LEDGER_TEXT, encoding="utf-8")
    assert main([str(tmp_path / "ledger")]) == 2
    assert "larger than" in capsys.readouterr().err
