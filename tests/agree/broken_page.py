"""The broken variants of the page: what a purpose covers, its terms, its use, and its ground.

By the text that is changed: what is wrong then, what the text becomes, and a case that catches it.
"""

Changes = dict[str, dict[str, tuple[str, str]]]

PAGE: Changes = {
    "last_day(event, term.months, term.until_year_end) >= at.today": {
        "year end forgotten": (
            "last_day(event, term.months, False) >= at.today",
            "year end: a booking of 15-06-2022 is kept through 31-12-2029",
        ),
        "a term is over on its last day": (
            "last_day(event, term.months, term.until_year_end) > at.today",
            "months: a term that ends on a day that the month does not have ends on its last",
        ),
    },
    "named = rule.id in cell.uses and (cell.category is None or cell.category in rule.covers)": {
        "a category that is not listed is covered": (
            "named = rule.id in cell.uses",
            "a category that the purpose does not list is not covered",
        ),
    },
    "(cell.category is None or cell.category in rule.covers)": {
        "the column of a link is covered by nothing": (
            "cell.category in rule.covers",
            "the column of the link itself is covered by every use of its table",
        ),
    },
    "if fits and (term.introduced is None or reaches(term.introduced, bool(term.compatible), cell.since, at.zone)):": {
        "a longer term reaches older rows": ("if fits:", "longer term: it does not reach older rows"),
    },
    "fits = not term.when or cell.row_class is None or cell.row_class == term.when": {
        "the class of a row is not looked at": ("fits = True", "class: a term for another class does not"),
        "an unknown class fits no special term": (
            "fits = not term.when or cell.row_class == term.when",
            "class: a class of NULL fits every term",
        ),
    },
    "if event is NOT_YET or last_day": {
        "a term that has not begun does not run": (
            "if event is not NOT_YET and last_day",
            "contract: party to an agreement that has started",
        ),
    },
    "for event in events.get(term.after, ()):": {
        "a missing event lets a term run": (
            "for event in events.get(term.after) or (NOT_YET,):",
            "term: the event is missing",
        ),
        "all events of a term must let it run": (
            "for event in sorted(events.get(term.after, ()), key=str)[:1]:",
            "term: one of two events still lets it run",
        ),
    },
    "for term in rule.terms:": {
        "only the first term counts": (
            "for term in rule.terms[:1]:",
            "terms: the longest of two that run from one event",
        ),
    },
    "return isinstance(event, date) and event <= at.today": {
        "an event of today is still to come": (
            "return isinstance(event, date) and event < at.today",
            "contract: an agreement that starts today",
        ),
        "an event of a later date is past": (
            "return isinstance(event, date)",
            "contract: an agreement that starts tomorrow",
        ),
    },
    "if not covers(rule, cell, at) or (facts.restrictions and restricted(cell, facts, at.now)):": {
        "use ignores restrictions": ("if not covers(rule, cell, at):", "a restriction blocks what the law lets use"),
    },
    "if term.use:": {
        "a law licenses use without saying so": ("if term.law:", "law: keeps without licensing use"),
        "a law that licenses use is no licence": ("if not term.law:", "law: licenses use where it says so"),
    },
    "return PENDING if state is ObjectionState.PENDING else HOLDS": {
        "objection pending still allows use": ("return HOLDS", "legitimate interest: an objection pending stops use"),
        "objection pending ends existence": (
            "return REFUSED if state is ObjectionState.PENDING else HOLDS",
            "legitimate interest: an objection pending stops use",
        ),
        "overruled objection still stops use": (
            "return PENDING if state is not None else HOLDS",
            "legitimate interest: an objection overruled stops neither",
        ),
    },
    "if not rule.balanced or state is ObjectionState.UPHELD or ordered or prevailing:": {
        "objection upheld only stops use": (
            (
                "if state is ObjectionState.UPHELD: return PENDING\n            if not rule.balanced or "
                "ordered or prevailing:"
            ),
            "legitimate interest: an objection upheld stops existence too",
        ),
    },
    "if not rule.balanced or state is": {
        "no balancing test is needed": ("if state is", "legitimate interest: no balancing test on file"),
    },
    "if objection and rule.marketing and not (rule.ground is Ground.CONSENT and consent and consent > objection[0]):": {
        "an objection to marketing waits for a decision": (
            "if objection and objection[1] is ObjectionState.UPHELD and rule.marketing:",
            "marketing: an objection pending is upheld at once, under legitimate_interest",
        ),
        "an objection to marketing may be overruled": (
            (
                "if objection and rule.marketing and objection[1] is not ObjectionState.OVERRULED and not "
                "(rule.ground is Ground.CONSENT and consent and consent > objection[0]):"
            ),
            "marketing: an objection overruled is upheld at once, under legitimate_interest",
        ),
        "an objection to marketing is heard under legitimate interest only": (
            "if objection and rule.marketing and rule.ground is Ground.LEGITIMATE_INTEREST:",
            "marketing: an objection upheld is upheld at once, under contract",
        ),
        "new consent cannot undo an objection to marketing": (
            "if objection and rule.marketing:",
            "marketing: consent given after the objection revives it",
        ),
    },
    "consent and consent > objection[0]):": {
        "old consent outlives an objection to marketing": (
            "consent):",
            "marketing: an objection upheld is upheld at once, under consent",
        ),
        "consent at the moment of an objection to marketing wins": (
            "consent and consent >= objection[0]):",
            "marketing: consent and objection at one moment, the objection",
        ),
    },
    "not (rule.ground is Ground.CONSENT and consent": {
        "consent undoes an objection to marketing under any ground": (
            "not (consent",
            "marketing: no consent undoes an objection under another ground",
        ),
    },
    "if objection and rule.marketing and": {
        "every purpose is treated as marketing": ("if objection and", "consent: no objection ends it"),
    },
}
