"""Datamaps are read as people write them, and every mistake is one sentence with line, table and mend."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.datamap.load import DatamapError, loads
from grondslag.datamap.model import Column, Copy, DataMap, Link, RowClass, Subject, Table, Time, Use
from grondslag.datamap.steps import Step
from tests.kernel.datamap.shop import TOML

TO_CUSTOMER = (Step("customer_id", "customer", "id"),)
BOOKED = Time(column="invoiced_on", via=(Step("id", "orders", "customer_id"),), null="not_yet")


def test_a_datamap_is_read_into_the_values_that_it_says() -> None:
    assert loads(TOML) == DataMap(
        name="shop",
        zone="Europe/Amsterdam",
        subjects=(Subject(kind="person", table="customer", key="id"),),
        tables=(
            Table(
                name="customer",
                key=("id",),
                columns=(
                    Column(name="id", plain="surrogate key"),
                    Column(name="email", category="email", on_end="erased", erased=""),
                ),
                links=(Link(name="self", subject="person", party="booked"),),
                uses=(Use(purpose="I.D", links=("self",)),),
                events=(("booked", BOOKED),),
            ),
            Table(
                name="orders",
                key=("id",),
                columns=(
                    Column(name="id", plain="surrogate key"),
                    Column(name="kind", plain="bill or quote"),
                    Column(name="created_at", plain="when the row was made"),
                    Column(name="invoiced_on", plain="when the order was invoiced"),
                    Column(name="customer_id", link="customer"),
                    Column(name="reference", category="order"),
                    Column(name="contact", category="name", about="customer"),
                ),
                links=(Link(name="customer", subject="person", via=TO_CUSTOMER, party="booked"),),
                uses=(Use(purpose="I.D", links=("customer",), events=(("paid", "booked"),)),),
                events=(("booked", Time(column="invoiced_on")),),
                row_class=RowClass(column="kind", values=(("bill", "fiscal"),)),
                since=Time(column="created_at", form="datetime", zone="UTC"),
                unlinked="keep",
                source="subject:account",
            ),
        ),
        copies=(Copy(name="order_search", of="orders", columns=("reference",)),),
        ignored=(("schema_migrations", "bookkeeping of the migration tool"),),
    )


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert loads(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode()) == loads(TOML)


def test_an_identifier_is_compared_alike() -> None:
    datamap = loads(TOML.replace("customer_id = customer.id", "contact ~ customer.email"))
    assert datamap.table("orders").link("customer").via == (Step("contact", "customer", "email", alike=True),)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('name = "shop"', "name = 3", 1, "name is 3 and must be text"),
        ('name = "shop"', 'nam = "shop"', 1, "unknown field 'nam': did you mean 'name'?"),
        ('zone = "Europe/Amsterdam"', 'zone = "Mars/Base"', 2, "'Mars/Base' is no IANA time zone"),
        ("[subjects.person]", "[subjects.person]\nkind = 'x'", 5, "unknown field 'kind': the heading says it already"),
        ('table = "customer"', 'table = "custmer"', 5, "no mapped table is called 'custmer': did you mean 'customer'?"),
        ('key = "id"', 'key = "uid"', 6, "subject person: no column of customer is called 'uid'"),
        ('key = ["id"]', "key = []", 9, "table customer: has no key"),
        ('key = ["id"]', 'key = ["id", "id"]', 9, "names a column twice"),
        ('key = ["id"]', 'key = ["nr"]', 9, "no declared column is called 'nr'"),
        ('"surrogate key"', '""', 11, "'plain' is empty: write the reason"),
        ('plain = "surrogate key"', 'plain = "surrogate key", law = "x"', 11, "a plain column holds nothing that ends"),
        ('plain = "surrogate key"', 'plain = "k", category = "email"', 11, "has category and plain: write one of"),
        ('plain = "surrogate key"', "about = 'self'", 11, "has no category: write one of category, link, computed"),
        ('plain = "surrogate key"', 'category = "user_id"', 11, "is part of the key and cannot be emptied"),
        ('on_end = "erased", erased = ""', 'on_end = "erased"', 12, "the constant go together"),
        ('on_end = "erased", erased = ""', 'erased = ""', 12, "the constant go together"),
        ('on_end = "erased", erased = ""', 'on_end = "row"', 12, "belongs to the column of a link"),
        ('on_end = "erased", erased = ""', 'on_end = "gone"', 12, "on_end cannot be 'gone': choose from"),
        ('category = "email",', 'category = "emial",', 12, "no category is called 'emial': did you mean 'email'?"),
        ('category = "email",', 'category = "name_and_address",', 12, "choose one of name, address"),
        ('self = { subject = "person"', 'self = { subject = "persn"', 14, "no kind of subject is called 'persn'"),
        ('party = "booked" }', 'party = "signed" }', 14, "link self: no event of this table is called 'signed'"),
        ('via = "id = orders.customer_id"', 'via = "id = order.customer_id"', 16, "no mapped table is called 'order'"),
        ('via = "id = orders.customer_id"', 'via = "id > orders.id"', 16, "is no step: write «column = table.column»"),
        ('null = "not_yet"', 'null = "never"', 16, "null cannot be 'never'"),
        ('"I.D" = ["self"]', '"I.D" = []', 18, "use I.D: reaches no link"),
        ('"I.D" = ["self"]', '"I.D" = ["slef"]', 18, "no link is called 'slef'"),
        ('"I.D" = ["self"]', '"I.D" = 4', 18, "I.D is 4 and must be a table"),
        ('zone = "UTC" }', 'zone = "Asia/Tokyo" }', 22, "since must be a date, or a datetime in UTC or"),
        ('form = "datetime", zone = "UTC" }', 'form = "epoch" }', 22, "since must be a date"),
        ('zone = "UTC" }', 'via = "customer_id = customer.id" }', 22, "since must be a column of the table itself"),
        ('unlinked = "keep"', 'unliked = "keep"', 23, "unknown field 'unliked': did you mean 'unlinked'?"),
        ('unlinked = "keep"', 'unlinked = "maybe"', 23, "unlinked cannot be 'maybe'"),
        ('class = { column = "kind"', 'class = { column = "sort"', 25, "no declared column is called 'sort'"),
        ('class = { column = "kind"', 'class = { column = "reference"', 25, "the class must be a plain column"),
        ('class = { column = "kind"', 'class = { colum = "kind"', 25, "unknown field 'colum'"),
        ('values = { bill = "fiscal" }', "values = { bill = 1 }", 25, "bill is 1 and must be text"),
        ('link = "customer", on_end = "null"', 'link = "client"', 31, "no link is called 'client'"),
        ('on_end = "null"', 'on_end = "keep"', 31, "on_end = 'keep' needs the law"),
        ('on_end = "null"', 'law = "AWR"', 31, "'law' belongs to on_end = 'keep'"),
        ('reference = "order"', 'reference = "oder"', 32, "no category is called 'oder': did you mean 'order'?"),
        ('reference = "order"', "reference = true", 32, "reference is True and must be a table"),
        ('reference = "order"', 'reference = "order"\nREFERENCE = "order"', 33, "are one name to a database"),
        ('reference = "order"', 'reference = "order"\nreference = "order"', 33, "this is not TOML"),
        ('about = "customer"', 'about = "custmer"', 33, "column contact: no link is called 'custmer'"),
        ("customer_id = customer.id", "customer_id = customer.nr", 36, "no column of customer is called 'nr'"),
        ("customer_id = customer.id", "cust_id = customer.id", 36, "no column of orders is called 'cust_id'"),
        ("customer_id = customer.id", "id = orders.id", 36, "leads to orders, and a person is a row of customer"),
        ('booked = "invoiced_on"', 'booked = "billed_on"', 39, "no column of orders is called 'billed_on'"),
        ('booked = "invoiced_on"', 'booked = { column = "reference", null = "not_yet" }', 39, "must be plain"),
        ('paid = "booked"', 'paid = "boked"', 42, "no event of this table is called 'boked'"),
        ('of = "orders"', 'of = "order"', 45, "copy order_search: no mapped table is called 'order'"),
        ('columns = ["reference"]', 'columns = ["body"]', 46, "no column of orders is called 'body'"),
        ('schema_migrations = "', 'orders = "', 49, "ignored table orders: is declared as well"),
        ('"bookkeeping of the migration tool"', '""', 49, "schema_migrations is '' and must be text"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_mend(old: str, new: str, line: int, said: str) -> None:
    assert old in TOML
    with pytest.raises(DatamapError) as caught:
        loads(TOML.replace(old, new, 1), "shop.toml")
    assert str(caught.value).startswith(f"shop.toml:{line}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("[tables.customer.columns]", "table customer: unknown field 'id'"),
        ("[tables.customer.links]", "table customer, column self: unknown field 'subject'"),
        ('name = "shop"', "has no 'name': add it"),
        ('zone = "Europe/Amsterdam"', "has no 'zone': add it"),
    ],
)
def test_what_is_left_out_is_told(section: str, said: str) -> None:
    with pytest.raises(DatamapError) as caught:
        loads(TOML.replace(section + "\n", "", 1))
    assert said in str(caught.value)


def test_a_column_that_nobody_owns_is_refused() -> None:
    mention = TOML.replace("[tables.orders.links.customer]", '[tables.orders.links.customer]\nrole = "mention"')
    with pytest.raises(DatamapError, match=r"column reference: nobody owns it"):
        loads(mention)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "x.toml: the file is empty"),
        (b" \n\t", "x.toml: the file is empty"),
        (b"SQLite format 3\0\x10", "x.toml: the file is binary"),
        (b'name = "x"\nzone = "\xff"\n', "x.toml:2: the file is not UTF-8"),
        (b"#" * 5_000_001, "x.toml: the file is larger than 5 MB"),
        ("name = " + "[" * 5000, "x.toml: the text is nested too deeply"),
        ("zone='UTC'\nsubjects=1\ntables=1\nname = " + "[" * 300 + "]" * 300, "x.toml:4: the datamap: name is [[["),
        ("name = ", "x.toml:1: this is not TOML"),
        ("tables = 3\nname='x'\nzone='UTC'\nsubjects={a=1}", "x.toml:4: subject a: a is 1 and must be a table"),
    ],
)
def test_what_is_no_datamap_at_all_is_one_sentence(source: str | bytes, said: str) -> None:
    with pytest.raises(DatamapError) as caught:
        loads(source, "x.toml")
    assert str(caught.value).startswith(said)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_datamap_raises_nothing_but_its_own_error(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TOML)))
    end = data.draw(st.integers(start, min(len(TOML), start + 40)))
    patch = data.draw(st.text(max_size=8) | st.sampled_from(["=", "[", "{}", "''", "true", "[[x]]", "1979-05-27"]))
    said = "datamap.toml"
    try:
        loads(TOML[:start] + patch + TOML[end:])
    except DatamapError as error:
        said = str(error)
    assert said.startswith("datamap.toml")


def test_a_kind_of_subject_names_the_columns_that_identify_it() -> None:
    declared = TOML.replace("[subjects.person]", "[subjects.person]\nidentifiers = { email = 'email' }")
    assert loads(declared).subjects[0].identifiers == (("email", "email"),)
    with pytest.raises(DatamapError, match="no kind of identifier is called 'mail'"):
        loads(declared.replace("{ email", "{ mail"))
    with pytest.raises(DatamapError, match="no column of customer is called 'post'"):
        loads(declared.replace("'email' }", "'post' }"))


def test_a_document_is_personal_data_of_a_category() -> None:
    documents = "reference = { category = 'service_content', file = 'archive' }"
    assert loads(TOML.replace('reference = "order"', documents)).table("orders").column("reference").file
    with pytest.raises(DatamapError, match="'file' belongs to a column with a category"):
        loads(TOML.replace('reference = "order"', "reference = { plain = 'x', file = 'archive' }"))
