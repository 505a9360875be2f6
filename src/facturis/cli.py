"""The command `facturis`."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from grondslag.cli.failures import STOPPED, sentence
from grondslag.cli.options import On

app = typer.Typer(
    name="facturis",
    help="The privacy statement that runs.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def demo(
    directory: Annotated[
        Path, typer.Option("--directory", metavar="DIR", help="Where its files go; made anew each time.")
    ] = Path("build/demo"),
    people: Annotated[int, typer.Option("--people", metavar="N", help="How many people the database is about.")] = 5000,
    statement: Annotated[
        Path | None, typer.Option("--statement", metavar="FILE", help="Read this statement, not the shipped one.")
    ] = None,
    on: On = None,
    serve: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="End in the product, with a company; by default on a terminal only."),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where it is served; 0 takes a free one.")
    ] = 8000,
) -> int:
    """Show the whole idea on real input: read, judge, audit, sweep, prove; ends with 1 when a check fails.

    Then it serves the product until it is stopped, over a company of its own.
    """
    from facturis.demo import show

    def first() -> int:
        return show(directory, people, statement, on)

    if serve is None:
        # Nobody is there to stop it in a pipe or a job.
        serve = sys.stdin.isatty() and sys.stdout.isatty()
    if not serve:
        return first()
    from facturis.config.demonstration import demonstrate

    return demonstrate(directory, port, first)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> int:
    """Serve the product in one process; DATABASE_URL names its database, FACTURIS_DIRECTORY the folder of its files."""
    from facturis.config.serve import serve as until_stopped

    return until_stopped(host, port)


@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
def manage(arguments: Annotated[list[str] | None, typer.Argument(metavar="COMMAND …")] = None) -> int:
    """Run a command on the product's database: sweep, audit, check, migrate, or another of Django's."""
    from facturis.config.serve import manage as run_command

    return run_command(arguments or ["help"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 a check failed, 2 input that cannot be used."""
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="facturis", standalone_mode=False)
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        print(f"facturis: {said.replace('grondslag --help', 'facturis --help')}", file=sys.stderr)
        return 2
    if code == STOPPED:
        print("facturis: interrupted: run it again to start anew", file=sys.stderr)
    return code if isinstance(code, int) else 0


def run() -> None:
    """The entry point of the installed command."""
    # Judging makes many objects and no cycles worth looking for: the usual thresholds more than double its time.
    gc.set_threshold(100_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    code = main()
    # What is left is not worth looking through for cycles before the process ends.
    gc.freeze()
    sys.exit(code)
