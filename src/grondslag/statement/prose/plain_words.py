"""Which sentences that tell no fact are plain narrative, and the words with which a sentence never is, as data."""

# Sentences that tell no fact: why they are plain narrative.
NARRATIVE: tuple[tuple[str, str], ...] = (
    (
        "introduction",
        r"(?:deze|onze|dit|ons|de) (?:privacy|cookie)[- ]?(?:verklaring|statement|beleid|policy)|privacy (?:zeer "
        r"|heel |erg )?(?:serieus|belangrijk)|uw privacy is|aandachtig|(?:hecht|hechten) (?:veel |grote |groot"
        r" )?(?:waarde|belang) aan",
    ),
    (
        "lead to a list or an overview",
        r"^hieronder|^onderstaand|in onderstaande?|volgende (?:overzicht|tabel)|overzichtelijk te houden|telkens"
        r" aangegeven|^daarbij is|:$",
    ),
    ("a question to the reader", r"^[^.]{1,80}\?$"),
    ("the law that applies", r"algemene verordening gegevensbescherming|\bavg\b|uitvoeringswet"),
    (
        "explanation of a term",
        r"^(?:cookies?|persoonsgegevens?|een cookie|verwerken|verwerking) (?:is|zijn|betekent)|wordt verstaan"
        r"|bedoelen (?:we|wij)|met .{1,40} bedoelen",
    ),
)
TOPIC_WORDS: dict[str, str] = {
    "introduction": r"privacy|persoonsgegevens|gegevens|verklaring",
    "rights": r"\brecht|verzoek", "cookies": r"cookie|browser|techniek", "security": r"beveilig|maatregel|veilig"
        r"|versleutel",
    "contact": r"contact|vragen|bereik", "complaints": r"klacht|vragen|autoriteit"
        r"|toezichthouder", "change": r"wijzig|verklaring|versie",
    "controller": r"verantwoordelijk|bedrijf|organisatie|onderneming", "response": r"verzoek|reactie|antwoord",
    "automated": r"besluit|geautomatiseerd", "definitions": r"betekent|verstaan|begrip|wordt|zijn",
}  # fmt: skip
# A sentence with one of these tells of processing: it is never waved through as plain narrative.
SUBSTANCE = (
    r"verkop|verkoop|verhuur|verhur|doorverk|verstrekken|doorgeven|doorgegeven|\bdelen\b|gedeeld|profiler"
    r"|bewaren|bewaard|bijzondere"
    r" persoonsgegevens|\bbsn\b|minderjarig"
)
