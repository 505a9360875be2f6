"""The rows of the example: what each person left behind in the company's tables."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from grondslag.example.people import STATUS, Person

type Row = dict[str, object]
type Rows = dict[str, list[Row]]

SERVICES = ("bezorgdienst", "documentkluis", "incasso", "factuurportaal")
BROWSERS = ("Browser A 12", "Browser B 7", "Browser C 101")
SYSTEMS = ("Systeem X", "Systeem Y", "Systeem Z")
TOPICS = ("de bezorging", "een factuur", "het wachtwoord", "de koppeling", "een adreswijziging")


class Ledger:
    """The rows so far, by table; ``add`` gives each its number."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.rows: Rows = {}

    def add(self, table: str, row: Row) -> int:
        """Adds a row, numbered from 1 unless it has a number, and returns its number."""
        rows = self.rows.setdefault(table, [])
        row.setdefault("id", len(rows) + 1)
        rows.append(row)
        return len(rows)

    def day(self, person: Person) -> date:
        """A day between the first and the last day of a person."""
        return person.first + timedelta(days=self.rng.randint(0, (person.last - person.first).days))

    def moment(self, day: date) -> datetime:
        """An hour at which offices are open, away from midnight in every zone near."""
        return datetime.combine(day, time(self.rng.randint(8, 19), self.rng.randint(0, 59), self.rng.randint(0, 59)))

    def often(self, chance: float) -> bool:
        """True with this chance."""
        return self.rng.random() < chance

    def times(self, most: int) -> range:
        """From none to ``most`` times."""
        return range(self.rng.randint(0, most))


def history(ledger: Ledger, person: Person, others: int) -> None:
    """Everything that one person left behind; ``others`` is the number of people there are."""
    _customer(ledger, person)
    for part in PARTS:
        part(ledger, person, others)


def strays(ledger: Ledger) -> None:
    """Rows that fit nobody: mail from strangers, visitors without a name, payments without an invoice."""
    day = ledger.today - timedelta(days=300)
    for number in range(12):
        ledger.add("ticket", _ticket(ledger, None, f"vreemde-{number}@example.net", day))
        ledger.add("payment", _payment(None, f"Onbekende-{number}", number, day, 1000 + number))
        ledger.add("newsletter", _subscription(f"losse-lezer-{number}@example.net", f"Lezer-{number}", day, day))
    for number in range(200):
        ledger.add("web_session", _session(ledger, None, number, day))


def _customer(ledger: Ledger, person: Person) -> None:
    rng = ledger.rng
    row: Row = {
        "id": person.id,
        "number": f"K{person.id:06d}",
        "status": STATUS[person.stage] if ledger.often(0.995) else None,
        "name": person.name,
        "company": f"Bedrijf-{person.id:04d} B.V." if person.company else None,
        "kvk_number": f"{90_000_000 + person.id}" if person.company else None,
        "email": person.email,
        "phone": person.phone,
        "language": rng.choice(("nl", "nl", "nl", "en", "de")),
        "birth_date": f"{rng.randint(1940, 2004)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "bsn": f"{person.id:09d}" if ledger.often(0.1) else None,
        "last_contact_on": person.last.isoformat(),
        "created_on": person.first.isoformat(),
    }
    ledger.add("customer", row)
    ledger.add("address", {
        "customer_id": person.id, "kind": "office" if person.company else "home",
        "street": f"Voorbeeldstraat {person.id}", "postcode": "0000 XX", "city": "Voorbeeldstad",
        "created_on": person.first.isoformat(),
    })  # fmt: skip


def _agreement(ledger: Ledger, person: Person, _others: int) -> None:
    if person.stage == "lead":
        return
    ended = None if person.stage == "current" else person.last.isoformat()
    row: Row = {"customer_id": person.id, "service": ledger.rng.choice(SERVICES)}
    ledger.add("agreement", row | {"started_on": person.first.isoformat(), "ended_on": ended})
    if ledger.often(0.15):
        half = person.first + (person.last - person.first) / 2
        times = {"started_on": person.first.isoformat(), "ended_on": half.isoformat()}
        ledger.add("agreement", {"customer_id": person.id, "service": ledger.rng.choice(SERVICES)} | times)


