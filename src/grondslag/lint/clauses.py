"""The closing clauses: rule 50."""

from grondslag.lint.findings import Faults, Text, fail, warn
from grondslag.lint.rules import Case, rule
from grondslag.statement.model import Link

NOWHERE = ("", "#")


@rule(
    50, "E", "GDPR 13(2)(d)-(e); WP260 ¶29-30",
    Text(
        "Wijziging wordt gemeld, verplichting verteld, de link werkt",
        "Change is notified, duty told, the link works",
    ),
    Text(
        "Meld wijzigingen zelf, zeg of gegevens verplicht zijn, en geef de link een doel.",
        "Notify changes, say whether data must be provided, and give the link a target.",
    ),
)  # fmt: skip
def notices_at_the_end(case: Case) -> Faults:
    statement = case.statement
    silent = statement.change.pull_advice and not statement.change.push_notice
    return (
        fail(
            ["change"] if silent else [],
            Text("De lezer moet zelf komen kijken of er iets wijzigt.", "The reader is left to look for changes."),
        )
        + fail(
            [] if statement.mandatory_told else ["13(2)(e)"],
            Text(
                "Of verstrekken verplicht is, en wat anders volgt, ontbreekt.",
                "Whether data must be provided is missing.",
            ),
        )
        + warn(
            (link.text for link in statement.links if _leads_nowhere(link)),
            Text("Deze link leidt nergens heen.", "This link leads nowhere."),
        )
    )


def _leads_nowhere(link: Link) -> bool:
    return link.target.strip() in NOWHERE
