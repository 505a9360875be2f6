"""The command ``grondslag``: 0 when all is well, 1 for findings, 2 for input that cannot be used, in one sentence."""

import gc
import sys
from collections.abc import Sequence

import typer

from grondslag.cli import (
    clearing,
    consents,
    databases,
    desk,
    differences,
    discovery,
    everywhere,
    forecasts,
    journals,
    portability,
    proof,
    rectifying,
    requests,
    rights,
    statements,
)
from grondslag.cli.failures import PIPE_CLOSED, STOPPED, sentence

app = typer.Typer(
    name="grondslag",
    help="Executes a privacy statement: reads it, judges it, and makes databases obey it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for commands in (
    *(statements, differences, databases, discovery, forecasts, requests),
    *(rights, rectifying, portability, everywhere, desk, consents, journals, clearing, proof),
):
    commands.add_to(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command, by default the one of this process, and returns its exit code: 0, 1 or 2.

    Stopped by the keyboard it is 130, and 141 when nobody reads the output any more, as other commands have it. An
    error that is not the input's is a mistake of ours, and is raised.
    """
    try:
        code = _invoked(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return PIPE_CLOSED
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        print(f"grondslag: {said}", file=sys.stderr)
        return 2
    if code == STOPPED:
        print("grondslag: interrupted: what was done is whole; run it again to finish", file=sys.stderr)
    return code


def _invoked(arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="grondslag", standalone_mode=False)
    except SystemExit as end:
        # Typer itself ends the process when the reader of a pipe has gone away.
        raise BrokenPipeError from end
    return code if isinstance(code, int) else 0


def run() -> None:
    """The entry point of the installed command."""
    # A command is short-lived: looking for cyclic garbage less often makes it some 7 % faster.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    code = main()
    # What is left is not worth looking through for cycles before the process ends.
    gc.freeze()
    if code == PIPE_CLOSED:
        # What is still in the buffer has no reader; without this the interpreter complains about it at its end.
        sys.stdout = None
    sys.exit(code)


if __name__ == "__main__":
    run()
