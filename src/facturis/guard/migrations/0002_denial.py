"""Makes the count of what the gate refused."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """The second."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("guard", "0001_kernel")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Denial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("purpose", models.CharField(max_length=20)),
                ("table", models.CharField(max_length=100)),
                ("column", models.CharField(max_length=100)),
                ("action", models.CharField(max_length=5)),
                ("times", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["on", "purpose", "table", "column", "action"], name="one_count_a_day"
                    )
                ],
            },
        ),
    ]
