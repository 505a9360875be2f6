"""The syntax binding (CEN/TS 16931-3-2 for UBL, 16931-3-3 for CII) as data: each term with its XPath in each syntax.

A path is relative to the element of its group; one that begins with ``/`` to the document. Where ``|`` separates paths,
the first that leads anywhere counts; XPath's own union takes quadratic time. The types of a credit note are those of
UNTDID 1001.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from facturis.services.documents.reading.invoice.terms import Adjustment, Line, Party, Payment, Totals, Vat

type Reading = Literal["text", "texts", "day", "number", "amount", "amount in BT-5", "amount in BT-6"]
type Values = type[Adjustment | Line | Party | Payment | Totals | Vat]

NAMESPACES: Mapping[str, str] = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
ROOTS: Mapping[str, Literal["UBL", "CII"]] = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": "UBL",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": "UBL",
    f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice": "CII",
}
CREDIT_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})


@dataclass(frozen=True, slots=True)
class Term:
    """A business term: its number, the field that takes it, and its place in UBL and in CII."""

    number: str
    field: str
    ubl: str
    cii: str
    read: Reading = "text"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of terms: its number, field and places, the values that it makes, and whether it may occur often."""

    number: str
    field: str
    ubl: str
    cii: str
    makes: Values
    terms: tuple[Term, ...]
    many: bool = False
    required: bool = False


_DOCUMENT = "rsm:ExchangedDocument"
_CONTEXT = "rsm:ExchangedDocumentContext"
_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRADE}/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_SUMS = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_PERIOD = "ram:BillingSpecifiedPeriod"
_VAT_SCHEME = "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)='VAT']/cbc:CompanyID"
_OTHER_SCHEME = "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)!='VAT']/cbc:CompanyID"

