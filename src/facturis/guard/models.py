"""What the gate refused, counted: nobody's name, and no more rows than there are ways to be refused on a day."""

from typing import ClassVar

from django.db import models

from facturis.guard.declare import Plain, Privacy


class Denial(models.Model):
    """How often on a day a purpose reached for a column, or a whole table, that the statement does not give it."""

    on = models.DateField()
    purpose = models.CharField(max_length=20)  # "" where none was open
    table = models.CharField(max_length=100)
    column = models.CharField(max_length=100)  # "" for the table
    action = models.CharField(max_length=5)
    times = models.PositiveIntegerField()

    privacy = Privacy(
        columns={
            "id": Plain("a number of the database's own"),
            "on": Plain("the day, of which nobody in particular is part"),
            "purpose": Plain("the number of a purpose"),
            "table": Plain("the name of a table"),
            "column": Plain("the name of a column"),
            "action": Plain("read or write"),
            "times": Plain("how often"),
        }
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "purpose", "table", "column", "action"], name="one_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.action} {self.table}.{self.column} for {self.purpose or 'no purpose'}: {self.times}"
