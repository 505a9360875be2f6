"""The demonstration: a statement read and judged, a legacy database swept by it, and one person's erasure proven."""

from datetime import date
from pathlib import Path
from time import perf_counter

from facturis.demo.folder import made_anew
from facturis.demo.telling import Telling


def show(directory: Path, people: int = 5000, statement: Path | None = None, on: date | None = None) -> int:
    """Runs the demonstration in ``directory``, which it makes anew; 0 when every check that it prints holds, else 1.

    ``statement`` is a file of TOML or prose, the shipped statement when None; ``on`` the day that counts as today.
    Raises InputError, StatementError, StoreError and OSError for input that cannot be used.
    """
    from facturis.demo.database import audited_and_swept, imported
    from facturis.demo.person import erased
    from facturis.demo.statement import in_force, told

    begun, telling = perf_counter(), Telling()
    source = told(statement)
    made_anew(directory)
    in_force(telling, source, directory, on)
    with imported(telling, source, directory, people, on) as scene:
        audited_and_swept(telling, scene)
        erased(telling, scene)
        commands = tuple(scene.commands())
    return telling.end(perf_counter() - begun, commands)
