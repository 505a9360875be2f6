"""The data protection authorities of the 30 EEA states (GDPR Art. 51; EEA Joint Committee Decision 154/2018)."""

from datetime import date

from grondslag.lint.dated import Authority

# The day on which the list was put together from public lists; the sites were not visited.
AS_OF = date(2026, 11, 22)

_ROWS: tuple[tuple[str, ...], ...] = (
    ("AT", "Oostenrijk", "Austria", "Österreichische Datenschutzbehörde", "https://www.dsb.gv.at/"),
    ("BE", "België", "Belgium", "Gegevensbeschermingsautoriteit",
     "https://www.gegevensbeschermingsautoriteit.be/"),
    ("BG", "Bulgarije", "Bulgaria", "Комисия за защита на личните данни", "https://www.cpdp.bg/"),
    ("HR", "Kroatië", "Croatia", "Agencija za zaštitu osobnih podataka", "https://azop.hr/"),
    ("CY", "Cyprus", "Cyprus", "Γραφείο Επιτρόπου Προστασίας Δεδομένων Προσωπικού Χαρακτήρα",
     "https://www.dataprotection.gov.cy/"),
    ("CZ", "Tsjechië", "Czechia", "Úřad pro ochranu osobních údajů", "https://uoou.gov.cz/"),
    ("DK", "Denemarken", "Denmark", "Datatilsynet", "https://www.datatilsynet.dk/"),
    ("EE", "Estland", "Estonia", "Andmekaitse Inspektsioon", "https://www.aki.ee/"),
    ("FI", "Finland", "Finland", "Tietosuojavaltuutetun toimisto", "https://tietosuoja.fi/"),
    ("FR", "Frankrijk", "France", "Commission Nationale de l'Informatique et des Libertés", "https://www.cnil.fr/"),
    ("DE", "Duitsland", "Germany",
     "Die Bundesbeauftragte für den Datenschutz und die Informationsfreiheit", "https://www.bfdi.bund.de/",
     "For most companies the authority of the Land is competent; the BfDI lists them."),
    ("GR", "Griekenland", "Greece", "Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα", "https://www.dpa.gr/"),
    ("HU", "Hongarije", "Hungary", "Nemzeti Adatvédelmi és Információszabadság Hatóság", "https://www.naih.hu/"),
    ("IE", "Ierland", "Ireland", "Data Protection Commission", "https://www.dataprotection.ie/"),
    ("IT", "Italië", "Italy", "Garante per la protezione dei dati personali", "https://www.garanteprivacy.it/"),
    ("LV", "Letland", "Latvia", "Datu valsts inspekcija", "https://www.dvi.gov.lv/"),
    ("LT", "Litouwen", "Lithuania", "Valstybinė duomenų apsaugos inspekcija", "https://vdai.lrv.lt/"),
    ("LU", "Luxemburg", "Luxembourg", "Commission Nationale pour la Protection des Données",
     "https://cnpd.public.lu/"),
    ("MT", "Malta", "Malta", "Office of the Information and Data Protection Commissioner", "https://idpc.org.mt/"),
    ("NL", "Nederland", "Netherlands", "Autoriteit Persoonsgegevens", "https://www.autoriteitpersoonsgegevens.nl/"),
    ("PL", "Polen", "Poland", "Urząd Ochrony Danych Osobowych", "https://uodo.gov.pl/"),
    ("PT", "Portugal", "Portugal", "Comissão Nacional de Proteção de Dados", "https://www.cnpd.pt/"),
    ("RO", "Roemenië", "Romania",
     "Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal",
     "https://www.dataprotection.ro/"),
    ("SK", "Slowakije", "Slovakia", "Úrad na ochranu osobných údajov Slovenskej republiky",
     "https://dataprotection.gov.sk/"),
    ("SI", "Slovenië", "Slovenia", "Informacijski pooblaščenec", "https://www.ip-rs.si/"),
    ("ES", "Spanje", "Spain", "Agencia Española de Protección de Datos", "https://www.aepd.es/",
     "Catalonia, the Basque Country and Andalusia have an authority of their own for the public sector."),
    ("SE", "Zweden", "Sweden", "Integritetsskyddsmyndigheten", "https://www.imy.se/"),
    ("IS", "IJsland", "Iceland", "Persónuvernd", "https://www.personuvernd.is/"),
    ("LI", "Liechtenstein", "Liechtenstein", "Datenschutzstelle", "https://www.datenschutzstelle.li/"),
    ("NO", "Noorwegen", "Norway", "Datatilsynet", "https://www.datatilsynet.no/"),
)  # fmt: skip

AUTHORITIES: tuple[Authority, ...] = tuple(
    Authority(country=row[0], country_nl=row[1], country_en=row[2], name=row[3], url=row[4], note="".join(row[5:]))
    for row in _ROWS
)


def authority_of(country: str) -> Authority | None:
    """The authority of the EEA state with this ISO code; None for a country outside the EEA."""
    return next((authority for authority in AUTHORITIES if authority.country == country.upper()), None)
