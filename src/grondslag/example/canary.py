"""The one person of the example whose every text is unique, so that its residue can be searched for anywhere."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from grondslag.example.known import NEWSLETTER, ago
from grondslag.example.rows import Ledger, Row
from grondslag.law.facts import Consent, Facts

UNTOLD = ("kind", "label", "status")


def canary(ledger: Ledger, texts: Mapping[str, tuple[str, ...]], number: int) -> dict[str, str]:
    """Adds the person with id ``number``; returns the unique word that each text column of ``texts`` got.

    Until its erasure the person's newest rows are lawful: the contract ended a year ago, so its tail still runs. The
    invoices are too old for the law, so that an erasure leaves nothing.
    """
    words: dict[str, str] = {}
    rows = _rows(ledger.today, number, *(len(ledger.rows.get(t, ())) + 1 for t in ("orders", "invoice")))
    for table, times in rows.items():
        values = {column: _word(ledger) for column in texts[table] if column not in (*times, *UNTOLD)}
        words |= {f"{table}.{column}": word for column, word in values.items()}
        ledger.add(table, values | times)
    _same_address(ledger, words)
    return words


def canary_facts(today: date) -> Facts:
    """What is known of the person: consent to the newsletter, two years ago."""
    return Facts(consents=(Consent(at=ago(today, 730), purpose=NEWSLETTER, given=True, source="web-form"),))


def _rows(today: date, number: int, order: int, invoice: int) -> dict[str, Row]:
    def day(days: int) -> str:
        return (today - timedelta(days=days)).isoformat()

    moment = f"{day(100)} 12:00:00"
    epoch = int((datetime.fromisoformat(moment) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    mine: Row = {"customer_id": number}
    old = f"{today.year - 9}-03-01"
    return {
        "customer": {"id": number, "created_on": old, "last_contact_on": day(100), "status": "former"},
        "agreement": mine | {"started_on": old, "ended_on": day(365)},
        "address": mine | {"kind": "home", "created_on": old},
        "account": mine | {"opened_on": old, "closed_on": day(10)},
        "orders": mine | {"ordered_on": old},
        "invoice": mine | {"order_id": order, "kind": "bill", "total": 100, "made_on": old, "booked_on": old},
        "invoice_line": {"invoice_id": invoice, "amount": 100},
        "payment": {"invoice_id": invoice, "amount": 100, "paid_on": old},
        "ticket": mine | {"opened_at": moment, "closed_on": day(90)},
        "message": {"sender_id": number, "receiver_id": None, "mentioned_id": number, "sent_at": moment},
        "newsletter": {"subscribed_on": day(730), "last_sent_on": day(30)},
        "crm_note": mine | {"noted_on": day(200)},
        "web_session": mine | {"started_at": moment},
        "login": mine | {"at": epoch},
        "review": mine | {"stars": 5, "posted_on": day(120)},
        "segment": mine | {"label": "kansrijk", "computed_on": day(50)},
        "old_export": {"exported_on": f"{today.year - 6}-06-30"},
    }


def _word(ledger: Ledger) -> str:
    """Sixteen letters that a search index keeps as one word, and that occur nowhere else."""
    return "".join(ledger.rng.choices("bcdfghjklmnpqrstvwxz", k=16))


def _same_address(ledger: Ledger, words: dict[str, str]) -> None:
    """Three tables hold one e-mail address, which only case tells apart."""
    word = words["customer.email"]
    spelt = {
        "customer": word,
        "newsletter": word.upper(),
        "old_export": "".join(letter.upper() if n % 2 else letter for n, letter in enumerate(word)),
    }
    for table, own in spelt.items():
        words[f"{table}.email"] = own
        ledger.rows[table][-1]["email"] = f"{own}@example.com"
