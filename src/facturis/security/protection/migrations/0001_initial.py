"""Makes the security log, which only grows."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from facturis.guard import append_only


class Migration(migrations.Migration):
    """The first."""

    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SecurityEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("account_opened", "Account opened"),
                            ("signed_in", "Signed in"),
                            ("sign_in_failed", "Wrong password given"),
                            ("locked_out", "Locked out after too many wrong passwords"),
                            ("signed_out", "Signed out"),
                            ("signed_out_everywhere", "Signed out everywhere"),
                            ("reset_asked", "New password asked for by mail"),
                            ("password_changed", "Password changed"),
                            ("email_changed", "E-mail address changed"),
                            ("account_closed", "Account closed"),
                            ("account_reopened", "Account opened again"),
                        ],
                        db_default="",
                        max_length=30,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="security_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "protection_securityentry",
            },
        ),
        append_only.guard("protection_securityentry"),
    ]
