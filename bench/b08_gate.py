"""B8: the ORM under the gate against the same without it, on the small shop of the gate's tests with many rows."""

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from bench.measure import Row, Target, compared
from facturis.guard.purpose import processing
from tests.product.databases import GATED, OWNER
from tests.product.guard.databases import gated
from tests.product.guard.shop import Agreement, Club, Invoice, Person, Rate

PEOPLE, INVOICES, TIMES = 100_000, 500_000, 200
KINDS = ("postgresql", "sqlite")
MOST = {"postgresql": (1.2, 1.25, 1.15), "sqlite": (1.1, 1.1, 1.1)}

_CHANGES = count()  # SQLite writes nothing where nothing changes
_FILL = {
    "postgresql": "generate_series(1, {n}) AS s(n)",
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) SELECT n FROM s) AS s",
}


def rows() -> Iterator[Row]:
    """A row for each kind of database and piece of work."""
    for kind in KINDS:
        options = {"CONN_MAX_AGE": None}
        with gated(kind, **options), override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
            _fill(kind)
            for (name, work, times), most in zip(_WORK, MOST[kind], strict=True):
                ours, floor = (_repeated(work, alias) for alias in (GATED, OWNER))
                yield compared("B8", f"{name}, {kind}", ours, floor, Target(most, "floor"), times)


def _read(alias: str, key: int) -> object:
    with processing("I.D"):
        return Person.objects.using(alias).get(pk=key)


def _update(alias: str, key: int) -> object:
    with processing("I.D"):
        return Person.objects.using(alias).filter(pk=key).update(name=f"Changed {next(_CHANGES)}")


def _request(alias: str, key: int) -> object:
    answer = Client().get(f"/{alias}/{key}/")
    if answer.content != b"5 invoices":
        raise AssertionError(f"the page says {answer.content!r}")
    return answer


def page(request: HttpRequest, alias: str, key: int) -> HttpResponse:  # noqa: ARG001
    """A page as the product has them: what stands for the session, the user, and six queries."""
    Rate.objects.using(alias).get(pk=1)
    with processing("III.C"):
        Person.objects.using(alias).get(pk=key)
    with processing("I.D"):
        person = Person.objects.using(alias).get(pk=key)
        agreements = list(Agreement.objects.using(alias).filter(person=person))
        invoices = list(Invoice.objects.using(alias).filter(agreement__in=agreements).select_related("agreement"))
        count = Invoice.objects.using(alias).filter(person=person).count()
        list(Club.objects.using(alias).filter(members=person))
        list(Invoice.objects.using(alias).filter(pk__in=[each.pk for each in invoices]).values_list("number", "iban"))
    return HttpResponse(f"{count} invoices")


urlpatterns = [path("<alias>/<int:key>/", page)]
_WORK: tuple[tuple[str, Callable[[str, int], object], int], ...] = (
    ("read by key", _read, TIMES),
    ("one-row update", _update, TIMES),
    ("request with session, user and six queries", _request, TIMES // 4),
)


def _repeated(work: Callable[[str, int], object], alias: str) -> Callable[[], object]:
    """The work on a person who is drawn anew each time, the same for both sides."""
    draw = Random(8)
    return lambda: work(alias, draw.randint(1, PEOPLE))


def _fill(kind: str) -> None:
    people, invoices = (_FILL[kind].format(n=n) for n in (PEOPLE, INVOICES))
    day = "'2026-01-01'"
    made = {
        "guard_person (id, name, email, phone, created)": f"n, 'Name', 'p@example.invalid', '0', {day} FROM {people}",
        "guard_agreement (id, person_id, started)": f"n, n, {day} FROM {people}",
        "guard_invoice (id, agreement_id, person_id, number, iban, booked)": (
            f"n, 1 + n % {PEOPLE}, 1 + n % {PEOPLE}, 'N' || n, 'NL', {day} FROM {invoices}"
        ),
        "guard_rate (id, percent)": "1, 21",
        # One in five has said something: consents to the newsletter.
        "grondslag_subject (id, kind, key)": f"n, 'person', CAST(n AS VARCHAR) FROM {people} WHERE n % 5 = 0",
        "grondslag_consent (subject, at, source, purpose, given, version)": (
            f"n, '2026-01-01 00:00:00.000000', '', 'II.A', true, 1 FROM {people} WHERE n % 5 = 0"
        ),
    }
    with connections[OWNER].cursor() as cursor:
        for table, values in made.items():
            typed = values.replace(day, f"DATE {day}") if kind == "postgresql" else values
            cursor.execute(f"INSERT INTO {table} SELECT {typed}")
        cursor.execute("ANALYZE")
    connections[GATED].close()
