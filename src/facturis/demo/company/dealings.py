"""What is done with documents in two years: handed in, found, filed, delivered, answered, and shared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from facturis.demo.company.casting import LONGEST, Cast
from facturis.demo.company.contents import COURSE, Occasion, Paper
from facturis.demo.company.parties import Customer
from facturis.services.documents import actions, intake, reads
from facturis.services.documents.models import Document, Find, Step, Track
from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.intake import Read, read
from facturis.services.documents.reads import Receiver
from facturis.services.organisations.models import Mandate

Action = Step.Action
DOSSIERS = ("Administratie", "Lantaarns", "Overeenkomsten")
# What a receiver decides in the end, each with the days that it takes.
ANSWERS: tuple[tuple[tuple[Action, int], ...], ...] = (
    ((Action.APPROVED, 2), (Action.PAID, 14), (Action.SIGNED_OFF, 20)),
    ((Action.APPROVED, 3),),
    ((Action.DISPUTED, 2),),
    ((Action.PAID, 9),),
    ((Action.DISPUTED, 1), (Action.APPROVED, 6), (Action.PAID, 21)),
    (),
)
SOONEST = timedelta(days=max(days for answer in ANSWERS for _, days in answer) + 1)


def deal(cast: Cast, count: int) -> None:
    """Plans that so many documents are handed in, spread over two years, more of them the later it gets."""
    for number in range(1, count + 1):
        ago = round(1 + (LONGEST - 15) * (1 - number / count) ** 1.3)
        moment = cast.timeline.day(ago, cast.draw.randrange(600))
        running = [each for each in cast.customers if each.runs(moment, SOONEST.days)]
        sellers = [each for each in running if each.number]
        first = sellers[0] if number % 8 == 1 else cast.draw.choice(sellers)
        others = [each for each in running if each is not first]
        if not others:
            continue
        second = cast.customers[0] if number % 8 == 5 and cast.customers[0] in others else cast.draw.choice(others)
        life = _Life(cast, number, first, second, moment)
        cast.timeline.at(moment, life.begin)


@dataclass(slots=True)
class _Life:
    """One document, handed in by the first customer at a moment, and mostly meant for the second."""

    cast: Cast
    number: int
    giver: Customer
    receiver: Customer
    moment: datetime

    def begin(self) -> None:
        """Hands it in, and plans what comes of it."""
        paper = COURSE[(self.number - 1) % len(COURSE)](self._occasion())
        by = self.giver.who(Mandate.HAND_IN, self.moment, self.cast.draw)
        source = Document.Source.MAIL if paper.name.endswith(".eml") else Document.Source.UPLOAD
        made = _handed_in(Document(agreement=self.giver.agreement, given_by=by, name=paper.name, source=source), paper)
        if made is None:
            return
        later = {
            30: (self.number % 3 != 1, self._file), 60: (True, self._settle),
            120: (made.kind in ("XML", "TEXT", "PDF"), self._deliver), 180: (self.number % 9 == 2, self._share),
        }  # fmt: skip
        for minutes, (happens, work) in later.items():
            if happens:
                self._after(timedelta(minutes=minutes), work, made)

    def _after(self, wait: timedelta, work: Callable[[Document], object], document: Document) -> None:
        self.cast.timeline.at(self.moment + wait, lambda: work(document))

    def _occasion(self) -> Occasion:
        email = "" if self.receiver.number == 0 else f"bedrijf-{self.receiver.number:02d}@example.com"
        return Occasion(
            self.number, self.moment.date(), self.giver.number, f"bedrijf-{self.giver.number:02d}@example.com",
            self.receiver.name, email or str(self.receiver.owner.person.email), self.cast.draw,
        )  # fmt: skip

    def _file(self, document: Document) -> None:
        """Puts it into a dossier; a contract is kept as long as the books."""
        dossier = actions.dossier(self.giver.agreement, DOSSIERS[self.number % len(DOSSIERS)])
        actions.file_in(document, dossier)
        if document.name == "contract.pdf":
            actions.reclass(document, Track.FISCAL)

    def _settle(self, document: Document) -> None:
        """Somebody looks at what was found in it: who is meant is, but for one in four; the latest are left."""
        if self.cast.timeline.end - self.moment < timedelta(days=10):
            return
        by = self.giver.who(Mandate.HAND_IN, self.moment, self.cast.draw)
        for n, find in enumerate(reads.finds(document)):
            if find.organisation_id:
                actions.settle(find, by, Find.State.REFUSED if (self.number + n) % 4 == 0 else Find.State.CONFIRMED)

    def _deliver(self, document: Document) -> None:
        """Delivers it; the receiver opens it a day later and decides."""
        receiver = _receiver(self.receiver)
        by = self.giver.who(Mandate.HAND_IN, self.moment, self.cast.draw)
        stored = reads.acting_on(by, document.pk, Mandate.HAND_IN)
        assert stored, f"{by} may not deliver it"
        try:
            arrived = actions.deliver(stored, receiver, by, self.cast.absolute).arrived
        except intake.AlreadyThere:
            return
        assert arrived
        if self.number % 10 == 9:  # never looked at
            return
        self._after(timedelta(days=1), actions.opened, arrived)
        for action, days in ANSWERS[self.number % len(ANSWERS)]:
            self._after(timedelta(days=days), lambda each, a=action: self._decide(each, a), arrived)  # type: ignore[misc]

    def _decide(self, arrived: Document, action: Action) -> None:
        by = self.receiver.who(Mandate.APPROVE, self.moment, self.cast.draw)
        reason = "Het aantal klopt niet: er is minder geleverd." if action is Action.DISPUTED else ""
        actions.decide(arrived, by, action, reason, self.cast.absolute)

    def _share(self, document: Document) -> None:
        """Makes a link, which somebody opens; some are withdrawn."""
        by = self.giver.who(Mandate.HAND_IN, self.moment, self.cast.draw)
        secret = actions.share(document, by, 30)
        actions.shared(secret, counted=True)
        if self.number % 2:
            actions.withdraw(document, reads.shares(document)[0].pk)


def _handed_in(document: Document, paper: Paper) -> Document | None:
    """Hands a file in; None where the customer has these bytes already. What many have is read once."""
    try:
        if paper.repeated:
            return intake.keep(document, paper.content, _read(paper.name, paper.content))
        return intake.hand_in(
            document.agreement, document.given_by, paper.name, paper.content, Document.Source(document.source)
        )
    except intake.AlreadyThere:
        return None


@cache
def _read(name: str, content: bytes) -> Read | Unreadable:
    return read(content, name)


def _receiver(customer: Customer) -> Receiver:
    """Where a document for a customer arrives."""
    organisation = customer.agreement.organisation_id
    email = str(customer.owner.person.email)
    found = reads.receiver_at(organisation) if organisation else reads.receiver(email)
    assert found, f"{customer.name} can receive nothing"
    return found
