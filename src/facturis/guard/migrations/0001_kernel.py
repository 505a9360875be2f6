"""Makes the kernel's own tables: facts, requests, identifiers, and the ledger with what keeps it append-only."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from facturis.guard.store import held
from grondslag.evidence import ledger
from grondslag.stores import facts


def create(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """As the kernel makes them, in the migration's own transaction."""
    with held(editor.connection.alias) as connection:
        facts.create(connection)
        ledger.create(connection)


class Migration(migrations.Migration):
    """It is not undone: what people asked for and what was done about it outlive a version of the program."""

    operations: ClassVar[list[Operation]] = [migrations.RunPython(create)]
