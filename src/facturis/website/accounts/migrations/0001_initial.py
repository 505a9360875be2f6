"""Makes the persons."""

from typing import ClassVar

import django.contrib.auth.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "This username is taken: choose another."},
                        max_length=60,
                        null=True,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="Username",
                    ),
                ),
                ("password", models.CharField(db_default="", max_length=128, verbose_name="Password")),
                ("email", models.EmailField(max_length=254, null=True, verbose_name="E-mail address")),
                ("name", models.CharField(max_length=200, null=True, verbose_name="Name")),
                ("street", models.CharField(blank=True, max_length=200, null=True, verbose_name="Street and number")),
                ("postcode", models.CharField(blank=True, max_length=20, null=True, verbose_name="Postcode")),
                ("city", models.CharField(blank=True, max_length=100, null=True, verbose_name="Town")),
                ("country", models.CharField(blank=True, max_length=100, null=True, verbose_name="Country")),
                ("phone", models.CharField(blank=True, max_length=20, null=True, verbose_name="Mobile number")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Nederlands"), ("en", "English")],
                        max_length=2,
                        null=True,
                        verbose_name="Language",
                    ),
                ),
                ("statement", models.CharField(db_default="", max_length=20)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("joined_at__isnull", False)),
                        fields=("email",),
                        name="one_account_for_an_address",
                    )
                ],
            },
        ),
    ]
