"""Has an address belong to one account that somebody can sign in to."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The second."""

    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="person",
            name="one_account_for_an_address",
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("joined_at__isnull", False), ("username__isnull", False)),
                fields=("email",),
                name="one_account_for_an_address",
            ),
        ),
    ]
