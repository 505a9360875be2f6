"""The check finds each way in which a datamap, a statement and a database do not fit, and nothing where they do."""

from dataclasses import replace
from typing import Any

import pytest

from grondslag.datamap.check import Problem, check, errors
from grondslag.datamap.indexes import created
from grondslag.datamap.live import ForeignKey, Index, Live, LiveColumn, LiveTable, Trigger, View
from grondslag.datamap.load import loads
from grondslag.statement.model import Ground, Statement, Term
from tests.kernel.datamap.shop import (
    CUSTOMER,
    LIVE,
    MIGRATIONS,
    ORDERS,
    SEARCH,
    STATEMENT,
    TOML,
    column_changed,
    with_purpose,
    with_table,
)

TO_CUSTOMER = ForeignKey(columns=("customer_id",), table="customer", targets=("id",))
TO_EMAIL = ForeignKey(columns=("reference",), table="customer", targets=("email",))
BY_REFERENCE = Index(name="orders_reference", columns=("reference",))
NOTE = LiveTable(
    name="note",
    columns=(LiveColumn(name="id", type="INTEGER", nullable=False),),
    key=("id",),
    foreign_keys=(TO_CUSTOMER,),
)


def problems(toml: str = TOML, statement: Statement = STATEMENT, live: Live | None = LIVE) -> tuple[Problem, ...]:
    """What the check finds."""
    return check(loads(toml), statement, live)


def test_what_fits_has_no_problem() -> None:
    assert problems() == ()
    assert problems(live=None) == ()


@pytest.mark.parametrize(
    ("statement", "severity", "where", "what"),
    [
        (with_purpose(id="I.E"), "error", "orders, I.D", "no such purpose"),
        (with_purpose(active=False), "info", "orders, I.D", "not active"),
        (with_purpose(active=False), "warn", "orders.reference", "used for no active purpose"),
        (with_purpose(ground=None), "warn", "orders, I.D", "has no ground"),
        (with_purpose(terms=()), "warn", "orders, I.D", "has no term"),
        (with_purpose(terms=(Term(after="sent", months=1),)), "error", "orders, I.D", "runs from «sent»"),
        (with_purpose(terms=(Term(after="booked", months=1),)), "warn", "orders, I.D", "no term of the purpose runs"),
        (with_purpose(items=STATEMENT.purposes[0].items[1:]), "warn", "orders.contact", "lists «name»"),
        (with_purpose(ground=Ground.LEGITIMATE_INTEREST), "warn", "orders, I.D", "no balancing test"),
        (with_purpose(ground=Ground.PUBLIC_TASK), "warn", "orders, I.D", "no balancing test"),
        (
            replace(STATEMENT, controller=replace(STATEMENT.controller, zone="Europe/Brussels")),
            "error",
            "orders.created_at",
            "another zone",
        ),
    ],
)
def test_a_statement_that_does_not_fit(statement: Statement, severity: str, where: str, what: str) -> None:
    toml = TOML.replace(', zone = "UTC" }', " }") if "zone" in what else TOML
    found = problems(toml, statement)
    assert [p for p in found if (p.severity, p.where) == (severity, where) and what in p.what and p.mend]


def test_a_term_for_a_class_that_the_table_never_has_needs_no_event() -> None:
    lacking = TOML.replace('events = { paid = "booked" }', "")
    assert "orders, I.D" in [p.where for p in errors(problems(lacking))]
    quotes = lacking.replace('class = { column = "kind", values = { bill = "fiscal" } }', 'class = "quote"')
    assert "orders, I.D" not in [p.where for p in problems(quotes)]


def test_a_contract_without_a_party_keeps_nothing() -> None:
    found = problems(TOML.replace('party = "booked"\n', ""))
    assert [(p.severity, p.where) for p in found if "nobody is a party" in p.what] == [("warn", "orders, I.D")]


