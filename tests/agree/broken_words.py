"""The broken variants of what the page leans on: the calendar, the rules of a statement, and the facts.

By the text that is changed: what is wrong then, what the text becomes, and a case that catches it.
"""

from tests.agree.broken_page import Changes

CALENDAR: Changes = {
    "return date(year, month + 1, min(day.day, _length(year, month + 1)))": {
        "an event's month is not clipped to the month's end": (
            "return date(year, month + 1, 1) + timedelta(days=day.day - 1)",
            "deadline: received 2026-08-31",
        ),
    },
    "return add_months(date(event.year, 12, 31) if until_year_end else event, months)": {
        "year end for every term": (
            "return add_months(date(event.year, 12, 31), months)",
            "objection: pending extends no term",
        ),
        "year end taken after the period instead of before": (
            ("return date(add_months(event, months).year, 12, 31) if until_year_end else add_months(event, months)"),
            "last day: 2023-05-05 and 2 months from year end",
        ),
        "a month is thirty days": (
            "return (date(event.year, 12, 31) if until_year_end else event) + timedelta(days=30 * months)",
            "last day: 2022-06-15 and 84 months from year end",
        ),
    },
    "return date(year + month // 12, month % 12 + 1, 1)": {
        "the cutoff of a day that its month lacks is a day early": (
            "return date(year, month, _length(year, month))",
            "cutoff: 2023-02-28 and 1 months",
        ),
    },
    "while day.weekday() >= 5 or": {
        "a deadline that falls on a Saturday stays there": (
            "while day.weekday() >= 6 or",
            "deadline: received 2026-01-31",
        ),
    },
    " or day in holidays(day.year):": {
        "a deadline that falls on a holiday stays there": (":", "deadline: received 2026-03-05"),
    },
    " or day in extra or": {
        "a deadline does not move for extra days": (" or", "deadline: a day put on a par"),
    },
    "for n in (-2, 1, 39, 50))": {
        "Good Friday is an ordinary day": ("for n in (1, 39, 50))", "deadline: received 2027-02-26"),
    },
    "date(year, 5, 5), ": {
        "Liberation Day only in lustrum years": (
            "date(year, 5, 5 if year % 5 == 0 else 6), ",
            "deadline: received 2026-04-05",
        ),
    },
}

RULES: Changes = {
    "self.now.astimezone(self.zone).date()": {
        "today is the date in UTC": ("self.now.date()", "year end: a booking of 15-06-2022 is gone on 01-01-2030"),
    },
    "return since is not None and since.astimezone(zone).date() >= introduced": {
        "a new purpose reaches older rows": ("return True", "new purpose: it does not reach older rows"),
    },
    "since.astimezone(zone).date() >= introduced": {
        "a new purpose misses the rows of its first day": (
            "since.astimezone(zone).date() > introduced",
            "new purpose: it reaches rows of its first day",
        ),
        "a row's first day is read in UTC": (
            "since.date() >= introduced",
            "new purpose: it reaches rows of its first day",
        ),
    },
    "return since is not None and since": {
        "a new purpose reaches rows of an unknown day": (
            "return since is None or since",
            "new purpose: it does not reach rows of an unknown day",
        ),
    },
    "    if compatible:": {
        "a compatibility reason does not help": (
            "    if False:",
            "new purpose: with a compatibility reason it reaches older rows",
        ),
    },
}

FACTS: Changes = {
    "if c.purpose == purpose and c.at <= now": {
        "later consent counts now": ("if c.purpose == purpose", "consent: given later than now does not count"),
        "consent to any purpose will do": ("if c.at <= now", "consent: to another purpose does not count"),
        "a withdrawal of consent is not heard": (
            "if c.purpose == purpose and c.at <= now and c.given",
            "consent: the last event is withdrawn",
        ),
    },
    "not (c.given and c.version == version)": {
        "consent to any version will do": ("not c.given", "consent: to another version does not count"),
    },
    "last, refused = max(events)": {
        "the latest consent at an equal moment is the permissive one": (
            "last, refused = max(events, key=lambda event: (event[0], not event[1]))",
            "consent: given and withdrawn at one moment is withdrawn",
        ),
    },
    "if o.purpose == purpose and o.at <= now]": {
        "an objection to any purpose counts": ("if o.at <= now]", "objection: to another purpose does not count"),
        "a later objection counts now": ("if o.purpose == purpose]", "objection: one later than now does not count"),
    },
    "max([state for _, state in standing])": {
        "objecting again reopens an objection that was upheld": (
            "max(standing)[1]",
            "objection: upheld is not undone by asking again",
        ),
    },
    "if at >= max(undone)]": {
        "an objection once upheld is never undone": ("]", "legitimate interest: an objection withdrawn stops neither"),
        "the latest objection at an equal moment is the permissive one": (
            "if at > max(undone) or (at == max(undone) and state <= ObjectionState.OVERRULED)]",
            "objection: upheld and overruled at one moment is upheld",
        ),
    },
    'return scope in ("", place, place.rpartition(".")[0])': {
        "a scope of a table does not take in its columns": (
            'return scope in ("", place)',
            "restriction (b): names its table",
        ),
        "a scope takes in every table that begins alike": (
            "return place.startswith(scope)",
            "scope: a table whose name begins alike is another",
        ),
        "a scope is ignored": ("return True", "restriction (b): names another cell"),
    },
    "if restriction.lifted is not None and restriction.lifted <= now:": {
        "a lifted restriction goes on keeping": (
            "if restriction.lifted is None and now is None:",
            "restriction: what is kept goes when it is lifted",
        ),
        "a restriction keeps until the day after it is lifted": (
            "if restriction.lifted is not None and restriction.lifted < now:",
            "chain: lifted at the moment the next begins is lifted",
        ),
    },
    'return restriction.ground == "c" or not any(restriction.at <= e.at <= now and not '
    "e.ordered for e in facts.erasures)": {
        "own later erasure does not end a restriction's keeping": ("return True", "own later erasure ends the keeping"),
        "own later erasure ends the keeping of a claim under (c) too": (
            "return not any(restriction.at <= e.at <= now and not e.ordered for e in facts.erasures)",
            "own later erasure does not end what (c) names",
        ),
    },
    "restriction.at <= e.at <= now and not e.ordered": {
        "own erasure at the same moment does not end the keeping": (
            "restriction.at < e.at <= now and not e.ordered",
            "own erasure of the same moment ends the keeping",
        ),
        "own earlier erasure ends the keeping of a later restriction": (
            "e.at <= now and not e.ordered",
            "own earlier erasure does not end the keeping",
        ),
    },
    'place.endswith(".") and scope.startswith(place)': {
        "a scope on a column leaves the links of its table": (
            "False",
            "scope: a hold of a column keeps the links of its table",
        ),
        "a scope on a column takes in the links of every table": (
            'place.endswith(".")',
            "scope: a restriction of another table's column does not block a link",
        ),
    },
}
