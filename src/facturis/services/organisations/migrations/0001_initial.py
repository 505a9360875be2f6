"""Makes the organisations and the mandates of those who act for them."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first."""

    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company", models.CharField(max_length=200, null=True, verbose_name="Company name")),
                (
                    "kvk_number",
                    models.CharField(blank=True, max_length=8, null=True, verbose_name="Trade register number (KvK)"),
                ),
                ("vat_number", models.CharField(blank=True, max_length=20, null=True, verbose_name="VAT number")),
                ("iban", models.CharField(blank=True, max_length=34, null=True, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, null=True, verbose_name="BIC")),
                ("street", models.CharField(max_length=200, null=True, verbose_name="Street and number")),
                ("postcode", models.CharField(max_length=20, null=True, verbose_name="Postcode")),
                ("city", models.CharField(max_length=100, null=True, verbose_name="Town")),
                ("country", models.CharField(max_length=2, null=True, verbose_name="Country")),
                ("customer_number", models.CharField(max_length=20, null=True, verbose_name="Customer number")),
                ("phone", models.CharField(blank=True, max_length=30, null=True, verbose_name="Telephone number")),
                ("email", models.EmailField(max_length=254, null=True, verbose_name="E-mail address for invoices")),
                ("customer_since", models.DateTimeField(auto_now_add=True)),
                ("last_booked_on", models.DateField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mandate",
                    models.CharField(
                        choices=[
                            ("read", "Read: see agreements and documents"),
                            ("hand_in", "Hand in: read, and hand in documents"),
                            ("approve", "Approve: hand in, and approve or sign what others handed in"),
                            ("owner", "Owner: everything, agreements, details and people too"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="Mandate",
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True)),
                ("until", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kvk_number"], name="organisatio_kvk_num_681b98_idx"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["vat_number"], name="organisatio_vat_num_2d7378_idx"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["iban"], name="organisatio_iban_e53f19_idx"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("person", "organisation"),
                name="one_mandate_at_a_time",
            ),
        ),
    ]
