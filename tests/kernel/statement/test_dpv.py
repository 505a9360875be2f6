"""The JSON-LD in the Data Privacy Vocabulary, asked by an RDF library that is not ours."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from grondslag.statement.dpv import dpv
from grondslag.statement.model import RightKind, Statement
from grondslag.statement.toml import loads
from grondslag.statements import shipped
from tests.kernel.statement.strategies import statements

# rdflib's own reader of JSON-LD still makes the class that rdflib calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DPV = Namespace("https://w3id.org/dpv#")
PD = Namespace("https://w3id.org/dpv/pd#")
GDPR = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
TIME = Namespace("http://www.w3.org/2006/time#")
FACTURIS = loads(shipped())
ROOT = "https://facturis.example/privacy"

# Per purpose of the published layer: its purposes in DPV, and its ground, as the requirements list them.
PURPOSES = {
    "I.A": ("ServiceProvision FulfilmentOfContractualObligation", "A6-1-b"),
    "I.B": ("CustomerClaimsManagement CustomerCare", "A6-1-b"),
    "I.C": ("PaymentManagement RecordManagement", "A6-1-b"),
    "I.D": ("PaymentManagement FulfilmentOfContractualObligation", "A6-1-b"),
    "I.E": ("CustomerRelationshipManagement", "A6-1-f"),
    "II.A": ("DirectMarketing", "A6-1-a"),
    "II.B": ("Advertising", "A6-1-f"),
    "II.C": ("TargetedAdvertising", "A6-1-f"),
    "II.D": ("SocialMediaMarketing", "A6-1-f"),
    "II.E": ("PersonalisedAdvertising", "A6-1-f"),
    "III.A": ("ServiceUsageAnalytics", "A6-1-f"),
    "III.B": ("ServiceOptimisation OptimiseUserInterface", "A6-1-f"),
    "III.C": ("AccountManagement ServiceRegistration", "A6-1-f"),
    "III.D": ("RequestedServiceProvision", "A6-1-f"),
    "III.E": ("CommunicationForCustomerCare", "A6-1-f"),
    "IV.A": ("MisusePreventionAndDetection", "A6-1-f"),
    "IV.B": ("EnforceSecurity DataSecurityManagement", "A6-1-f"),
}
TERMS = """
SELECT ?id ?purpose ?basis (COUNT(DISTINCT ?data) AS ?items) WHERE {
  ?notice a dpv:PrivacyNotice ; dpv:hasProcess ?process .
  ?process dct:identifier ?id ; dpv:hasPurpose ?purpose ; dpv:hasLegalBasis ?basis ; dpv:hasPersonalData ?data .
} GROUP BY ?id ?purpose ?basis
"""


def graph(statement: Statement, base: str = "") -> Graph:
    return Graph().parse(data=json.dumps(dpv(statement, base)), format="json-ld")


@pytest.fixture(scope="module")
def published() -> Graph:
    return graph(FACTURIS.published, ROOT)


def test_every_purpose_has_its_terms_its_ground_and_its_data(published: Graph) -> None:
    found = set()
    for id, purpose, basis, items in published.query(TERMS, initNs={"dpv": DPV, "dct": DCTERMS}):
        found.add((str(id), purpose, str(basis).removeprefix(str(GDPR))[:6], int(items)))
    assert {id for id, *_ in found} == set(PURPOSES)
    assert found == {
        (id, DPV[term], ground, len(FACTURIS.published.purpose(id).items))
        for id, (terms, ground) in PURPOSES.items()
        for term in terms.split()
    }


def kinds(found: Graph, id: str) -> set[URIRef]:
    """The kinds of personal data of a purpose."""
    return set(found.objects(URIRef(f"{ROOT}#purposes.{id}"), DPV.hasPersonalData / RDF.type))


def test_data_has_the_terms_of_its_smallest_parts(published: Graph) -> None:
    assert {PD.Name, PD.PhysicalAddress, PD.EmailAddress, PD.PersonalDocuments, PD.Financial, PD.Username, PD.Password,
            PD.TelephoneNumber, PD.Language} <= kinds(published, "I.A")  # fmt: skip
    assert kinds(published, "II.A") == {PD.Name, PD.PhysicalAddress, PD.EmailAddress}
    assert kinds(published, "IV.B") == {PD.UID, PD.Password}


def test_the_controller_its_officer_and_the_rights_are_told(published: Graph) -> None:
    controller = published.value(URIRef(ROOT), DPV.hasDataController)
    assert published.value(controller, DPV.hasName) == Literal("Facturis Group B.V.")
    assert published.value(controller, DPV.hasDataProtectionOfficer / DPV.hasContact) == Literal("privacy@facturis.com")
    told = {right.kind for right in FACTURIS.published.rights}
    rights = set(published.objects(URIRef(ROOT), DPV.hasRight))
    assert (GDPR.A15 in rights, GDPR.A21 in rights) == (RightKind.ACCESS in told, RightKind.OBJECTION in told)
    assert len(rights) == len(told)


def test_terms_in_force_are_durations_in_months_with_their_law() -> None:
    found = graph(FACTURIS.in_force, ROOT)
    for purpose in FACTURIS.in_force.purposes:
        node = URIRef(f"{ROOT}#purposes.{purpose.id}")
        lengths = [
            (int(found.value(storage, DPV.hasDuration / TIME.numericDuration)),
             str(found.value(storage, DPV.hasApplicableLaw / DCTERMS.title) or ""))
            for storage in found.objects(node, DPV.hasStorageCondition)
        ]  # fmt: skip
        assert sorted(lengths) == sorted((term.months, term.law) for term in purpose.terms)


def test_an_open_promise_has_no_length() -> None:
    open_ended = [p for p in FACTURIS.published.purposes if p.promise.kind == "open"]
    found = graph(FACTURIS.published)
    assert len(list(found.subjects(DPV.hasDuration, DPV.IndeterminateDuration))) == len(open_ended) == 16


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(statement=statements())
def test_nothing_is_lost_or_counted_twice_on_the_way(statement: Statement) -> None:
    found = graph(statement)
    [notice] = found.subjects(RDF.type, DPV.PrivacyNotice)
    assert len(list(found.objects(notice, DPV.hasProcess))) == len(statement.purposes)
    assert len(list(found.objects(notice, DPV.hasRight))) == len({right.kind for right in statement.rights})
    for purpose in statement.purposes:
        node = URIRef(f"{notice}#purposes.{purpose.id}")
        lengths = purpose.terms or purpose.promise.periods
        counts = {
            DPV.hasPersonalData: len(purpose.items),
            DPV.hasLegalBasis: int(purpose.ground is not None),
            DPV.hasRecipient: len(purpose.recipients.names)
            + sum(r.purpose == purpose.id for r in statement.recipients),
            DPV.hasDataImporter: sum(transfer.purpose == purpose.id for transfer in statement.transfers),
            DPV.hasDataSubject: len({item.subject for item in purpose.items}),
            DPV.hasStorageCondition: len(lengths) or int(purpose.promise.kind in ("open", "criterion")),
        }
        assert {name: len(list(found.objects(node, name))) for name in counts} == counts
        titles = [str(found.value(data, DCTERMS.title) or "") for data in found.objects(node, DPV.hasPersonalData)]
        assert sorted(titles) == sorted(item.label for item in purpose.items)


def test_equal_statements_have_equal_names_and_others_do_not() -> None:
    assert dpv(FACTURIS.published) == dpv(loads(shipped()).published)
    assert dpv(FACTURIS.published)["@id"] != dpv(FACTURIS.in_force)["@id"]