def _account(ledger: Ledger, person: Person, _others: int) -> None:
    if person.stage == "lead" or ledger.often(0.2):
        return
    closed = person.last.isoformat() if person.stage != "current" and ledger.often(0.8) else None
    ledger.add("account", {
        "customer_id": person.id, "username": f"gebruiker-{person.id:04d}",
        "password_hash": f"argon2id${person.id:016x}",
        "language": "nl", "opened_on": person.first.isoformat(), "closed_on": closed,
    })  # fmt: skip


def _contacts(ledger: Ledger, person: Person, _others: int) -> None:
    for number in ledger.times(3) if person.company else ():
        last = ledger.day(person)
        name = f"Contact-{person.id:04d}-{number} Achternaam"
        ledger.add("contact", {
            "customer_id": person.id, "name": name, "email": f"c{number}.{person.email}", "phone": person.phone,
            "job": ledger.rng.choice(("inkoper", "boekhouder", "directeur")), "last_contact_on": last.isoformat(),
            "created_on": person.first.isoformat(),
        })  # fmt: skip


def _orders(ledger: Ledger, person: Person, _others: int) -> None:
    for _ in ledger.times(4) if person.stage != "lead" else ():
        day = ledger.day(person)
        number = ledger.add("orders", {
            "customer_id": person.id, "reference": f"Bestelling {person.id}-{day:%y%m%d}",
            "wishes": f"Graag voor {day + timedelta(days=7):%d-%m-%Y}",
            "ip": f"192.0.2.{person.id % 256}" if ledger.often(0.5) else None, "ordered_on": day.isoformat(),
        })  # fmt: skip
        _invoice(ledger, person, number, day)


