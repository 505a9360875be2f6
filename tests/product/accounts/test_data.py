"""T-IIIC-2 to T-IIIC-4: what the database holds of an account, in whose language, to be seen, edited and erased."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from facturis.guard import statement
from facturis.guard.declare import Plain
from facturis.security.protection.models import SecurityEntry
from facturis.website.accounts import reads
from facturis.website.accounts.models import CodeSource, Passkey, Person, RecoveryCode
from tests.product.cast import PASSWORD, access, browser, erase, mails, person, rows
from tests.product.databases import OWNER

EDITED = {
    "username": "anders", "name": "Voornaam-anders", "street": "Straat-2 2", "postcode": "0000 BB", "city": "Elders",
    "country": "België", "phone": "+32470123456", "language": "en",
}  # fmt: skip


@pytest.mark.usefixtures("outbox")
def test_the_database_contains_no_clear_password() -> None:
    """T-IIIC-2."""
    person("een")
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_person")
        (row,) = cursor.fetchall()
    kept = [str(value) for value in row]
    assert [value.startswith("argon2$argon2id$") for value in kept].count(True) == 1
    assert PASSWORD not in " ".join(kept)


@pytest.mark.parametrize(("before", "after"), [("nl", "en"), ("en", "nl")])
def test_the_language_of_the_account_drives_pages_and_mails(before: str, after: str, outbox: Path) -> None:
    """T-IIIC-3."""
    one = person("een", language=before)
    client = browser(one, **{"accept-language": before})
    assert client.get("/account/").headers["Content-Language"] == before
    answer = client.post("/account/", EDITED | {"language": after}, follow=True)
    assert answer.headers["Content-Language"] == after
    told = {"en": "Your details are saved.", "nl": "Uw gegevens zijn opgeslagen."}
    assert [told[after] in answer.content.decode(), told[before] in answer.content.decode()] == [True, False]
    browser(**{"accept-language": before}).post("/account/reset", {"email": "een@example.com"})
    subject = {"en": "Subject: A new password", "nl": "Subject: Een nieuw wachtwoord"}
    assert subject[after] in mails(outbox)[0]


@pytest.mark.usefixtures("outbox")
def test_all_own_data_is_visible_and_editable() -> None:
    """T-IIIC-4: what the statement lists, but for the password, is on the page; each of it can be changed."""
    one = person("een")
    client = browser(one)
    shown = client.get("/account/").content.decode()
    personal = [name for name, says in Person.privacy.columns.items() if not isinstance(says, Plain)]
    personal.remove("password")
    assert [name for name in personal if str(getattr(one, name)) not in shown] == []
    assert client.post("/account/", EDITED).status_code == 302
    one.refresh_from_db(using=OWNER)
    assert {name: getattr(one, name) for name in EDITED} == EDITED
    assert set(personal) == {*EDITED, "email"}  # whose change is confirmed by mail


@pytest.mark.usefixtures("outbox")
def test_every_category_that_the_statement_lists_is_kept_and_no_other() -> None:
    purpose = statement.purpose("III.C")
    assert purpose
    leaves = {"name", "address"} | {item.category for item in purpose.items} - {"name_and_address"}
    says = [each for model in (Person, Passkey, CodeSource, RecoveryCode) for each in model.privacy.columns.values()]
    assert {getattr(each, "category", each) for each in says if getattr(each, "category", None) or each in leaves} == (
        leaves
    )


@pytest.mark.usefixtures("outbox")
def test_access_shows_every_row_and_nobody_elses() -> None:
    one, _ = person("een"), person("twee")
    told = access(one)
    assert {table["table"] for table in told["tables"]} == {"accounts_person", "protection_securityentry"}
    for name, says in Person.privacy.columns.items():
        assert not isinstance(says, str) or str(getattr(one, name)) in str(told), name
    assert "twee" not in str(told)


def details(of: Person) -> list[str]:
    """What is held of a person, the password too."""
    of.refresh_from_db(using=OWNER)
    return [str(value) for name in (*EDITED, "email", "password") if (value := getattr(of, name))]


@pytest.mark.usefixtures("outbox")
def test_erasure_of_an_open_account_waits_for_its_end_and_its_log_goes_at_once() -> None:
    one, two = person("een"), person("twee")
    stays = erase(one).stays
    assert {each.place.partition(".")[0] for each in stays} == {"accounts_person"}
    assert len(details(one)) == 10
    assert list(rows(SecurityEntry).values_list("user", flat=True)) == [two.pk]
    browser(one).post("/account/close", {"password": PASSWORD})
    call_command("sweep")
    assert (details(one), len(details(two))) == ([], 10)
    assert rows(SecurityEntry).filter(user=one).values_list("event", flat=True).get() == "account_closed"
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_closed_account_that_is_erased_is_gone_at_once() -> None:
    one, two = person("een"), person("twee")
    browser(one).post("/account/close", {"password": PASSWORD})
    erase(one)
    assert list(rows(Person).values_list("pk", flat=True)) == [two.pk]
    assert set(rows(SecurityEntry).values_list("user", flat=True)) == {two.pk}
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_closed_account_is_empty_on_the_day_that_its_page_tells_and_gone_with_the_log() -> None:
    one = person("een")
    browser(one).post("/account/close", {"password": PASSWORD})
    one.refresh_from_db(using=OWNER)
    gone_on = reads.gone_on(one)
    assert gone_on
    call_command("sweep", on=gone_on - timedelta(days=1))
    one.refresh_from_db(using=OWNER)
    assert one.username == "een"
    call_command("sweep", on=gone_on)
    assert details(one) == []
    assert rows(SecurityEntry).filter(user=one).exists()
    call_command("sweep", on=date(gone_on.year + 2, 1, 1))
    assert (rows(Person).count(), rows(SecurityEntry).count()) == (0, 0)


@pytest.mark.usefixtures("outbox")
def test_a_person_without_an_account_signs_in_nowhere_and_is_kept_for_no_account() -> None:
    one = person("een")
    rows(Person).update(joined_at=None)
    client = browser()
    assert client.post("/account/sign-in", {"username": "een", "password": PASSWORD}).status_code == 200
    assert browser(one).get("/account/").status_code == 302
    with pytest.raises(CommandError) as found:
        call_command("audit")
    assert found.value.returncode == 1


@pytest.mark.usefixtures("outbox")
def test_nobody_is_named_by_the_text_of_a_row() -> None:
    one = person("een")
    entry = rows(SecurityEntry).get()
    assert (str(one), str(entry)) == (f"person {one.pk}", f"security entry {entry.pk}")
    assert one.joined_at
    assert datetime.now(UTC) - one.joined_at < timedelta(minutes=1)
