"""The pages of an account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from facturis.guard import statement
from facturis.guard.purpose import processing
from facturis.website.accounts import actions, entry, forms, reads
from facturis.website.accounts.actions import LinkRefused
from facturis.website.accounts.factors import passkeys
from facturis.website.accounts.models import Person

GONE = 410


@processing("III.C")
def ask_sign_up(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and mails it the link to sign up with."""
    form = forms.EmailForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.invite(form.cleaned_data["email"], get_language() or "nl", request.build_absolute_uri)
        return render(request, "accounts/mailed.html")
    return _page(request, "accounts/ask_sign_up.html", form)


@processing("III.C")
def sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Makes the account of whoever follows that link."""
    try:
        email = actions.invited(token)
    except LinkRefused:
        return _refused(request)
    notice = reads.notice("en" if get_language() == "en" else "nl")
    form = forms.SignUpForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = actions.sign_up(form.save(commit=False), email, data["password1"], data["statement"])
        except IntegrityError:
            form.add_error(None, _("Somebody else was just before you: send this again."))
        else:
            actions.sign_in(request, person)
            messages.success(request, _("Welcome: your account is open."))
            return redirect("accounts:home")
    return _page(
        request, "accounts/sign_up.html", form, email=email, notice=notice, version=statement.in_force().version
    )


@method_decorator(processing("III.C"), name="dispatch")
class SignIn(LoginView):
    """Signs in, or offers to open an account again that was closed."""

    template_name = "accounts/sign_in.html"
    authentication_form = forms.SignInForm

    def get_context_data(self, **shown: Any) -> dict[str, Any]:
        """The form, and what a browser is asked for a passkey."""
        return super().get_context_data(options=passkeys.to_sign_in(self.request), **shown)

    def form_valid(self, form: Any) -> HttpResponse:
        """Goes to where the person wanted to be, or asks for what else secures the account."""
        person: Person = form.get_user()
        if reads.secured(person):
            entry.halfway(self.request, person, self.get_success_url())
            return redirect("accounts:sign_in_code")
        return entry.entered(self.request, person, self.get_success_url())


@processing("III.C")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signs out of this browser."""
    actions.sign_out(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:sign_in")


@processing("III.C")
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Signs out of every other browser."""
    person = reads.signed_in_person(request)
    form = forms.PasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.sign_out_everywhere(request, person, form.cleaned_data["password"])
        messages.success(request, _("Every other browser is signed out."))
        return redirect("accounts:home")
    return _page(request, "accounts/sign_out_everywhere.html", form)


@processing("III.C")
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and mails it the link to choose a new password with."""
    form = forms.EmailForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.mail_reset(form.cleaned_data["email"], request.build_absolute_uri)
        return render(request, "accounts/mailed.html")
    return _page(request, "accounts/ask_reset.html", form)


@processing("III.C")
def reset(request: HttpRequest, user: int, token: str) -> HttpResponse:
    """Sets a new password for whoever follows that link."""
    try:
        person = actions.resetting(user, token)
    except LinkRefused:
        return _refused(request)
    form = forms.NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(person, form.cleaned_data["password1"], request.build_absolute_uri)
        messages.success(request, _("Your password is changed: sign in with it."))
        return redirect("accounts:sign_in")
    return _page(request, "accounts/reset.html", form)


@processing("III.C")
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """All that the account holds, to be seen and edited."""
    edited = reads.signed_in(
        reads.signed_in_person(request).pk
    )  # another instance than the layout's, which names who is signed in
    form = forms.PersonForm(request.POST or None, instance=edited)
    if request.method == "POST" and form.is_valid():
        with override(form.save().language):
            messages.success(request, _("Your details are saved."))
        return redirect("accounts:home")
    return _page(request, "accounts/home.html", form)


@processing("III.C")
@login_required
def ask_email(request: HttpRequest) -> HttpResponse:
    """Asks for another address, and mails it the link that makes it the account's."""
    form = forms.EmailForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_email(reads.signed_in_person(request), form.cleaned_data["email"], request.build_absolute_uri)
        return render(request, "accounts/mailed.html")
    return _page(request, "accounts/ask_email.html", form)


@processing("III.C")
@login_required
def change_email(request: HttpRequest, token: str) -> HttpResponse:
    """Makes an address the account's for whoever follows that link."""
    try:
        actions.change_email(reads.signed_in_person(request), token, request.build_absolute_uri)
    except LinkRefused:
        return _refused(request)
    messages.success(request, _("Your e-mail address is changed."))
    return redirect("accounts:home")


@processing("III.C")
@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """Sets another password, and signs out of every other browser."""
    person = reads.signed_in_person(request)
    form = forms.ChangePasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(person, form.cleaned_data["password1"], request.build_absolute_uri)
        update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed."))
        return redirect("accounts:home")
    return _page(request, "accounts/change_password.html", form)


@processing("III.C")
@login_required
def close(request: HttpRequest) -> HttpResponse:
    """Closes the account, of which nothing is left a month later."""
    person = reads.signed_in_person(request)
    form = forms.PasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close(request, person)
        return render(request, "accounts/closing.html", {"gone_on": reads.gone_on(person)})
    return _page(request, "accounts/close.html", form, gone_on=reads.gone_on(person))


@processing("III.C")
@require_POST
def reopen(request: HttpRequest, token: str) -> HttpResponse:
    """Opens an account again that was closed by mistake."""
    try:
        person = actions.reopen(token)
    except LinkRefused:
        return _refused(request)
    actions.sign_in(request, person)
    messages.success(request, _("Your account is open again."))
    return redirect("accounts:home")


def _page(request: HttpRequest, template: str, form: BaseForm, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more})


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/refused.html", status=GONE)
