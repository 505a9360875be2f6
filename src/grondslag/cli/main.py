"""The command ``grondslag``: 0 when all is well, 1 for findings, 2 for input that cannot be used, in one sentence."""

import gc
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

import typer

from grondslag.cli.failures import PIPE_CLOSED, STOPPED, sentence

# Which module of this folder has which commands, in the order of the help: one command loads its own module alone.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "statements": ("read", "lint", "render", "register", "dpv"),
    "differences": ("diff",),
    "discovery": ("discover",),
    "databases": ("example", "check", "audit", "sweep"),
    "forecasts": ("forecast",),
    "requests": ("access", "erase"),
    "rights": ("restrict", "lift", "withdraw", "consent", "object", "decide-objection"),
    "rectifying": ("rectify",),
    "portability": ("port", "import"),
    "everywhere": ("everywhere",),
    "desk": ("request",),
    "consents": ("consents",),
    "journals": ("replay", "journal"),
    "clearing": ("clear",),
    "proof": ("verify", "ledger"),
}


def app(modules: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with the commands of these modules."""
    made = typer.Typer(
        name="grondslag",
        help="Executes a privacy statement: reads it, judges it, and makes databases obey it.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    made.callback()(_together)
    for name in modules:
        import_module(f"grondslag.cli.{name}").add_to(made)
    return made


def _together() -> None:
    """Executes a privacy statement: reads it, judges it, and makes databases obey it."""


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
    given = list(sys.argv[1:] if arguments is None else arguments)
    owner = [module for module, names in COMMANDS.items() if given[:1] and given[0] in names]
    try:
        code = app(owner or COMMANDS)(args=given, prog_name="grondslag", standalone_mode=False)
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
