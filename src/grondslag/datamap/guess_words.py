"""Words in the names of columns and tables that tell what they hold, in Dutch, English, German and French, as data."""

# A category, and the words that stand for it; the first category of which a word is in a column's name is taken, so
# that what is special («billing_address») stands before what is general («address»).
COLUMNS: tuple[tuple[str, str], ...] = (
    ("national_id", "bsn burgerservicenummer ssn national_id sofinummer steuer_id insee nir"),
    ("birth_date", "birth_date date_of_birth dob birthday birthdate geboortedatum geboren geburtsdatum date_naissance"),
    ("password", "password passwd password_hash wachtwoord passwort kennwort mot_de_passe pwd"),
    ("iban", "iban rekeningnummer bankrekening kontonummer account_iban"),
    ("bic", "bic swift"),
    ("bank_name", "bank bank_name banknaam banque"),
    ("kvk_number", "kvk kvk_number kvknummer handelsregister siren siret coc_number"),
    ("vat_number", "vat vat_number vat_id btw btw_nummer btw_id ust_id tva"),
    ("customer_number", "customer_number klantnummer klantnr relatienummer lidnummer kundennummer numero_client"),
    ("account_number", "account_number accountnummer"),
    ("billing_address", "billing_address invoice_address factuuradres rechnungsadresse adresse_facturation"),
    ("ip_address", "ip ip_address ipaddress ip_adres remote_addr ip_adresse adresse_ip"),
    ("email", "email e_mail mail emailadres email_address mailadres courriel"),
    ("phone", "phone telephone tel telefoon telefoonnummer mobile mobiel gsm fax telefon handy portable"),
    ("browser", "browser user_agent useragent agent"),
    ("operating_system", "operating_system os system besturingssysteem platform"),
    ("client_id", "client_id cookie_id visitor_id cookie"),
    ("device", "device apparaat geraet appareil"),
    ("screen", "screen resolution scherm resolutie"),
    ("user_id", "user_id uid gebruikersnummer"),
    ("username", "username user_name login gebruikersnaam benutzername nom_utilisateur nickname"),
    ("gender", "gender sex geslacht aanhef salutation geschlecht sexe"),
    ("job", "job job_title functie beroep occupation profession beruf position"),
    ("language", "language lang taal locale sprache langue"),
    ("location", "latitude longitude lat lng location locatie geo"),
    ("surf_behaviour", "pages page url referrer referer visited path"),
    ("click_behaviour", "clicks clicked"),
    ("interest", "interest interests interesse interesses preference preferences voorkeur"),
    ("purchase_history", "bought purchases purchase_history aankopen afname"),
    ("company", "company organisation organization bedrijf bedrijfsnaam firma entreprise societe"),
    ("address", "address street postcode postal_code zip zipcode city town straat huisnummer adres plaats woonplaats"
        " strasse plz ort stadt rue ville code_postal adresse house_number province country land"),
    ("contact_person", "contact_person contactpersoon ansprechpartner"),
    ("name", "name naam first_name last_name firstname lastname surname full_name voornaam achternaam tussenvoegsel"
        " initials voorletters vorname nachname nom prenom holder houder display_name"),
    ("balance", "balance saldo"),
    ("cv", "cv resume"),
    ("security_log", "outcome attempt failed"),
)  # fmt: skip

# What the free columns of a table hold, by a word in the table's name.
TABLES: tuple[tuple[str, str], ...] = (
    ("chat_message", "chat chats"),
    ("complaint", "ticket tickets complaint complaints klacht klachten support case issue beschwerde"),
    ("message", "message messages bericht berichten mail nachricht contact_form comment comments"),
    ("review", "review reviews beoordeling beoordelingen rating bewertung avis"),
    ("payment", "payment payments betaling betalingen transaction zahlung paiement"),
    ("invoice", "invoice invoices factuur facturen rechnung facture credit_note"),
    ("order", "order orders bestelling bestellingen bestellung commande cart basket booking reservation"),
    ("agreement", "agreement agreements contract contracts overeenkomst subscription subscriptions abonnement vertrag"),
    ("dossier", "note notes dossier notitie notities crm file files memo"),
    ("security_log", "login logins log logs audit attempt session sessions"),
    ("service_content", "document documents upload uploads attachment bestand bestanden"),
)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


PEOPLE = _set(
    "customer customers client clients klant klanten user users person persons people persoon personen member members"
    " lid leden patient patients employee employees medewerker medewerkers contact contacts relatie relaties kunde"
    " kunden benutzer utilisateur student students applicant applicants debtor debtors"
)
FREE = _set(
    "body text content message description note notes remark remarks comment comments subject title opmerking tekst"
    " omschrijving inhoud bericht bemerkung beschreibung texte wishes reason question answer amount total price bedrag"
    " totaal betrag montant number nummer reference referentie service outcome product item details"
)
KINDS = _set("status kind type state soort stars rating score level role flag active enabled version label")
MADE = ("created", "aangemaakt", "made", "registered", "inserted", "opened", "started", "subscribed", "sent", "ordered",
    "paid", "posted", "noted", "exported", "computed", "erstellt", "cree", "added", "angelegt")  # fmt: skip
ENDS = ("ended", "end", "closed", "until", "expires", "cancelled", "einde", "gesloten", "beendet", "fin")
TIMES = _set("at on date datum day time tijd moment timestamp")
MENTIONS = _set("mentioned mention about referred genoemd")
BOOKKEEPING = _set(
    "schema_migrations alembic_version django_migrations flyway_schema_history databasechangelog"
    " databasechangeloglock ar_internal_metadata knex_migrations migrations goose_db_version"
)


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case: «firstName», «first_name» and «First Name» are the same two."""
    spaced = "".join(f"_{c}" if c.isupper() and n and name[n - 1].islower() else c for n, c in enumerate(name))
    return tuple(part for part in spaced.lower().replace("-", "_").replace(" ", "_").split("_") if part)


def said(name: str, table: tuple[tuple[str, str], ...]) -> str:
    """The first category of the table that one of its words, or several in a row, names; "" for none."""
    spoken = f"_{'_'.join(words(name))}_"
    return next((category for category, known in table if any(f"_{word}_" in spoken for word in known.split())), "")
