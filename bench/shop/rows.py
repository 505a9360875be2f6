"""The rows of the shop as lines of COPY, table by table, drawn from a seed; equal arguments give equal rows."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from bench.shop.people import TABLES, Person, day

DAYS = tuple(day(ago) for ago in range(4000))
NULL = "\\N"
TEXTS = tuple(
    f"Synthetic sentence {n} of the shop, written so that a text has the length that texts have in such a table."
    for n in range(97)
)
Draw = Callable[[], float]


def lines(table: str, people: Sequence[Person], seed: int) -> Iterator[str]:
    """The rows of one table, a line each, in the order of ids."""
    draw = Random(f"{seed} {table}").random
    if table == "order_item":
        yield from _items(people, draw)
        return
    at, make = TABLES.index(table), _MAKERS[table]
    number = 0
    for person in people:
        for _ in range(person.rows[at]):
            number += 1
            yield make(number, person, draw)


def _customer(_: int, p: Person, draw: Draw) -> str:
    ended = DAYS[p.ended] if p.ended else NULL
    last = DAYS[int(draw() * 900)]
    name = f"{p.id}\tK{p.id:08}\tCustomer {p.id}\tcustomer{p.id}@shop.example\t+3100{p.id:08}"
    return f"{name}\t{DAYS[p.made]}\t{DAYS[p.made]}\t{ended}\t{last}\n"


def _address(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\tStreet {n}\t{1000 + n % 9000} AA\tTown {n % 400}\t{_within(p, draw)}\n"


def _orders(n: int, p: Person, draw: Draw) -> str:
    ordered = _within(p, draw)
    return f"{n}\t{p.id}\tO{n:09}\t{_text(draw)}\t{int(draw() * 90000)}\t{ordered}\t{ordered}\n"


def _items(people: Sequence[Person], draw: Draw) -> Iterator[str]:
    orders, items = TABLES.index("orders"), TABLES.index("order_item")
    first = number = 0
    for person in people:
        for n in range(person.rows[items]):
            number += 1
            order = first + 1 + n % person.rows[orders]
            yield f"{number}\t{order}\tArticle {n % 700}\t{int(draw() * 9000)}\tFor customer {person.id}\n"
        first += person.rows[orders]


def _card(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\tCustomer {p.id}\tXX00SHOP{n:010}\t{_within(p, draw)}\n"


def _login(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\t192.0.2.{n % 255}\tsuccess\t{_moment(draw, 200)}\n"


def _request(n: int, p: Person, draw: Draw) -> str:
    ago = int(draw() * 900)
    closed = DAYS[max(ago - 5, 0)] if draw() > 0.02 else NULL
    return f"{n}\t{p.id}\tRequest {n}\t{_text(draw)}\t{DAYS[ago]} 10:00:00\t{closed}\n"


def _review(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\tCustomer {p.id}\t{_text(draw)}\t{1 + n % 5}\t{DAYS[int(draw() * 1200)]}\n"


def _chat(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\t{_text(draw)}\t{_moment(draw, 1200)}\n"


def _document(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\tDocument {n}\t{_text(draw)}\t{_within(p, draw)}\n"


def _event(n: int, p: Person, draw: Draw) -> str:
    return f"{n}\t{p.id}\t/page/{n % 500}\t192.0.2.{n % 255}\t{_moment(draw, 430)}\n"


def _within(p: Person, draw: Draw) -> str:
    """A day on which the agreement ran."""
    return DAYS[p.ended + int(draw() * (p.made - p.ended))]


def _moment(draw: Draw, days: int) -> str:
    second = int(draw() * 86400)
    return f"{DAYS[1 + int(draw() * days)]} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _text(draw: Draw) -> str:
    return TEXTS[int(draw() * len(TEXTS))]


_MAKERS: dict[str, Callable[[int, Person, Draw], str]] = {
    "customer": _customer, "address": _address, "orders": _orders, "payment_card": _card, "login": _login,
    "service_request": _request, "review": _review, "chat_message": _chat, "document": _document, "event": _event,
}  # fmt: skip
