"""What a person types in about means of sign-in."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from facturis.website.accounts.factors import actions
from facturis.website.accounts.models import Passkey, Person

TOO_OFTEN = _("Too many tries. Wait a quarter of an hour.")


class NameForm(forms.ModelForm):  # type: ignore[type-arg] # not generic when it runs
    """What somebody calls a passkey, to tell it from others."""

    class Meta:
        model = Passkey
        fields: ClassVar = ["name"]
        help_texts: ClassVar = {"name": _("Such as: my telephone. It is for you alone.")}


class AppCodeForm(forms.Form):
    """The code that an app shows."""

    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("Six digits, which the app shows."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """A code to sign in with, used up by it, not without end."""

    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("Six digits of your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip

    def __init__(self, request: HttpRequest, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person

    def clean_code(self) -> str:
        """Raises ValidationError for a wrong code, and for any once there were too many."""
        given: str = self.cleaned_data["code"]
        try:
            good = actions.use_code(self.request, self.person, given)
        except actions.TooOften:
            raise forms.ValidationError(TOO_OFTEN, code="locked") from None
        if not good:
            raise forms.ValidationError(_("This code is wrong, or it was used: wait for the next one."), code="wrong")
        return given