DOCUMENT: tuple[Term, ...] = (
    Term("BT-1", "number", "cbc:ID", f"{_DOCUMENT}/ram:ID", required=True),
    Term("BT-2", "issued", "cbc:IssueDate", f"{_DOCUMENT}/ram:IssueDateTime/udt:DateTimeString", "day", True),
    Term("BT-3", "type_code", "cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode", f"{_DOCUMENT}/ram:TypeCode", "text", True),
    Term("BT-5", "currency", "cbc:DocumentCurrencyCode", f"{_SETTLEMENT}/ram:InvoiceCurrencyCode", "text", True),
    Term("BT-6", "accounting_currency", "cbc:TaxCurrencyCode", f"{_SETTLEMENT}/ram:TaxCurrencyCode"),
    Term("BT-9", "due", "cbc:DueDate|cac:PaymentMeans/cbc:PaymentDueDate",
         f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString", "day"),
    Term("BT-10", "buyer_reference", "cbc:BuyerReference", f"{_AGREEMENT}/ram:BuyerReference"),
    Term("BT-11", "project", "cac:ProjectReference/cbc:ID", f"{_AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID"),
    Term("BT-12", "contract", "cac:ContractDocumentReference/cbc:ID",
         f"{_AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID"),
    Term("BT-13", "purchase_order", "cac:OrderReference/cbc:ID",
         f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
    Term("BT-20", "payment_terms", "cac:PaymentTerms/cbc:Note",
         f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description"),
    Term("BT-22", "notes", "cbc:Note", f"{_DOCUMENT}/ram:IncludedNote/ram:Content", "texts"),
    Term("BT-23", "process", "cbc:ProfileID",
         f"{_CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
    Term("BT-24", "specification", "cbc:CustomizationID",
         f"{_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", "text", True),
    Term("BT-25", "preceding", "cac:BillingReference[1]/cac:InvoiceDocumentReference/cbc:ID",
         f"{_SETTLEMENT}/ram:InvoiceReferencedDocument[1]/ram:IssuerAssignedID"),
    Term("BT-72", "delivered", "cac:Delivery/cbc:ActualDeliveryDate",
         f"{_DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", "day"),
    Term("BT-73", "starts", "cac:InvoicePeriod/cbc:StartDate",
         f"{_SETTLEMENT}/{_PERIOD}/ram:StartDateTime/udt:DateTimeString", "day"),
    Term("BT-74", "ends", "cac:InvoicePeriod/cbc:EndDate",
         f"{_SETTLEMENT}/{_PERIOD}/ram:EndDateTime/udt:DateTimeString", "day"),
    Term("BT-83", "remittance", "cac:PaymentMeans[1]/cbc:PaymentID", f"{_SETTLEMENT}/ram:PaymentReference"),
    Term("BT-89", "mandate", "cac:PaymentMeans[1]/cac:PaymentMandate/cbc:ID",
         f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID"),
)  # fmt: skip


def _party(numbers: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms of a party, which have the same places in seller and buyer, and other numbers."""
    address, contact = "cac:PostalAddress/", "cac:Contact/"
    trade, person = "ram:PostalTradeAddress/", "ram:DefinedTradeContact/"
    places: dict[str, tuple[str, str]] = {
        "name": ("cac:PartyLegalEntity/cbc:RegistrationName", "ram:Name"),
        "trading_name": ("cac:PartyName/cbc:Name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        "identifier": ("cac:PartyIdentification[not(cbc:ID/@schemeID='SEPA')][1]/cbc:ID", "ram:GlobalID|ram:ID"),
        "legal_id": ("cac:PartyLegalEntity/cbc:CompanyID", "ram:SpecifiedLegalOrganization/ram:ID"),
        "legal_scheme": ("cac:PartyLegalEntity/cbc:CompanyID/@schemeID",
                         "ram:SpecifiedLegalOrganization/ram:ID/@schemeID"),
        "vat_id": (_VAT_SCHEME, "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']"),
        "tax_id": (_OTHER_SCHEME, "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']"),
        "legal_form": ("cac:PartyLegalEntity/cbc:CompanyLegalForm", "ram:Description"),
        "electronic_address": ("cbc:EndpointID", "ram:URIUniversalCommunication/ram:URIID"),
        "street": (f"{address}cbc:StreetName", f"{trade}ram:LineOne"),
        "street_2": (f"{address}cbc:AdditionalStreetName", f"{trade}ram:LineTwo"),
        "city": (f"{address}cbc:CityName", f"{trade}ram:CityName"),
        "postcode": (f"{address}cbc:PostalZone", f"{trade}ram:PostcodeCode"),
        "subdivision": (f"{address}cbc:CountrySubentity", f"{trade}ram:CountrySubDivisionName"),
        "country": (f"{address}cac:Country/cbc:IdentificationCode", f"{trade}ram:CountryID"),
        "contact": (f"{contact}cbc:Name", f"{person}ram:PersonName|{person}ram:DepartmentName"),
        "phone": (f"{contact}cbc:Telephone", f"{person}ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
        "email": (f"{contact}cbc:ElectronicMail", f"{person}ram:EmailURIUniversalCommunication/ram:URIID"),
    }  # fmt: skip
    return tuple(
        Term(number, field, *places[field], required=field in ("name", "country")) for field, number in numbers.items()
    )


_SELLER = {
    "name": "BT-27", "trading_name": "BT-28", "identifier": "BT-29", "legal_id": "BT-30", "legal_scheme": "BT-30-1",
    "vat_id": "BT-31", "tax_id": "BT-32", "legal_form": "BT-33", "electronic_address": "BT-34", "street": "BT-35",
    "street_2": "BT-36", "city": "BT-37", "postcode": "BT-38", "subdivision": "BT-39", "country": "BT-40",
    "contact": "BT-41", "phone": "BT-42", "email": "BT-43",
}  # fmt: skip
_BUYER = {
    "name": "BT-44", "trading_name": "BT-45", "identifier": "BT-46", "legal_id": "BT-47", "legal_scheme": "BT-47-1",
    "vat_id": "BT-48", "electronic_address": "BT-49", "street": "BT-50", "street_2": "BT-51", "city": "BT-52",
    "postcode": "BT-53", "subdivision": "BT-54", "country": "BT-55", "contact": "BT-56", "phone": "BT-57",
    "email": "BT-58",
}  # fmt: skip
_PAYEE = (
    Term("BT-59", "name", "cac:PartyName/cbc:Name", "ram:Name"),
    Term("BT-60", "identifier", "cac:PartyIdentification[1]/cbc:ID", "ram:GlobalID|ram:ID"),
    Term("BT-61", "legal_id", "cac:PartyLegalEntity/cbc:CompanyID", "ram:SpecifiedLegalOrganization/ram:ID"),
)


def _adjustment(amount: int) -> tuple[Term, ...]:
    """The terms of an allowance or a charge, numbered from that of its amount."""
    names = [f"BT-{amount + step}" for step in range(7)]
    return (
        Term(names[0], "amount", "cbc:Amount", "ram:ActualAmount", "amount", True),
        Term(names[1], "base", "cbc:BaseAmount", "ram:BasisAmount", "amount"),
        Term(names[2], "percentage", "cbc:MultiplierFactorNumeric", "ram:CalculationPercent", "number"),
        Term(names[3], "vat_category", "cac:TaxCategory/cbc:ID", "ram:CategoryTradeTax/ram:CategoryCode"),
        Term(names[4], "vat_rate", "cac:TaxCategory/cbc:Percent", "ram:CategoryTradeTax/ram:RateApplicablePercent",
             "number"),
        Term(names[5], "reason", "cbc:AllowanceChargeReason", "ram:Reason"),
        Term(names[6], "reason_code", "cbc:AllowanceChargeReasonCode", "ram:ReasonCode"),
    )  # fmt: skip


_CHARGED = "normalize-space(cbc:ChargeIndicator)='true'"
_CHARGED_CII = "normalize-space(ram:ChargeIndicator/udt:Indicator)='true'"
_ADJUSTED_CII = f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge"
_CII_ACCOUNT = "ram:PayeePartyCreditorFinancialAccount"
_UBL_ITEM, _CII_ITEM = "cac:Item/", "ram:SpecifiedTradeProduct/"
_CII_TRADE, _CII_TAX = "ram:SpecifiedLineTradeAgreement/", "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/"
_CII_PRICE, _CII_LINE = f"{_CII_TRADE}ram:NetPriceProductTradePrice/", "ram:SpecifiedLineTradeSettlement/"

GROUPS: tuple[Group, ...] = (
    Group("BG-4", "seller", "cac:AccountingSupplierParty/cac:Party", f"{_AGREEMENT}/ram:SellerTradeParty",
          Party, _party(_SELLER), required=True),
    Group("BG-7", "buyer", "cac:AccountingCustomerParty/cac:Party", f"{_AGREEMENT}/ram:BuyerTradeParty",
          Party, _party(_BUYER), required=True),
    Group("BG-10", "payee", "cac:PayeeParty", f"{_SETTLEMENT}/ram:PayeeTradeParty", Party, _PAYEE),
    Group("BG-16", "payments", "cac:PaymentMeans", f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans", Payment, (
        Term("BT-81", "means", "cbc:PaymentMeansCode", "ram:TypeCode", "text", True),
        Term("BT-84", "iban", "cac:PayeeFinancialAccount/cbc:ID",
             f"{_CII_ACCOUNT}/ram:IBANID|{_CII_ACCOUNT}/ram:ProprietaryID"),
        Term("BT-85", "account_name", "cac:PayeeFinancialAccount/cbc:Name",
             f"{_CII_ACCOUNT}/ram:AccountName"),
        Term("BT-86", "bic", "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID",
             "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
    ), many=True),
    Group("BG-20", "allowances", f"cac:AllowanceCharge[not({_CHARGED})]", f"{_ADJUSTED_CII}[not({_CHARGED_CII})]",
          Adjustment, _adjustment(92), many=True),
    Group("BG-21", "charges", f"cac:AllowanceCharge[{_CHARGED}]", f"{_ADJUSTED_CII}[{_CHARGED_CII}]",
          Adjustment, _adjustment(99), many=True),
    Group("BG-23", "vat", "cac:TaxTotal/cac:TaxSubtotal", f"{_SETTLEMENT}/ram:ApplicableTradeTax", Vat, (
        Term("BT-116", "taxable", "cbc:TaxableAmount", "ram:BasisAmount", "amount", True),
        Term("BT-117", "amount", "cbc:TaxAmount", "ram:CalculatedAmount", "amount", True),
        Term("BT-118", "category", "cac:TaxCategory/cbc:ID", "ram:CategoryCode", "text", True),
        Term("BT-119", "rate", "cac:TaxCategory/cbc:Percent", "ram:RateApplicablePercent", "number"),
        Term("BT-120", "exemption", "cac:TaxCategory/cbc:TaxExemptionReason", "ram:ExemptionReason"),
        Term("BT-121", "exemption_code", "cac:TaxCategory/cbc:TaxExemptionReasonCode", "ram:ExemptionReasonCode"),
    ), many=True, required=True),
    Group("BG-22", "totals", "cac:LegalMonetaryTotal", f"{_SETTLEMENT}/{_SUMS}", Totals, (
        Term("BT-106", "lines", "cbc:LineExtensionAmount", "ram:LineTotalAmount", "amount", True),
        Term("BT-107", "allowances", "cbc:AllowanceTotalAmount", "ram:AllowanceTotalAmount", "amount"),
        Term("BT-108", "charges", "cbc:ChargeTotalAmount", "ram:ChargeTotalAmount", "amount"),
        Term("BT-109", "without_vat", "cbc:TaxExclusiveAmount", "ram:TaxBasisTotalAmount", "amount", True),
        Term("BT-110", "vat", "/*/cac:TaxTotal/cbc:TaxAmount", "ram:TaxTotalAmount", "amount in BT-5"),
        Term("BT-111", "vat_accounting", "/*/cac:TaxTotal/cbc:TaxAmount", "ram:TaxTotalAmount",
             "amount in BT-6"),
        Term("BT-112", "with_vat", "cbc:TaxInclusiveAmount", "ram:GrandTotalAmount", "amount", True),
        Term("BT-113", "paid", "cbc:PrepaidAmount", "ram:TotalPrepaidAmount", "amount"),
        Term("BT-114", "rounding", "cbc:PayableRoundingAmount", "ram:RoundingAmount", "amount"),
        Term("BT-115", "due", "cbc:PayableAmount", "ram:DuePayableAmount", "amount", True),
    ), required=True),
    Group("BG-25", "lines", "cac:InvoiceLine|cac:CreditNoteLine",
          f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem", Line, (
        Term("BT-126", "id", "cbc:ID", "ram:AssociatedDocumentLineDocument/ram:LineID", "text", True),
        Term("BT-127", "note", "cbc:Note", "ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content"),
        Term("BT-129", "quantity", "cbc:InvoicedQuantity|cbc:CreditedQuantity",
             "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", "number", True),
        Term("BT-130", "unit", "cbc:InvoicedQuantity/@unitCode|cbc:CreditedQuantity/@unitCode",
             "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode", "text", True),
        Term("BT-131", "net", "cbc:LineExtensionAmount",
             f"{_CII_LINE}ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", "amount", True),
        Term("BT-134", "starts", "cac:InvoicePeriod/cbc:StartDate",
             f"{_CII_LINE}{_PERIOD}/ram:StartDateTime/udt:DateTimeString", "day"),
        Term("BT-135", "ends", "cac:InvoicePeriod/cbc:EndDate",
             f"{_CII_LINE}{_PERIOD}/ram:EndDateTime/udt:DateTimeString", "day"),
        Term("BT-146", "price", "cac:Price/cbc:PriceAmount", f"{_CII_PRICE}ram:ChargeAmount", "amount", True),
        Term("BT-149", "price_base", "cac:Price/cbc:BaseQuantity", f"{_CII_PRICE}ram:BasisQuantity", "number"),
        Term("BT-151", "vat_category", f"{_UBL_ITEM}cac:ClassifiedTaxCategory/cbc:ID",
             f"{_CII_TAX}ram:CategoryCode", "text", True),
        Term("BT-152", "vat_rate", f"{_UBL_ITEM}cac:ClassifiedTaxCategory/cbc:Percent",
             f"{_CII_TAX}ram:RateApplicablePercent", "number"),
        Term("BT-153", "name", f"{_UBL_ITEM}cbc:Name", f"{_CII_ITEM}ram:Name", "text", True),
        Term("BT-154", "description", f"{_UBL_ITEM}cbc:Description", f"{_CII_ITEM}ram:Description"),
        Term("BT-155", "seller_item", f"{_UBL_ITEM}cac:SellersItemIdentification/cbc:ID",
             f"{_CII_ITEM}ram:SellerAssignedID"),
        Term("BT-156", "buyer_item", f"{_UBL_ITEM}cac:BuyersItemIdentification/cbc:ID",
             f"{_CII_ITEM}ram:BuyerAssignedID"),
    ), many=True, required=True),
)  # fmt: skip
