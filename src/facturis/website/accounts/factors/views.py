"""The pages of what secures an account beside its password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import RedirectURLMixin
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from facturis.guard.purpose import processing
from facturis.security.protection.actions import Event
from facturis.website.accounts import entry, reads
from facturis.website.accounts.factors import actions, codes, passkeys
from facturis.website.accounts.factors.confirming import confirm, confirmed
from facturis.website.accounts.factors.forms import TOO_OFTEN, AppCodeForm, CodeForm, NameForm
from facturis.website.accounts.factors.passkeys import PasskeyRefused
from facturis.website.accounts.forms import PasswordForm
from facturis.website.accounts.models import CodeSource, Passkey, Person

HOUR = 3600


def _unproven() -> str:
    return _("This passkey was not accepted. Try again, or use your password.")


@processing("III.C")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Asks whoever gave the password for a code, or for a passkey in its place."""
    if (waiting := entry.awaited(request)) is None:
        return redirect("accounts:sign_in")
    person, to = waiting
    form = CodeForm(request, person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return entry.entered(request, person, to)
    return render(
        request, "accounts/factors/sign_in_code.html",
        {"form": form, "options": passkeys.to_sign_in(request), "next": to, "passkeys": person.passkeys.exists()},
    )  # fmt: skip


@method_decorator(processing("III.C"), name="dispatch")
class SignInByPasskey(RedirectURLMixin, View):
    """Signs in whoever holds a passkey, which asks for no name and no password."""

    http_method_names = ("post",)
    next_page = "accounts:home"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Goes to where the person wanted to be, or says that the passkey was not accepted."""
        try:
            person = actions.use_passkey(request, request.POST.get("credential", ""))
        except (PasskeyRefused, actions.TooOften) as refused:
            messages.error(request, TOO_OFTEN if isinstance(refused, actions.TooOften) else _unproven())
            return redirect("accounts:sign_in")
        return entry.entered(request, person, self.get_success_url(), Event.SIGNED_IN_BY_PASSKEY)


@method_decorator([processing("III.C"), login_required], name="dispatch")
class Confirm(RedirectURLMixin, View):
    """Asks for the password or a passkey, before a change that an open browser alone should not make."""

    next_page = "accounts:factors"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Both ways to confirm."""
        return self._shown(PasswordForm(reads.signed_in_person(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Goes on to the change, or says what was wrong."""
        person = reads.signed_in_person(request)
        if answer := request.POST.get("credential"):
            form = PasswordForm(person)
            try:
                actions.use_passkey(request, answer, person)
            except PasskeyRefused:
                messages.error(request, _unproven())
                return self._shown(form)
            except actions.TooOften:
                messages.error(request, TOO_OFTEN)
                return self._shown(form)
        elif not (form := PasswordForm(person, request.POST)).is_valid():
            return self._shown(form)
        confirm(request)
        return redirect(self.get_success_url())

    def _shown(self, form: PasswordForm) -> HttpResponse:
        known = list(form.person.passkeys.all())
        options = passkeys.to_confirm(self.request, form.person, known) if known else ""
        shown = {"form": form, "options": options, "next": self.get_redirect_url()}
        return render(self.request, "accounts/factors/confirm.html", shown)


@processing("III.C")
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What secures the account, to be added to and removed."""
    person = reads.signed_in_person(request)
    shown = {
        "passkeys": person.passkeys.order_by("added_at"),
        "source": CodeSource.objects.filter(person=person).first(),
        "left": person.recovery_codes.count(),
    }
    return render(request, "accounts/factors/home.html", shown)


@processing("III.C")
@login_required
@confirmed
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Takes in the passkey that the browser makes."""
    person = reads.signed_in_person(request)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_passkey(request, person, form.cleaned_data["name"], request.POST.get("credential", ""))
        except PasskeyRefused:
            form.add_error(None, _("No passkey was made: try again."))
        else:
            messages.success(request, _("Your passkey is added."))
            return _with_recovery(request, person)
    options = passkeys.to_add(request, person, person.passkeys.all())
    return render(request, "accounts/factors/add_passkey.html", {"form": form, "options": options})


@processing("III.C")
@login_required
@confirmed
def rename_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Gives a passkey another name."""
    form = NameForm(request.POST or None, instance=_own_passkey(request, number))
    if request.method == "POST" and form.is_valid():
        actions.rename_passkey(form.instance)
        messages.success(request, _("Your passkey has another name."))
        return redirect("accounts:factors")
    return render(request, "accounts/factors/rename_passkey.html", {"form": form})


@processing("III.C")
@login_required
@confirmed
def remove_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Removes a passkey."""
    passkey = _own_passkey(request, number)
    if request.method == "POST":
        actions.remove_passkey(reads.signed_in_person(request), passkey, request.build_absolute_uri)
        messages.success(request, _("Your passkey is removed."))
        return redirect("accounts:factors")
    return render(request, "accounts/factors/remove_passkey.html", {"passkey": passkey})


@processing("III.C")
@login_required
@confirmed
def add_app(request: HttpRequest) -> HttpResponse:
    """Shows a secret for an app to take in, and takes a code as the proof; nothing is stored before it."""
    person = reads.signed_in_person(request)
    secret = _offered(person, request.POST.get("secret", ""))
    form = AppCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.add_app(person, secret, form.cleaned_data["code"], request.build_absolute_uri):
            messages.success(request, _("Your app is added."))
            return _with_recovery(request, person)
        form.add_error("code", _("This is not the code that the app shows now: look again."))
    shown = {
        "form": form,
        "secret": secret,
        "token": signing.dumps(secret, salt=_offer(person)),
        "picture": codes.picture(person, secret),
    }
    return render(request, "accounts/factors/add_app.html", shown)


@processing("III.C")
@login_required
@confirmed
def remove_app(request: HttpRequest) -> HttpResponse:
    """Removes the app."""
    if request.method == "POST":
        actions.remove_app(reads.signed_in_person(request), request.build_absolute_uri)
        messages.success(request, _("Your app is removed."))
        return redirect("accounts:factors")
    return render(request, "accounts/factors/remove_app.html")


@processing("III.C")
@login_required
@confirmed
def renew_recovery(request: HttpRequest) -> HttpResponse:
    """Makes new recovery codes, and shows them once."""
    person = reads.signed_in_person(request)
    if not reads.secured(person):
        return redirect("accounts:factors")
    if request.method == "POST":
        return _shown_once(request, person)
    return render(request, "accounts/factors/renew_recovery.html")


def _with_recovery(request: HttpRequest, person: Person) -> HttpResponse:
    """What follows on a means that was added: recovery codes, where there are none yet."""
    return redirect("accounts:factors") if person.recovery_codes.exists() else _shown_once(request, person)


def _shown_once(request: HttpRequest, person: Person) -> HttpResponse:
    made = actions.renew_recovery(person, request.build_absolute_uri)
    return render(request, "accounts/factors/recovery.html", {"codes": made, "text": "\n".join(made) + "\n"})


def _own_passkey(request: HttpRequest, number: int) -> Passkey:
    return get_object_or_404(Passkey, pk=number, person=reads.signed_in_person(request))


def _offer(person: Person) -> str:
    return f"secret offered to {person.pk}"


def _offered(person: Person, token: str) -> str:
    """The secret that a form shows again, or a fresh one where it shows none that was offered within the hour."""
    try:
        return str(signing.loads(token, salt=_offer(person), max_age=HOUR))
    except signing.BadSignature:
        return codes.fresh()