LINK = 'customer_id = { link = "customer", on_end = "null" }'
CASES: list[tuple[str, Live, str, str, str]] = [
    ("column not declared", with_table(replace(ORDERS, columns=(*ORDERS.columns, LiveColumn(name="iban", type="TEXT",
        nullable=True)))), "error", "orders.iban", "not declared"),
    ("column missing", with_table(replace(ORDERS, columns=ORDERS.columns[:-1])), "error", "orders.contact",
        "no such column"),
    ("table missing", Live(tables=(CUSTOMER, SEARCH, MIGRATIONS)), "error", "orders", "no such table"),
    ("no primary key", with_table(replace(ORDERS, key=())), "error", "orders", "no primary key"),
    ("other primary key", with_table(replace(ORDERS, key=("reference",))), "error", "orders", "key is declared as id"),
    ("unmapped table", with_table(replace(NOTE, foreign_keys=())), "warn", "note", "unmapped"),
    ("unmapped referrer", with_table(NOTE), "warn", "note.customer_id", "keep rows of customer from being deleted"),
    ("cascade", with_table(replace(ORDERS, foreign_keys=(replace(TO_CUSTOMER, on_delete="CASCADE"),))), "error",
        "orders.customer_id", "ON DELETE CASCADE"),
    ("set null", with_table(replace(NOTE, foreign_keys=(replace(TO_CUSTOMER, on_delete="SET NULL"),))), "error",
        "note.customer_id", "ON DELETE SET NULL"),
    ("trigger", with_table(replace(CUSTOMER, triggers=(Trigger(name="log_customer", writes=("log",)),))), "error",
        "customer", "trigger log_customer"),
    ("trigger beside a copy's", with_table(replace(ORDERS, triggers=(*ORDERS.triggers,
        Trigger(name="log_orders", writes=("order_search", "log"))))), "error", "orders", "trigger log_orders"),
    ("trigger into the dark", with_table(replace(ORDERS, triggers=(Trigger(name="calls_out"),))), "error", "orders",
        "trigger calls_out"),
    ("NOT NULL", with_table(column_changed(ORDERS, "reference", nullable=False)), "error", "orders.reference",
        "NOT NULL"),
    ("unique constant", with_table(replace(CUSTOMER, unique=(("email",),))), "error", "customer.email", "unique"),
    ("computed", with_table(column_changed(ORDERS, "reference", generated=True)), "error", "orders.reference",
        "computed"),
    ("copy missing", Live(tables=(CUSTOMER, ORDERS, MIGRATIONS)), "error", "order_search", "no such copy"),
    ("copy no index", with_table(replace(SEARCH, virtual=False)), "error", "order_search", "no full-text index"),
    ("copy of more", with_table(replace(SEARCH, columns=(*SEARCH.columns, LiveColumn(name="contact", type="",
        nullable=True)))), "error", "order_search.contact", "not declared"),
    ("copy of less", with_table(replace(SEARCH, columns=())), "error", "order_search.reference", "no such column"),
    ("ignored missing", Live(tables=(CUSTOMER, ORDERS, SEARCH)), "info", "schema_migrations", "no such table"),
    ("index missing", with_table(replace(ORDERS, indexes=())), "warn", "orders.customer_id", "no index"),
    ("index of more", with_table(replace(ORDERS, indexes=(Index(name="i", columns=("kind", "customer_id")),))), "warn",
        "orders.customer_id", "no index"),
    ("value held", with_table(replace(ORDERS, foreign_keys=(TO_EMAIL,), indexes=(*ORDERS.indexes, BY_REFERENCE))),
        "warn", "orders.reference", "keep customer.email from being emptied"),
    ("update cascade", with_table(replace(ORDERS, foreign_keys=(replace(TO_EMAIL, on_update="CASCADE"),),
        indexes=(*ORDERS.indexes, BY_REFERENCE))), "error", "orders.reference", "ON UPDATE CASCADE"),
    ("versions", with_table(replace(ORDERS, versioned=True)), "error", "orders", "SYSTEM VERSIONING"),
    ("view", replace(LIVE, views=(View(name="v", reads=("orders",)),)), "info", "v", "shows what its tables hold"),
    ("materialized view", replace(LIVE, views=(View(name="v", reads=("orders",), materialized=True, columns=("n",)),)),
        "error", "v", "keeps a copy of what orders held"),
    ("a view as table", Live(tables=(CUSTOMER, SEARCH, MIGRATIONS), views=(View(name="orders"),)), "error", "orders",
        "is a view"),
    ("open null", replace(LIVE, nulls=(("orders.invoiced_on", 2),)), "warn", "orders.invoiced_on", "2 rows have NULL"),
    ("no class", replace(LIVE, nulls=(("orders.kind", 1),)), "warn", "orders.kind", "1 row has no class"),
    ("unique expression", with_table(replace(CUSTOMER, indexes=(Index(name="u", columns=("lower(email)",),
        unique=True),))), "error", "customer.email", "unique"),
    ("plain and computed", with_table(column_changed(ORDERS, "kind", generated=True, expression="upper(contact)")),
        "error", "orders.kind", "computed from contact, which is personal"),
    ("bad times", replace(LIVE, bad_times=(("orders.invoiced_on", 3),)), "error", "orders.invoiced_on", "3 values"),
]  # fmt: skip