def _invoice(ledger: Ledger, person: Person, order: int, day: date) -> None:
    kind = ledger.rng.choices(("bill", "credit", "proforma"), weights=(90, 4, 6))[0]
    total = ledger.rng.randint(900, 90_000)
    invoice = ledger.add("invoice", {
        "customer_id": person.id, "order_id": order, "number": f"F{order:07d}", "kind": kind,
        "company": f"Bedrijf-{person.id:04d} B.V." if person.company else person.name,
        "billing_address": f"Voorbeeldstraat {person.id}, 0000 XX Voorbeeldstad",
        "vat_number": f"NL{person.id:09d}B00" if person.company else None, "total": total,
        "made_on": day.isoformat(), "booked_on": None if kind == "proforma" else day.isoformat(),
    })  # fmt: skip
    for line in range(ledger.rng.randint(1, 3)):
        text = f"{ledger.rng.choice(SERVICES)}, maand {line + 1}"
        ledger.add("invoice_line", {"invoice_id": invoice, "description": text, "amount": total // 3})
    if kind == "bill":
        paid = min(day + timedelta(days=ledger.rng.randint(1, 30)), ledger.today - timedelta(days=1))
        ledger.add("payment", _payment(invoice, person.name, person.id, paid, total))


def _payment(invoice: int | None, holder: str, number: int, day: date, amount: int) -> Row:
    return {
        "invoice_id": invoice, "holder": holder, "iban": f"NL00TEST{number:010d}", "bic": "TESTNL00",
        "bank": "Testbank", "amount": amount, "paid_on": day.isoformat(),
    }  # fmt: skip


def _tickets(ledger: Ledger, person: Person, _others: int) -> None:
    for _ in ledger.times(2) if ledger.often(0.6) else ():
        ledger.add("ticket", _ticket(ledger, person.id, person.email, ledger.day(person)))


def _ticket(ledger: Ledger, customer: int | None, email: str, day: date) -> Row:
    topic = ledger.rng.choice(TOPICS)
    closed = min(day + timedelta(days=ledger.rng.randint(0, 20)), ledger.today - timedelta(days=1))
    return {
        "customer_id": customer, "email": email, "title": f"Vraag over {topic}",
        "body": f"Ik heb een vraag over {topic}. Kunt u mij helpen?", "browser": ledger.rng.choice(BROWSERS),
        "opened_at": str(ledger.moment(day)), "closed_on": closed.isoformat() if ledger.often(0.95) else None,
    }  # fmt: skip


def _messages(ledger: Ledger, person: Person, others: int) -> None:
    for _ in ledger.times(3):
        receiver = ledger.rng.randint(1, others)
        mentioned = ledger.rng.randint(1, others) if ledger.often(0.1) else None
        day, topic = ledger.day(person), ledger.rng.choice(TOPICS)
        ledger.add("message", {
            "sender_id": person.id, "receiver_id": receiver, "mentioned_id": mentioned,
            "mentioned_name": f"Voornaam-{mentioned:04d}" if mentioned else None, "title": f"Over {topic}",
            "body": f"Hoe regel jij {topic} met klant {receiver}?", "sent_at": str(ledger.moment(day)),
        })  # fmt: skip


def _newsletter(ledger: Ledger, person: Person, _others: int) -> None:
    if ledger.often(0.45):
        email = person.email.upper() if ledger.often(0.3) else f" {person.email}" if ledger.often(0.1) else person.email
        ledger.add("newsletter", _subscription(email, person.name, person.first, ledger.day(person)))


def _subscription(email: str, name: str, since: date, last: date) -> Row:
    return {"email": email, "name": name, "subscribed_on": since.isoformat(), "last_sent_on": last.isoformat()}


def _notes(ledger: Ledger, person: Person, _others: int) -> None:
    for _ in ledger.times(2):
        service = ledger.rng.choice(SERVICES)
        ledger.add("crm_note", {
            "customer_id": person.id, "bought": service, "body": f"Belde over {ledger.rng.choice(TOPICS)}.",
            "interest": f"wil {service}" if ledger.often(0.5) else None, "noted_on": ledger.day(person).isoformat(),
        })  # fmt: skip


def _traces(ledger: Ledger, person: Person, _others: int) -> None:
    for _ in ledger.times(3):
        ledger.add("web_session", _session(ledger, person.id, person.id, ledger.day(person)))
    for _ in ledger.times(2) if person.stage != "lead" else ():
        epoch = int((ledger.moment(ledger.day(person)) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
        ledger.add("login", {
            "customer_id": person.id, "user_id": f"u{person.id:06d}", "ip": f"192.0.2.{person.id % 256}",
            "outcome": ledger.rng.choice(("ok", "ok", "wrong password")), "at": epoch,
        })  # fmt: skip


def _session(ledger: Ledger, customer: int | None, number: int, day: date) -> Row:
    rng = ledger.rng
    return {
        "customer_id": customer, "client_id": f"client-{number:06d}-{rng.randint(0, 99):02d}",
        "ip": f"198.51.100.{number % 256}", "browser": rng.choice(BROWSERS), "system": rng.choice(SYSTEMS),
        "language": "nl", "pages": f"/diensten/{rng.choice(SERVICES)}", "started_at": str(ledger.moment(day)),
    }  # fmt: skip


def _opinions(ledger: Ledger, person: Person, _others: int) -> None:
    if ledger.often(0.12):
        ledger.add("review", {
            "customer_id": person.id, "name": person.name, "job": "ondernemer" if person.company else None,
            "body": f"Tevreden over {ledger.rng.choice(SERVICES)}.", "stars": ledger.rng.randint(1, 5),
            "posted_on": ledger.day(person).isoformat(),
        })  # fmt: skip


def _marketing(ledger: Ledger, person: Person, _others: int) -> None:
    if ledger.often(0.25):
        row: Row = {"customer_id": person.id, "label": "kansrijk", "interest": ledger.rng.choice(SERVICES)}
        ledger.add("segment", row | {"client_id": f"client-{person.id}", "computed_on": person.last.isoformat()})
    if ledger.often(0.15):
        year = ledger.today.year - 6
        ledger.add("old_export", {
            "email": person.email, "name": person.name, "phone": person.phone,
            "birth_date": f"{ledger.rng.randint(1940, 2004)}-01-01", "exported_on": f"{year}-06-30",
        })  # fmt: skip


PARTS: tuple[Callable[[Ledger, Person, int], None], ...] = (
    _agreement, _account, _contacts, _orders, _tickets, _messages, _newsletter, _notes, _traces, _opinions, _marketing,
)  # fmt: skip
