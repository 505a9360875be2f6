"""Transfer mechanisms of GDPR chapter V with the days on which they hold. Adequacy decisions as of 2026-11-22."""

from datetime import date

from grondslag.lint.authorities import AUTHORITIES
from grondslag.lint.dated import Challenge, Mechanism

EEA = frozenset(authority.country for authority in AUTHORITIES)

FRAMEWORKS: tuple[Mechanism, ...] = (
    Mechanism(
        name="Safe Harbour", article="45", source="Decision 2000/520/EC", countries=("US",),
        valid_from=date(2000, 11, 1), valid_to=date(2015, 10, 6), ended_by="C-362/14 Schrems I",
        aliases=("Safe Harbor", "Safe Harbour-beginselen"),
        challenges=(Challenge(case="C-362/14", since=date(2014, 7, 25), until=date(2015, 10, 6)),),
    ),
    Mechanism(
        name="Privacy Shield", article="45", source="Decision (EU) 2016/1250", countries=("US",),
        valid_from=date(2016, 8, 1), valid_to=date(2020, 7, 16), ended_by="C-311/18 Schrems II",
        aliases=("EU-US Privacy Shield", "EU-VS-privacyschild", "privacyschild"),
        challenges=(Challenge(case="C-311/18", since=date(2018, 5, 9), until=date(2020, 7, 16)),),
    ),
    Mechanism(
        name="EU-US Data Privacy Framework", article="45", source="Decision (EU) 2023/1795", countries=("US",),
        valid_from=date(2023, 7, 10),
        aliases=("Data Privacy Framework", "DPF", "EU-VS-gegevensbeschermingskader", "gegevensbeschermingskader",
                 "EU-VS Data Privacy Framework"),
        challenges=(
            Challenge(case="T-553/23 Latombe", since=date(2023, 9, 6), until=date(2025, 9, 3)),
            Challenge(case="C-703/25 P Latombe", since=date(2025, 10, 31)),
        ),
    ),
)  # fmt: skip

SAFEGUARDS: tuple[Mechanism, ...] = (
    Mechanism(
        name="Standard contractual clauses 2021/914", article="46", source="Decision (EU) 2021/914",
        valid_from=date(2021, 6, 27),
        aliases=("Standard contractual clauses", "SCC", "SCCs", "modelcontractbepalingen", "modelcontract",
                 "standaardcontractbepalingen", "EU-modelcontracten", "EU-modelclausules", "modelclausules",
                 "standard contractual clauses (EU) 2021/914"),
    ),
    Mechanism(
        name="Standard contractual clauses 2010/87", article="46", source="Decision 2010/87/EU",
        valid_from=date(2010, 5, 15), valid_to=date(2022, 12, 27), ended_by="Decision (EU) 2021/914, Art. 4(4)",
        aliases=("Standard contractual clauses", "SCC", "SCCs", "modelcontractbepalingen", "modelcontract",
                 "EU-modelcontracten", "EU-modelclausules", "modelclausules", "SCC 2010"),
    ),
    Mechanism(
        name="Standard contractual clauses 2004/915", article="46", source="Decision 2004/915/EC",
        valid_from=date(2005, 4, 1), valid_to=date(2022, 12, 27), ended_by="Decision (EU) 2021/914, Art. 4(4)",
        aliases=("SCC 2004",),
    ),
    Mechanism(
        name="Binding corporate rules", article="46", source="GDPR 46(2)(b), 47", valid_from=date(2018, 5, 25),
        aliases=("BCR", "bindende bedrijfsvoorschriften"),
    ),
    Mechanism(
        name="Code of conduct", article="46", source="GDPR 46(2)(e)", valid_from=date(2018, 5, 25),
        aliases=("gedragscode",),
    ),
    Mechanism(
        name="Certification", article="46", source="GDPR 46(2)(f)", valid_from=date(2018, 5, 25),
        aliases=("certificering",),
    ),
    Mechanism(
        name="Explicit consent", article="49", source="GDPR 49(1)(a)", valid_from=date(2018, 5, 25),
        aliases=("uitdrukkelijke toestemming",),
    ),
)  # fmt: skip

# Country, decision, first day (publication; adoption since 2019), last day plus one. The older ones live on by
# GDPR 45(9).
ADEQUACY: tuple[tuple[str, str, date, date | None], ...] = (
    ("CH", "Decision 2000/518/EC", date(2000, 8, 25), None),
    ("CA", "Decision 2002/2/EC (commercial organisations)", date(2002, 1, 4), None),
    ("AR", "Decision 2003/490/EC", date(2003, 7, 5), None),
    ("GG", "Decision 2003/821/EC", date(2003, 11, 21), None),
    ("IM", "Decision 2004/411/EC", date(2004, 4, 30), None),
    ("JE", "Decision 2008/393/EC", date(2008, 5, 28), None),
    ("FO", "Decision 2010/146/EU", date(2010, 3, 9), None),
    ("AD", "Decision 2010/625/EU", date(2010, 10, 19), None),
    ("IL", "Decision 2011/61/EU", date(2011, 2, 1), None),
    ("UY", "Decision 2012/484/EU", date(2012, 8, 23), None),
    ("NZ", "Decision 2013/65/EU", date(2013, 1, 30), None),
    ("JP", "Decision (EU) 2019/419", date(2019, 1, 23), None),
    # Decision (EU) 2021/1772 ran, once extended, through 2025-12-27; renewed before that day through 2031-12-27.
    ("GB", "Decision (EU) 2021/1772, renewed on 2025-12-19", date(2021, 6, 28), date(2031, 12, 28)),
    ("KR", "Decision (EU) 2022/254", date(2021, 12, 17), None),
    ("BR", "Decision (EU) 2026/179", date(2026, 1, 26), None),
)

DECISION_NAMES = ("Adequacy decision", "adequaatheidsbesluit", "adequaatheidsbesluit van de Europese Commissie")

MECHANISMS: tuple[Mechanism, ...] = (
    *FRAMEWORKS,
    *SAFEGUARDS,
    *(
        Mechanism(
            name=f"Adequacy decision {country}", article="45", source=source, countries=(country,),
            valid_from=since, valid_to=until, aliases=(*DECISION_NAMES, source),
        )
        for country, source, since, until in ADEQUACY
    ),
)  # fmt: skip
