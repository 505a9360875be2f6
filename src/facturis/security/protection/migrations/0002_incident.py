"""Makes the register of breaches, which only grows, and names what happens with means of sign-in."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from facturis.guard import append_only


class Migration(migrations.Migration):
    """The second."""

    dependencies: ClassVar = [
        ("protection", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="securityentry",
            name="event",
            field=models.CharField(
                choices=[
                    ("account_opened", "Account opened"),
                    ("signed_in", "Signed in"),
                    ("sign_in_failed", "Wrong password given"),
                    ("locked_out", "Locked out after too many tries"),
                    ("signed_out", "Signed out"),
                    ("signed_out_everywhere", "Signed out everywhere"),
                    ("reset_asked", "New password asked for by mail"),
                    ("password_changed", "Password changed"),
                    ("email_changed", "E-mail address changed"),
                    ("account_closed", "Account closed"),
                    ("account_reopened", "Account opened again"),
                    ("signed_in_by_passkey", "Signed in with a passkey"),
                    ("factor_refused", "Wrong code or passkey given"),
                    ("passkey_added", "Passkey added"),
                    ("passkey_renamed", "Passkey renamed"),
                    ("passkey_removed", "Passkey removed"),
                    ("app_added", "App for one-time codes added"),
                    ("app_removed", "App for one-time codes removed"),
                    ("recovery_made", "Recovery codes made"),
                    ("recovery_used", "Recovery code used"),
                ],
                db_default="",
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("person", "a person"), ("lock_outs", "many accounts were locked out within an hour")],
                        default="person",
                        max_length=20,
                    ),
                ),
                ("noticed_at", models.DateTimeField()),
                (
                    "facts",
                    models.TextField(
                        help_text="It names nobody: how many people and what kinds of data, not whose.",
                        verbose_name="What happened",
                    ),
                ),
                (
                    "consequences",
                    models.TextField(
                        help_text="It names nobody: how many people and what kinds of data, not whose.",
                        verbose_name="Its consequences",
                    ),
                ),
                (
                    "measures",
                    models.TextField(
                        help_text="It names nobody: how many people and what kinds of data, not whose.",
                        verbose_name="What was done about it",
                    ),
                ),
                ("notified_at", models.DateTimeField(null=True)),
                (
                    "not_notified",
                    models.TextField(
                        default="",
                        help_text="It names nobody: how many people and what kinds of data, not whose.",
                        verbose_name="Why the authority is not told",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="protection.incident",
                    ),
                ),
            ],
            options={
                "db_table": "protection_incident",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("notified_at__isnull", True), ("not_notified", ""), _connector="OR"),
                        name="told_or_why_not",
                    )
                ],
            },
        ),
        append_only.guard("protection_incident"),
    ]
