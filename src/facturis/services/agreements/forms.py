"""What is typed in about an agreement: that its terms are accepted, and which service it is on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facturis.pages.prices import PLANS, Plan, plan
from facturis.services.agreements import terms
from facturis.services.organisations.forms import DetailsForm


class InForce(forms.HiddenInput):
    """Shows the version of the terms in force, whatever was shown before."""

    def format_value(self, value: Any) -> str:  # noqa: ARG002 - Django's call
        """The version that the page shows."""
        return terms.in_force().version


class TermsForm(forms.Form):
    """The terms, accepted in the version that was shown."""

    accepted = forms.BooleanField(label=_("I accept these terms of service"), label_suffix="")
    terms = forms.CharField(widget=InForce)

    def clean_terms(self) -> str:
        """Raises ValidationError when another version is in force by now, or none was shown."""
        given: str = self.cleaned_data["terms"]
        if given != terms.in_force().version:
            raise forms.ValidationError(_("The terms have changed: read them and send this again."), code="changed")
        return given


class NewCustomerForm(DetailsForm, TermsForm):
    """An organisation that becomes a customer, and the terms that are accepted for it."""

    field_order = (*DetailsForm.Meta.fields, "accepted", "terms")


class ServiceForm(forms.Form):
    """Another service than the one that was agreed on."""

    service = forms.ChoiceField(label=_("Service"), widget=forms.RadioSelect)

    def __init__(self, now: str | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["service"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [
            (each.code, _("%(name)s, € %(monthly)s a month") % {"name": each.name, "monthly": each.monthly})
            for each in PLANS
            if each.code != now
        ]

    def clean_service(self) -> Plan:
        """The plan that was chosen."""
        found = plan(self.cleaned_data["service"])
        assert found  # one of the choices
        return found
