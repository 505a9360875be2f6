"""What is typed in about an organisation and about those who act for it."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from facturis.services.organisations import checks
from facturis.services.organisations.models import Mandate, Organisation
from facturis.website.accounts.forms import EmailForm

# What a browser or an assistant fills in by itself (WCAG 2.2, 1.3.5).
COMPLETES = {
    "company": "organization",
    "street": "street-address",
    "postcode": "postal-code",
    "city": "address-level2",
    "country": "country",
    "phone": "tel",
    "email": "email",
}


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg] # not generic when it runs
    """What an invoice says of an organisation (I.D)."""

    # Written as people do, with spaces and dots; what is kept is shorter.
    kvk_number = forms.CharField(
        label=_("Trade register number (KvK)"), max_length=40, required=False,
        help_text=_("Eight digits, for an organisation in the Netherlands."),
    )  # fmt: skip
    vat_number = forms.CharField(
        label=_("VAT number"), max_length=40, required=False,
        help_text=_("With the country in front, as NL123456789B01."),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=checks.countries, initial="NL")

    class Meta:
        model = Organisation
        fields: ClassVar = [
            "company", "kvk_number", "vat_number", "street", "country", "postcode", "city", "email", "phone",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, says in COMPLETES.items():
            self.fields[name].widget.attrs["autocomplete"] = says

    def clean_company(self) -> str:
        """On one line, as it stands in the subject of a mail."""
        company: str = self.cleaned_data["company"]
        return " ".join(company.split())

    def clean_kvk_number(self) -> str | None:
        """Eight digits. Raises ValidationError."""
        return checks.known_by("kvk", self.cleaned_data["kvk_number"])

    def clean_vat_number(self) -> str | None:
        """With its check digits. Raises ValidationError."""
        return checks.known_by("btw", self.cleaned_data["vat_number"])

    def clean_postcode(self) -> str:
        """As the country, which stands before it, writes it. Raises ValidationError."""
        return checks.post_code(self.cleaned_data["postcode"], self.cleaned_data.get("country", ""))

    def clean_email(self) -> str:
        """Small letters, as accounts keep it."""
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean_phone(self) -> str | None:
        """As it is dialled from anywhere; without a country, as it is dialled there. Raises ValidationError."""
        return checks.known_by("phone", self.cleaned_data["phone"], self.cleaned_data.get("country") or "NL")


class BankForm(forms.ModelForm):  # type: ignore[type-arg] # not generic when it runs
    """Where an organisation pays from (I.C)."""

    iban = forms.CharField(label=_("IBAN"), max_length=60, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=20, required=False, help_text=_("Only for a bank abroad."))

    class Meta:
        model = Organisation
        fields: ClassVar = ["iban", "bic"]

    def clean_iban(self) -> str | None:
        """With its check digits. Raises ValidationError."""
        return checks.known_by("iban", self.cleaned_data["iban"])

    def clean_bic(self) -> str | None:
        """Of 8 or 11 places. Raises ValidationError."""
        return checks.bank_code(self.cleaned_data["bic"])


class InvitationForm(EmailForm):
    """Whom to invite, and what they may do."""

    mandate = forms.ChoiceField(
        label=_("Mandate"), choices=Mandate.choices, initial=Mandate.READ, widget=forms.RadioSelect
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "off"  # it is somebody else's

    def clean_mandate(self) -> Mandate:
        """The mandate itself."""
        return Mandate(self.cleaned_data["mandate"])
