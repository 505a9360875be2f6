"""The broken variants of the page: erasure, restriction and hold.

By the text that is changed: what is wrong then, what the text becomes, and a case that catches it.
"""

from tests.agree.broken_page import Changes

HAPPENINGS: Changes = {
    "erasures = [e for e in facts.erasures if e.at <= at.now and (cell.since is None or cell.since <= e.at)]": {
        "an erasure of later counts now": (
            "erasures = [e for e in facts.erasures if cell.since is None or cell.since <= e.at]",
            "erasure: one later than now does not count",
        ),
        "an erasure covers later rows too": (
            "erasures = [e for e in facts.erasures if e.at <= at.now]",
            "erasure: later consent revives for later rows",
        ),
        "an erasure leaves a row of the same moment": (
            ("erasures = [e for e in facts.erasures if e.at <= at.now and (cell.since is None or cell.since < e.at)]"),
            "erasure: a row of the same moment is covered",
        ),
        "an erasure leaves rows of an unknown moment": (
            (
                "erasures = [e for e in facts.erasures if e.at <= at.now and cell.since is not None and "
                "cell.since <= e.at]"
            ),
            "erasure: a row of an unknown moment is covered",
        ),
        "an erasure is not heard": (
            "erasures = [e for e in facts.erasures if e.at <= at.now and e.ordered]",
            "erasure: later consent does not revive an older row",
        ),
    },
    "ordered = [e for e in erasures if e.ordered]": {
        "an ordered erasure is like any other": ("ordered = []", "ordered: a running contract ends"),
        "every erasure is like an ordered one": (
            "ordered = erasures",
            "erasure: a running contract keeps its rows",
        ),
    },
    "return HOLDS if fresh and not erasures else REFUSED": {
        "consent given later revives an erased row": (
            "return HOLDS if fresh else REFUSED",
            "erasure: later consent does not revive an older row",
        ),
        "consent older than an erasure holds for later rows": (
            "return HOLDS if consent and not erasures else REFUSED",
            "erasure: earlier consent does not do for later rows",
        ),
    },
    "not [e for e in facts.erasures if consent <= e.at": {
        "consent of the moment of an erasure is newer": (
            "not [e for e in facts.erasures if consent < e.at",
            "erasure: consent of the same moment is not newer",
        ),
    },
    "return RUNNING_CONTRACT if erasures else HOLDS": {
        "erasure ends a running contract": (
            "return REFUSED if erasures else HOLDS",
            "erasure: a running contract keeps its rows",
        ),
        "erasure leaves the tail of an ended contract": (
            "return HOLDS",
            "erasure: compelling grounds do not keep a contract's tail",
        ),
    },
    "elif standing.uses and not (standing.only_until_event and past(event, at)):": {
        "erasure leaves the use of an ended contract's tail": (
            "elif standing.uses:",
            "erasure: compelling grounds do not keep a contract's tail",
        ),
    },
    "if not started or ordered:": {
        "anyone may rely on a contract": ("if ordered:", "contract: a third party needs another purpose"),
        "a contract holds before it starts": (
            "if not cell.party or ordered:",
            "contract: an agreement without a start yet",
        ),
    },
    "prevailing = [e for e in erasures if not _overruled(facts, rule.id, e.at)]": {
        "erasure leaves an interest without compelling grounds": (
            "prevailing = []",
            "erasure: objections are upheld",
        ),
        "compelling grounds do not withstand an erasure": (
            "prevailing = erasures",
            "erasure: compelling grounds on file keep the row",
        ),
    },
    "[e for e in erasures if not _overruled(facts, rule.id, e.at)]": {
        "compelling grounds written after the erasure save the row": (
            "[e for e in erasures if not _overruled(facts, rule.id, at.now)]",
            "erasure: compelling grounds written later come too late",
        ),
        "compelling grounds against one erasure do against all": (
            "[] if [e for e in erasures if _overruled(facts, rule.id, e.at)] else erasures",
            "erasure: each erasure must meet compelling grounds",
        ),
    },
    "return REFUSED if erasures else HOLDS": {
        "a legal obligation without a law survives an erasure": (
            "return HOLDS",
            "erasure: of a legal obligation only terms with a law remain",
        ),
    },
    "if term.law:  # 17(3)(b): no": {
        "an objection ends a statutory term": (
            "if term.law and standing.exists:  # no",
            "law: keeps without any consent",
        ),
    },
    "r.at <= now and (r.lifted is None or r.lifted > now) and": {
        "a restriction of later blocks now": (
            "(r.lifted is None or r.lifted > now) and",
            "restriction: one later than now does not block",
        ),
        "a lifted restriction goes on blocking": ("r.at <= now and", "restriction: the decision ends it"),
        "own later erasure lifts the block on use": (
            "r.at <= now and keeps(r, facts, now) and",
            "own later erasure does not lift the block from a later row",
        ),
    },
    "(r.lifted is None or r.lifted > now) and in_scope": {
        "a restriction still blocks at the moment it is lifted": (
            "(r.lifted is None or r.lifted >= now) and in_scope",
            "restriction: the decision of this very moment ends it",
        ),
    },
    "if named or any(True for _ in then):": {
        "a restriction keeps what was unlawful": (
            "if restriction.ground:",
            "restriction: does not keep what never was lawful",
        ),
        "a restriction keeps nothing but what it names": (
            "if named:",
            "restriction: a term that ends later does not end it",
        ),
    },
    'named = restriction.ground in "bc" and restriction.scope': {
        "naming a cell under any ground keeps it": (
            "named = restriction.scope",
            "restriction (a): naming a cell keeps nothing unlawful",
        ),
        "a restriction without a scope names everything": (
            'named = restriction.ground in "bc"',
            "restriction (b): without a scope it names nothing",
        ),
        "naming a cell does not keep it": ("named = False", "restriction (b): names its cell, and keeps it as it is"),
    },
    "at.at(restriction.at), before=restriction.at)": {
        "a restriction asks what is lawful now": (
            "at, before=restriction.at)",
            "restriction: a term that ends later does not end it",
        ),
    },
    "begun = restriction.at <= at.now if before is None else restriction.at < before": {
        "a restriction does not lean on an earlier one": (
            "begun = restriction.at <= at.now and before is None",
            "chain: a restriction keeps what an earlier one kept when it began",
        ),
    },
    "if begun and not ordered and in_scope": {
        "an order leaves what a restriction keeps": ("if begun and in_scope", "ordered: a restriction does not keep"),
    },
    "            e.ordered and e.at <= at.now and (cell.since is None or cell.since <= e.at) for e in facts.erasures": {
        "an order ends the keeping of later rows too": (
            "            e.ordered and e.at <= at.now for e in facts.erasures",
            "ordered: a restriction keeps later rows",
        ),
        "an order of later ends the keeping now": (
            "            e.ordered and (cell.since is None or cell.since <= e.at) for e in facts.erasures",
            "ordered: one of later than now does not",
        ),
    },
    "in_scope(restriction.scope, cell.place) and keeps(restriction, facts, at.now):": {
        "a lifted restriction keeps for ever": (
            "in_scope(restriction.scope, cell.place):",
            "own later erasure ends the keeping",
        ),
    },
    "standing_hold = hold.at <= at.now and (": {
        "a hold of later keeps now": ("standing_hold = (", "hold: one later than now does not"),
    },
    "hold.at <= at.now and (hold.released is None or hold.released > at.now)": {
        "a released hold goes on keeping": ("hold.at <= at.now", "hold: released"),
    },
    "hold.released > at.now)": {
        "a hold keeps at the moment it is released": ("hold.released >= at.now)", "hold: released at this very moment"),
    },
    "if standing_hold and in_scope(hold.scope, cell.place):": {
        "a hold keeps everything": ("if standing_hold:", "scope: a hold of another table does not"),
        "a hold keeps nothing": ("if standing_hold and not hold.law:", "an objection does not end what a hold keeps"),
    },
}
