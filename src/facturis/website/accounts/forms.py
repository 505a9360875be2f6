"""What a person types in about an account."""

from typing import Any, ClassVar, cast

import phonenumbers
from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordMixin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from facturis.guard import statement
from facturis.security.protection import limits
from facturis.security.protection.actions import Event, record
from facturis.website.accounts import reads
from facturis.website.accounts.models import Person

LOCKED = _("Too many tries. Wait a quarter of an hour, or ask for a new password by mail.")
TOO_OFTEN = _("That was asked too often. Wait an hour, and look among unwanted mail meanwhile.")

# What a browser or an assistant fills in by itself (WCAG 2.2, 1.3.5).
COMPLETES = {
    "username": "username",
    "name": "name",
    "street": "street-address",
    "postcode": "postal-code",
    "city": "address-level2",
    "country": "country-name",
    "phone": "tel",
}


class EmailForm(forms.Form):
    """Asks for an address to mail to, not without end."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        """The address as accounts keep it. Raises ValidationError when mail was asked for too often."""
        email: str = self.cleaned_data["email"].lower()
        if limits.exceeded("mail", email, self.request):
            raise forms.ValidationError(TOO_OFTEN, code="limit")
        return email


class PersonForm(forms.ModelForm):  # type: ignore[type-arg] # not generic when it runs
    """Everything about oneself that needs no confirmation."""

    class Meta:
        model = Person
        fields: ClassVar = [*COMPLETES, "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, says in COMPLETES.items():
            self.fields[name].widget.attrs["autocomplete"] = says
        for name in ("username", "name", "language"):
            self.fields[name].required = True

    def clean_username(self) -> str:
        """Small letters, so that no two names differ by capitals alone."""
        username: str = Person.normalize_username(self.cleaned_data["username"])
        return username.lower()

    def clean_phone(self) -> str | None:
        """The number as it is dialled from anywhere; a number without a country is Dutch."""
        given = self.cleaned_data["phone"]
        if not given:
            return None
        try:
            number = phonenumbers.parse(given, "NL")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(_("This is no telephone number: write it as +31 6 12345678."), code="phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class InForce(forms.HiddenInput):
    """Shows the version of the statement in force, whatever was shown before."""

    def format_value(self, value: Any) -> str:  # noqa: ARG002 - Django's call
        """The version that the page shows."""
        return statement.in_force().version


class SignUpForm(SetPasswordMixin[Person], PersonForm):
    """A new account; the version of the statement that was shown comes back with it."""

    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("Password"), label2=_("Password again"))
    statement = forms.CharField(widget=InForce)

    def clean_statement(self) -> str:
        """Raises ValidationError when another version is in force by now, or none was shown."""
        given: str = self.cleaned_data["statement"]
        if given != statement.in_force().version:
            raise forms.ValidationError(_("The privacy statement has changed: read it and send this again."), "changed")
        return given

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, and not easily guessed by whoever knows the rest."""
        cleaned = super().clean() or self.cleaned_data
        self.validate_passwords()
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # fills the instance, which the password is compared with
        self.validate_password_for_user(self.instance)


class SignInForm(AuthenticationForm):
    """Username and password, not without end: neither for one name nor from one address."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a wrong password, and for any once there were too many."""
        username = self.cleaned_data.get("username", "")
        known = reads.by_username(username)
        if limits.exceeded("sign_in", username, self.request):
            if known:
                record(known.pk, Event.LOCKED_OUT)
            raise forms.ValidationError(LOCKED, code="locked")
        try:
            super().clean()
        except forms.ValidationError:
            if known:
                record(known.pk, Event.SIGN_IN_FAILED)
            raise
        limits.forget("sign_in", username)
        return self.cleaned_data


class OfPerson(forms.Form):
    """A form about one person's password."""

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person


class PasswordForm(OfPerson):
    """The account's own password once more, before something that an open browser alone should not do."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def clean_password(self) -> str:
        """Raises ValidationError for a wrong password, and for any once there were too many."""
        given = cast(str, self.cleaned_data["password"])
        user = self.person.pk
        if limits.exceeded("password", str(user)):
            record(user, Event.LOCKED_OUT)
            raise forms.ValidationError(LOCKED, code="locked")
        if not self.person.check_password(given):
            record(user, Event.SIGN_IN_FAILED)
            raise forms.ValidationError(_("This is not your password."), code="wrong")
        limits.forget("password", str(user))
        return given


class NewPasswordForm(SetPasswordMixin[Person], OfPerson):
    """Twice the password that takes the place of one forgotten."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("New password again")
    )

    def clean(self) -> dict[str, Any]:
        """Both alike, and not easily guessed."""
        self.validate_passwords()
        self.validate_password_for_user(self.person)
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm, PasswordForm):
    """The password now, and twice the one that takes its place."""