@pytest.mark.parametrize(("live", "severity", "where", "what"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_database_that_does_not_fit(live: Live, severity: str, where: str, what: str) -> None:
    (found,) = [p for p in problems(live=live) if what in p.what]
    assert (found.severity, found.where) == (severity, where)
    assert found.mend


def test_a_unique_column_may_be_given_a_pseudonym() -> None:
    live = with_table(replace(CUSTOMER, unique=(("email",), ("email", "id"))))
    toml = TOML.replace('on_end = "erased", erased = ""', 'on_end = "pseudonym"')
    assert problems(toml, live=live) == ()
    assert errors(problems(toml, live=with_table(column_changed(CUSTOMER, "email", type="INTEGER"))))


def test_a_path_is_taken_out_of_a_json_column_that_may_not_be_null() -> None:
    inside = 'reference = { plain = "holds only the path below it" }\n"reference/note" = "order"'
    live = with_table(column_changed(ORDERS, "reference", nullable=False))
    assert [p.where for p in errors(problems(TOML.replace('reference = "order"', inside), live=live))] == []


def test_a_reference_cannot_become_a_pseudonym() -> None:
    found = problems(TOML.replace(LINK, LINK.replace('"null"', '"pseudonym"')))
    assert [p.where for p in errors(found)] == ["orders.customer_id"]
    assert errors(problems(TOML.replace(LINK, LINK.replace('"null"', '"row"')))) == ()


def test_a_trigger_or_cascade_that_is_declared_is_told_with_its_reason() -> None:
    allowed = 'triggers = { stamp = "sets a time" }\ncascades = { customer_id = "as the shop asks" }'
    toml = TOML.replace('unlinked = "keep"', f'unlinked = "keep"\n{allowed}')
    key, trigger = replace(TO_CUSTOMER, on_delete="CASCADE"), Trigger(name="stamp")
    live = with_table(replace(ORDERS, foreign_keys=(key,), triggers=(*ORDERS.triggers, trigger)))
    found = {(p.severity, p.where) for p in problems(toml, live=live)}
    assert found == {("info", "orders"), ("info", "orders.customer_id")}
    assert {p.what for p in problems(toml)} == {
        "the trigger stamp is declared, and there is none", "a cascade is declared, and there is none",
    }  # fmt: skip


def test_a_computed_column_follows_what_the_database_computes_it_from() -> None:
    toml = TOML.replace("contact = {", 'shout = { computed = ["reference"] }\ncontact = {')
    assert loads(toml).table("orders").column("shout").personal is False

    def wrong(**made: Any) -> list[str]:
        column = LiveColumn(name="shout", type="TEXT", nullable=True, **made)
        live = with_table(replace(ORDERS, columns=(*ORDERS.columns, column)))
        return [p.what for p in errors(problems(toml, live=live))]

    assert wrong(generated=True, expression="upper(reference)") == []
    assert wrong(generated=True, expression="upper(reference || contact)") == ["it is computed from contact too"]
    assert wrong() == ["declared as computed, and the database does not compute it"]


def test_a_materialized_view_that_is_declared_is_held_to_its_columns() -> None:
    declared = '[copies.totals]\nof = "orders"\nkind = "materialized_view"\ncolumns = ["n"]\n[ignored]'
    toml = TOML.replace("[ignored]", declared)
    view = View(name="totals", reads=("orders",), materialized=True, columns=("n",))
    assert problems(toml, live=replace(LIVE, views=(view,))) == ()
    more = replace(view, columns=("n", "email"))
    assert [p.where for p in errors(problems(toml, live=replace(LIVE, views=(more,))))] == ["totals.email"]


@pytest.mark.parametrize(
    ("dialect", "form", "declared", "mend"),
    [
        ("postgresql", "date", "DATE", ""),
        ("postgresql", "date", "TIMESTAMP WITHOUT TIME ZONE", "write form = 'datetime'"),
        ("postgresql", "datetime", "DATE", "write form = 'date'"),
        ("postgresql", "epoch", "BIGINT", ""),
        ("mariadb", "epoch", "VARCHAR(20)", "correct the form"),
        ("mariadb", "date", "BLOB", "name the column that holds the time"),
        ("mariadb", "datetime", "TIMESTAMP", "write zone = 'UTC'"),
        ("mariadb", "datetime", "DATETIME", ""),
        ("sqlite", "date", "DATETIME", ""),
    ],
)
def test_a_time_is_of_the_type_that_its_form_says(dialect: Any, form: str, declared: str, mend: str) -> None:
    toml = TOML.replace('booked = "invoiced_on"', f'booked = {{ column = "invoiced_on", form = "{form}" }}')
    toml = toml.replace('null = "not_yet"', f'form = "{form}", null = "not_yet"')
    table = column_changed(column_changed(ORDERS, "invoiced_on", type=declared), "created_at", type="TIMESTAMP")
    live = replace(with_table(table), dialect=dialect)
    assert [p.mend for p in errors(problems(toml, live=live))] == ([mend] if mend else [])


@pytest.mark.parametrize(
    ("dialect", "name", "alike", "statement"),
    [
        ("sqlite", "a", False, 'CREATE INDEX "a_b" ON "a" ("b");'),
        ("postgresql", "s.a", True, 'CREATE INDEX "a_b_alike" ON "s"."a" (lower(trim("b")));'),
        ("mariadb", "a", False, "CREATE INDEX `a_b` ON `a` (`b`);"),
    ],
)
def test_the_index_that_is_missing_is_told_as_a_statement(dialect: Any, name: str, alike: bool, statement: str) -> None:
    assert created(name, ("b",), alike, dialect) == statement


def test_the_datamap_of_another_database_is_one_sentence() -> None:
    (found,) = problems(live=Live(tables=(NOTE, MIGRATIONS)))
    assert (found.severity, found.where) == ("error", "shop")
    assert "2 of the 2 mapped tables are not here" in found.what
    assert "another database" in found.mend


def test_errors_come_first() -> None:
    found = problems(TOML, with_purpose(active=False), with_table(replace(ORDERS, key=())))
    assert [p.severity for p in found] == sorted((p.severity for p in found), key=["error", "warn", "info"].index)
    assert len(errors(found)) == 1
