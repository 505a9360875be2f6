"""What is typed in, chosen or dropped in the documents room."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from facturis.security.protection import limits
from facturis.services.agreements.reads import Shown
from facturis.services.documents import reads
from facturis.services.documents.models import Dossier, Step, Track
from facturis.services.documents.reads import Receiver
from facturis.website.accounts.models import Person

Action = Step.Action
NEW = "new"
MOST_FILES = 20


class ManyFiles(forms.FileInput):
    """An input of files that takes several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more; what each of them is, is found out when it is read."""

    widget = ManyFiles

    def clean(self, data: Any, *_initial: Any) -> "list[UploadedFile[Any]]":
        """The files. Raises ValidationError for none, or too many."""
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(data) > MOST_FILES:
            raise forms.ValidationError(_("Hand in at most %(most)s files at once.") % {"most": MOST_FILES})
        return list(data)


class HandInForm(forms.Form):
    """Files, and under which agreement they are kept where there are several."""

    agreement = forms.TypedChoiceField(label=_("Under which agreement?"), coerce=int)
    documents = FilesField(label=_("Files"), help_text=_("At most 20 at once, of at most 25 MB each."))

    def __init__(self, open_to: list[Shown], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["agreement"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [(each.agreement.pk, each.company or _("Yourself")) for each in open_to]
        if len(open_to) == 1:
            asked.initial, asked.widget = open_to[0].agreement.pk, forms.HiddenInput()


class DecisionForm(forms.Form):
    """A decision, with the reason where one is owed to the other side."""

    action = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a dispute. Whoever delivered the document reads it."),
    )  # fmt: skip

    def __init__(self, possible: tuple[Action, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["action"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [(each.value, DECISIONS[each]) for each in possible]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a dispute without a reason."""
        given = super().clean() or {}
        if given.get("action") == Action.DISPUTED and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say what is wrong, so that it can be put right."))
        return given


DECISIONS: Mapping[Action, Any] = {
    Action.APPROVED: _("Approve"),
    Action.DISPUTED: _("Dispute"),
    Action.PAID: _("Mark as paid"),
    Action.SIGNED_OFF: _("Sign off: nothing can be decided on it after this"),
}


class DossierForm(forms.Form):
    """A dossier that is there, a new one, or none."""

    dossier = forms.ChoiceField(label=_("Dossier"), required=False)
    name = forms.CharField(label=_("Name of a new dossier"), required=False, max_length=100)

    def __init__(self, there: list[Dossier], now: int | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["dossier"]
        assert isinstance(asked, forms.ChoiceField)
        named = [(str(each.pk), each.name) for each in there if each.name]
        asked.choices = [("", _("In no dossier")), *named, (NEW, _("In a new dossier, named below"))]
        asked.initial = str(now or "")

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a new dossier without a name. A name alone means a new one."""
        given = super().clean() or {}
        given["name"] = given.get("name", "").strip()
        if given.get("dossier") == NEW and not given["name"] and "name" not in self.errors:
            self.add_error("name", _("Name the new dossier."))
        return given


class TrackForm(forms.Form):
    """Which of the two terms a document is kept for."""

    track = forms.ChoiceField(label=_("Kept until"), choices=Track.choices, widget=forms.RadioSelect)


class DeliverForm(forms.Form):
    """To whom: a customer whom the document names, confirmed by a person, or an address."""

    customer = forms.TypedChoiceField(label=_("Customer"), required=False, coerce=int, empty_value=None)
    email = forms.EmailField(
        label=_("E-mail address of the receiver"), required=False, max_length=254,
        help_text=_("The address with which they have their account here."),
    )  # fmt: skip

    def __init__(self, customers: Mapping[int, str], by: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        asked = self.fields["customer"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [("", _("Somebody else, by e-mail address")), *customers.items()]
        if not customers:
            del self.fields["customer"]

    def clean(self) -> dict[str, Any]:
        """Adds ``receiver``. Raises ValidationError where nobody is meant, or nobody can receive."""
        given = super().clean() or {}
        customer, email = given.get("customer"), given.get("email")
        if self.errors:
            return given
        if bool(customer) == bool(email):
            self.add_error("email", _("Choose a customer or type an address, one of the two."))
            return given
        if limits.exceeded("deliver", str(self.by.pk)):
            raise forms.ValidationError(_("That was tried too often. Wait an hour."), code="limit")
        found: Receiver | None = reads.receiver_at(customer) if customer else reads.receiver(email or "")
        if found is None:
            self.add_error(
                "customer" if customer else "email",
                _("Nobody receives documents here under it. Ask for another address, or make a link to share."),
            )
        given["receiver"] = found
        return given


class ShareForm(forms.Form):
    """For how long a link opens the document."""

    days = forms.TypedChoiceField(
        label=_("The link works for"), coerce=int, initial=7, widget=forms.RadioSelect,
        choices=[(1, _("one day")), (7, _("a week")), (30, _("thirty days"))],
    )  # fmt: skip
