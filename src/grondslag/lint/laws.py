"""The rule packs, the fiscal minimums and the names that went stale, each with its days."""

from datetime import date

from grondslag.lint.dated import FiscalLaw, RulePack, StaleName

GDPR_FROM = date(2018, 5, 25)
TELECOM_RULES = (13, 14, 15, 28, 49)

RULE_PACKS: tuple[RulePack, ...] = (
    RulePack(
        name="GDPR",
        source="Regulation (EU) 2016/679, Art. 99(2)",
        valid_from=GDPR_FROM,
        rules=tuple(number for number in range(1, 51) if number not in TELECOM_RULES),
    ),
    RulePack(
        name="Telecommunicatiewet 11.7 and 11.7a",
        source="Telecommunicatiewet; the exception for limited analytics since Stb. 2015, 100",
        valid_from=date(2015, 3, 11),
        rules=TELECOM_RULES,
    ),
    RulePack(
        name="Digital Omnibus",
        source="COM(2025) 837, proposal of 2025-11-19",
        valid_from=None,
        changes=(14, 15, 16, 46, 47, 48, 49),
        note="Proposed GDPR 88a and 88b (device access, browser signals) and changes to 12, 13, 22, 33: not law.",
    ),
)

FISCAL_LAWS: tuple[FiscalLaw, ...] = (
    FiscalLaw(law="AWR 52(4)", records="fiscal", minimum_years=7, valid_from=date(1998, 1, 1)),
    FiscalLaw(law="BW 2:10(3)", records="bookkeeping", minimum_years=7, valid_from=date(2005, 1, 1)),
    FiscalLaw(law="Wet OB 34a", records="real_estate", minimum_years=9, valid_from=date(1998, 1, 1)),
    FiscalLaw(law="Wet OB 28rl", records="oss_non_union", minimum_years=10, valid_from=date(2021, 7, 1)),
    FiscalLaw(law="Wet OB 28sj", records="oss_union", minimum_years=10, valid_from=date(2021, 7, 1)),
    FiscalLaw(law="Wet OB 28tn", records="oss_import", minimum_years=10, valid_from=date(2021, 7, 1)),
)

STALE_NAMES: tuple[StaleName, ...] = (
    StaleName(name="Safe Harbor", pattern=r"safe harbou?r", since=date(2015, 10, 6), instead="Decision (EU) 2023/1795"),
    StaleName(name="Privacy Shield", pattern=r"privacy ?(?:shield|schild)", since=date(2020, 7, 16),
              instead="Decision (EU) 2023/1795"),
    StaleName(name="Wbp", pattern=r"\bwbp\b|wet bescherming persoonsgegevens", since=GDPR_FROM, instead="AVG, UAVG"),
    StaleName(name="CBP", pattern=r"\bcbp\b|college bescherming persoonsgegevens", since=date(2016, 1, 1),
              instead="Autoriteit Persoonsgegevens"),
    StaleName(name="Richtlijn 95/46", pattern=r"95/46", since=GDPR_FROM, instead="AVG"),
    StaleName(name="Google Inc.", pattern=r"google,? inc\b", since=date(2017, 9, 30), instead="Google LLC"),
    StaleName(name="Universal Analytics", pattern=r"universal analytics", since=date(2023, 7, 1),
              instead="Google Analytics 4"),
)  # fmt: skip
