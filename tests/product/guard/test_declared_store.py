"""The kernel's engine over Django's own connection: one transaction, one verdict, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from sqlalchemy import func, select, text

from facturis.guard import statement, store
from facturis.guard.jobs import audit, sweep
from facturis.guard.purpose import processing
from grondslag.datamap.check import check
from grondslag.engine.access import Access
from grondslag.engine.erase import EraseSubject
from grondslag.evidence import ledger
from grondslag.law.facts import Consent, Facts, Objection, ObjectionState
from grondslag.law.rules import Moment
from grondslag.stores.own import datamap as own
from grondslag.stores.port import StoreError
from grondslag.stores.tables import CONSENT
from tests.product.cast import rows
from tests.product.databases import KINDS, OWNER, django_database
from tests.product.guard.declared.models import Account, Agreement, Invoice, Visit

NOW = datetime.now(UTC)


@pytest.fixture(params=KINDS, scope="module")
def migrated(request: pytest.FixtureRequest) -> Iterator[str]:
    with django_database(request.param):
        yield request.param


@pytest.fixture
def kind(migrated: str) -> Iterator[str]:
    yield migrated
    if connection.in_atomic_block:
        connection.close()
    for model in (Invoice.readers.through, Invoice, Agreement, Account, Visit):
        rows(model).delete()
    with connections[OWNER].cursor() as cursor:
        for table in ("consent", "erasure", "objection", "subject"):
            cursor.execute(f"DELETE FROM grondslag_{table}")


def account(name: str = "een", closed: date | None = None) -> Account:
    return rows(Account).create(
        username=name, password=f"hash of {name}", email=f"{name}@example.com", language="nl", closed_on=closed
    )


def signed_up() -> Account:
    """An account as the application makes one, in the transaction that is open."""
    with processing("III.C"):
        return Account.objects.create(username="een", password="hash of een", email="een@example.com", language="nl")


def consents() -> int:
    with store.opened() as opened, opened.transaction(write=False) as held:
        return held.scalar(select(func.count()).select_from(CONSENT)) or 0


def consent(of: Account) -> dict[tuple[str, str], Facts]:
    return {store.subject(of): Facts(consents=(Consent(at=NOW, purpose="II.A", given=True, version=1),))}


class Undone(Exception):
    pass


@contextmanager
def undone(work: AbstractContextManager[object]) -> Iterator[None]:
    """Has a transaction end by an exception, once what stands inside has been done."""
    with suppress(Undone), work:
        yield
        raise Undone


@pytest.mark.usefixtures("kind")
def test_a_row_and_a_fact_are_undone_together() -> None:
    with undone(transaction.atomic()):
        made = signed_up()
        with store.opened() as opened, opened.transaction():
            opened.record(consent(made))
        assert consents() == 1
    assert (consents(), rows(Account).count()) == (0, 0)


@pytest.mark.usefixtures("kind")
def test_a_row_and_a_fact_are_committed_together_and_others_see_neither_before() -> None:
    with transaction.atomic():
        made = signed_up()
        with store.opened() as opened, opened.transaction():
            opened.record(consent(made))
        assert seen_by_another() == (0, 0)
    assert seen_by_another() == (1, 1)


def seen_by_another() -> tuple[int, int]:
    other = connections.create_connection(OWNER)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM sample_account), (SELECT count(*) FROM grondslag_consent)")
            return cursor.fetchone()
    finally:
        other.close()


@pytest.mark.usefixtures("kind")
def test_what_fails_inside_undoes_the_fact_and_leaves_the_row() -> None:
    with transaction.atomic():
        made = signed_up()
        with store.opened() as opened:
            with undone(opened.transaction()):
                opened.record(consent(made))
            with pytest.raises(StoreError), opened.transaction() as held:
                held.execute(text("SELECT * FROM nowhere"))
    assert (consents(), rows(Account).count()) == (0, 1)


@pytest.mark.usefixtures("kind")
def test_outside_atomic_a_store_has_transactions_of_its_own() -> None:
    made = account()
    with store.opened() as opened:
        with opened.transaction():
            opened.record(consent(made))
            assert seen_by_another() == (1, 0)
        assert seen_by_another() == (1, 1)
        with undone(opened.transaction()):
            opened.record(consent(made))
    assert consents() == 1
    assert not connection.in_atomic_block


@pytest.mark.usefixtures("kind")
def test_a_snapshot_inside_a_transaction_is_refused() -> None:
    with (
        transaction.atomic(),
        store.opened() as opened,
        pytest.raises(StoreError, match=r"leave atomic\(\)"),
        opened.transaction(snapshot=True),
    ):
        pass
    with store.opened() as opened, opened.transaction(snapshot=True) as held:
        assert held.scalar(select(func.count()).select_from(CONSENT)) == 0


@pytest.mark.usefixtures("kind")
def test_the_migration_makes_every_table_of_the_kernel_and_guards_the_ledger() -> None:
    with store.opened(OWNER) as opened, opened.transaction(write=False):
        live = opened.reflect()
    assert {table.name for table in own().tables} <= {table.name for table in live.tables}
    assert [trigger.name for trigger in next(t for t in live.tables if t.name == "grondslag_ledger").triggers]


@pytest.mark.usefixtures("kind")
def test_declarations_and_database_fit_as_django_makes_it() -> None:
    call_command("check", tag=["privacy"])
    with store.opened(OWNER) as opened, opened.transaction(write=False):
        live = opened.reflect()
    found = [each for each in check(opened.datamap, statement.in_force(), live) if each.severity != "info"]
    assert [(each.where, each.what) for each in found] == []


def world() -> tuple[Account, Account, Invoice]:
    """One account that is open, one that was closed long ago, whose invoice the law still keeps."""
    today = NOW.date()
    living, gone = account("een"), account("twee", closed=date(today.year - 4, 1, 1))
    agreement = rows(Agreement).create(
        account=gone, started_on=date(today.year - 6, 1, 1), ended_on=date(today.year - 4, 1, 1)
    )
    invoice = rows(Invoice).create(
        account=gone, agreement=agreement, company="Bedrijf-1", email="twee@example.com",
        booked_on=date(today.year - 5, 6, 15), details={"kvk": "12345678", "lines": 2},
    )  # fmt: skip
    return living, gone, invoice


@pytest.mark.usefixtures("kind")
def test_the_sweep_takes_what_may_not_exist_and_the_audit_then_counts_none() -> None:
    living, gone, invoice = world()
    with pytest.raises(CommandError) as refused:
        call_command("audit", sample=50)
    assert refused.value.returncode == 1
    call_command("sweep", dry_run=True)
    gone.refresh_from_db(using=OWNER)
    assert gone.email == "twee@example.com"

    call_command("sweep")

    gone.refresh_from_db(using=OWNER)
    assert (gone.username, gone.email, gone.password, gone.language) == (None, None, "", None)
    living.refresh_from_db(using=OWNER)
    assert (living.username, living.email, living.password) == ("een", "een@example.com", "hash of een")
    invoice.refresh_from_db(using=OWNER)
    assert (invoice.company, invoice.details) == ("Bedrijf-1", {"kvk": "12345678", "lines": 2})
    call_command("audit", sample=50)
    call_command("sweep")
    with store.opened(OWNER) as opened, opened.transaction(write=False) as held:
        assert ledger.check_chain(ledger.entries(held)) == ()
        assert ledger.head(held) is not None


@pytest.mark.usefixtures("kind")
def test_a_day_later_than_every_term_nothing_is_left() -> None:
    world()
    call_command("sweep", on=date(NOW.year + 30, 1, 1))
    assert rows(Agreement).filter(ended_on__isnull=False).count() == 0
    assert rows(Invoice).count() == 0


@pytest.mark.usefixtures("kind")
def test_the_daily_jobs_do_the_same(caplog: pytest.LogCaptureFixture) -> None:
    world()
    assert audit.enqueue().status == "SUCCESSFUL"
    assert sweep.enqueue().status == "SUCCESSFUL"
    assert audit.enqueue().status == "SUCCESSFUL"
    said = [record.msg for record in caplog.records if record.name == "facturis.guard.jobs"]
    assert said == ["audited: the database does not obey", "swept", "audited: the database obeys"]


def erasure(opened: store.DjangoStore, of: Account) -> EraseSubject:
    with opened.transaction(write=False):
        live = opened.reflect()
    return EraseSubject(opened, statement.in_force(), Moment(datetime.now(UTC), opened.zone), live, store.subject(of))


@pytest.mark.usefixtures("kind")
def test_an_erasure_takes_one_account_and_leaves_the_other() -> None:
    living, gone = account("een"), account("twee", closed=NOW.date())
    with store.opened(OWNER) as opened:
        erased = erasure(opened, gone).run()
    assert erased.swept.changes > 0
    assert [(each.username, each.email) for each in rows(Account).all()] == [(living.username, living.email)]


@pytest.mark.usefixtures("kind")
def test_an_erasure_inside_a_transaction_is_refused_whole_since_nothing_could_be_cleared_there() -> None:
    gone = account("twee", closed=NOW.date())
    with (
        pytest.raises(StoreError, match=r"leave atomic\(\)"),
        transaction.atomic(using=OWNER),
        store.opened(OWNER) as opened,
    ):
        erasure(opened, gone).run()
    assert rows(Account).filter(email="twee@example.com").exists()


@pytest.mark.usefixtures("kind")
def test_a_person_is_known_by_kind_and_key_and_a_row_that_is_none_is_refused() -> None:
    made = account()
    assert store.subject(made) == ("account", str(made.pk))
    with pytest.raises(ValueError, match="no person"):
        store.subject(Agreement(account=made))


@pytest.mark.usefixtures("kind")
def test_a_person_known_by_a_uuid_is_the_same_to_the_rows_and_to_the_facts() -> None:
    stays, goes = (rows(Visit).create(pages=["/", "/prices"], seen_at=NOW - timedelta(days=1)) for _ in range(2))
    objection = Objection(at=NOW, purpose="III.A", state=ObjectionState.UPHELD)
    with store.opened(OWNER) as opened, opened.transaction():
        opened.record({store.subject(goes): Facts(objections=(objection,))})
    call_command("sweep")
    assert [(each.pk, each.pages) for each in rows(Visit).all()] == [(stays.pk, ["/", "/prices"])]


@pytest.mark.usefixtures("kind")
def test_access_reads_a_person_through_djangos_connection_inside_its_transaction() -> None:
    _, gone, _ = world()
    with transaction.atomic(using=OWNER), store.opened(OWNER) as opened:
        at = Moment(datetime.now(UTC), opened.zone)
        with opened.transaction(write=False):
            told = Access(opened, statement.in_force(), at, store.subject(gone)).report()
    assert {table["table"] for table in told["tables"]} >= {"sample_account", "sample_invoice"}
    shown = str(told)
    assert "twee@example.com" in shown
    assert "een@example.com" not in shown
