"""Strategies for worlds: small, whole, and close to every edge of the law.

Days cluster around the cutoffs of the drawn terms (the last day, the day before, the day after), moments around
midnight in both zones and around changes of the clock; one small pool of moments feeds rows and facts alike, so that
they often coincide. Moments are drawn in UTC and written in each column's own zone.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grondslag.datamap.live import Live
from grondslag.datamap.model import Column, DataMap, Subject, Time
from grondslag.law.calendar import cutoff, start_of_day
from grondslag.law.facts import Facts
from grondslag.law.rules import Moment
from grondslag.statement.model import Controller, Ground, Item, Purpose, Statement
from tests.agree.plots import PLOTS
from tests.agree.shapes import EVENTS, Shape
from tests.agree.tables import shapes, tables
from tests.agree.world import Row, World
from tests.kernel.law.strategies import facts, terms, tuples

IDS = ("I.A", "I.B", "II.A", "III.A")
LABELS = ("name", "email", "iban", "message", "balance", "contact_details", "no_such_category")
ADDRESSES = ("a@example.com", " A@Example.com ", "b@example.com", "")
TODAYS = (
    date(2026, 11, 23),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2027, 1, 1),
    date(2026, 12, 31),
    date(2028, 2, 29),
)
HOURS = ((12, 0), (0, 0), (0, 30), (1, 0), (1, 30), (22, 0), (22, 30), (23, 0), (23, 30))
NOWS = tuple(datetime.combine(day, time(*hour), UTC) for day in TODAYS for hour in HOURS)
CLOCK_CHANGES = tuple(
    datetime(2026, month, day, hour, minute, second, tzinfo=UTC)
    for month, day, hour, minute, second in (
        (10, 25, 0, 30, 0),
        (10, 25, 1, 30, 0),
        (3, 29, 0, 59, 59),
        (3, 29, 1, 0, 0),
    )
)
INTRODUCED = (date(2026, 3, 29), date(2025, 1, 1))

NOWHERE = 9
GROUNDS = (Ground.CONSENT, *Ground, Ground.CONSENT, Ground.CONTRACT, Ground.LEGITIMATE_INTEREST, None)
KINDS = (
    ("consents",),
    (),
    ("consents",),
    ("consents", "objections"),
    ("consents", "erasures"),
    ("objections", "erasures"),
    ("consents", "restrictions"),
    ("restrictions", "erasures"),
    ("holds", "restrictions"),
    ("consents", "objections", "erasures", "restrictions", "holds"),
)
SubjectKey = tuple[str, str]
Written = Callable[[Time], str | int]


@st.composite
def purposes(draw: st.DrawFn, id: str) -> Purpose:
    """A purpose on any ground, mostly one that can be carried out."""
    often = st.sampled_from((True, True, True, False))
    categories = draw(st.lists(st.sampled_from(LABELS), min_size=2, max_size=4, unique=True))
    after = (*EVENTS, *EVENTS, "never")
    first = draw(terms(after, whens=("",), introduced=INTRODUCED))
    return Purpose(
        id=id,
        group=id.partition(".")[0],
        label=f"Doel {id}",
        items=tuple(Item(label=category, category=category) for category in categories),
        ground=draw(st.sampled_from(GROUNDS)),
        balancing_test="filed" if draw(often) else "",
        terms=(first, *draw(tuples(terms(after, introduced=INTRODUCED), 1))),
        marketing=draw(st.sampled_from((False, False, True))),
        active=draw(often) or draw(often),
        version=draw(st.sampled_from((1, 1, 1, 2))),
        introduced=draw(st.sampled_from((None, None, None, None, None, None, *INTRODUCED))),
        compatible=draw(st.sampled_from(("", "art. 6(4)"))),
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A statement of one to four purposes, of a controller in one of two zones."""
    ids = IDS[: draw(st.integers(1, 4))]
    zone = draw(st.sampled_from(("Europe/Amsterdam", "Europe/Amsterdam", "UTC")))
    return Statement(
        controller=Controller(name="Voorbeeld", zone=zone), purposes=tuple(draw(purposes(id)) for id in ids)
    )


def edges(statement: Statement, nows: Iterable[datetime]) -> list[datetime]:
    """The moments at which something changes for somebody, and those just before and after."""
    zone = ZoneInfo(statement.controller.zone)
    days: dict[date, None] = {}
    for now in nows:
        today = Moment(now, zone).today
        centres = [today]
        for purpose in statement.purposes:
            centres += [cutoff(today, term.months, term.until_year_end) for term in purpose.terms]
        days |= dict.fromkeys(centre + timedelta(days=n) for centre in centres for n in (0, -1, 1))
    days |= dict.fromkeys(day + timedelta(days=n) for day in INTRODUCED for n in (0, -1))
    found: dict[datetime, None] = {}
    for day in days:
        start, midnight = start_of_day(day, zone).astimezone(UTC), datetime.combine(day, time(), UTC)
        second = timedelta(seconds=1)
        near = (start + timedelta(hours=12), start, start - second, start + timedelta(microseconds=1))
        found |= dict.fromkeys((*near, midnight, midnight - second))
    return [*found, *CLOCK_CHANGES]


@st.composite
def pools(draw: st.DrawFn, statement: Statement, now: datetime) -> list[datetime]:
    """A few moments: ``now``, some on its edges, and some on the edges of those, which restrictions look back to."""
    near = draw(st.lists(st.sampled_from(edges(statement, [now])), min_size=1, max_size=5))
    far = draw(st.lists(st.sampled_from(edges(statement, near[:2])), max_size=2))
    return [*near, *far, now]


def raw(moment: datetime, column: Time, controller: str, default: str, exact: bool) -> str | int:
    """A moment as a column holds it; ``exact`` writes fractions of a second too."""
    if column.form == "epoch":
        return int(moment.timestamp())
    zone = controller if column.form == "date" else column.zone or default
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if column.form == "date":
        return wall.date().isoformat()
    return wall.isoformat(" ", "microseconds" if exact else "seconds")


@st.composite
def filled(draw: st.DrawFn, found: Sequence[Shape], moments: SearchStrategy[Written]) -> dict[str, list[Row]]:
    """Rows for every table, at most three in each; pointers lead to rows that are there, or nowhere."""
    keys: dict[str, list[object]] = {}
    for shape in found:
        most = 0 if any(not keys.get(table, True) for table in _needed(shape)) else 3
        pointed_at = any(keys[each.name] and shape.name in _needed(each) for each in found if each.name in keys)
        numbers = range(1, draw(st.integers(1 if shape is found[0] or pointed_at else 0, most)) + 1)
        keys[shape.name] = [_key(shape.key_type, n) for n in numbers]
    rows: dict[str, list[Row]] = {}
    for shape in found:
        rows[shape.name] = [draw(_row(shape, key, keys, rows, moments)) for key in keys[shape.name]]
    return rows


@st.composite
def _row(
    draw: st.DrawFn,
    shape: Shape,
    key: object,
    keys: dict[str, list[object]],
    rows: dict[str, list[Row]],
    moments: SearchStrategy[Written],
) -> Row:
    row: Row = {"id": key}
    bound = {k.columns[0]: k.table for k in shape.foreign_keys if len(k.columns) == 1}
    loose = {link.via[0].column: link.via[0].table for link in shape.links if link.via and not link.via[0].alike}
    for column in shape.columns[1:]:
        name, nothing = column.name, [None] if _nullable(shape, column.name) else []
        if name in shape.times:
            write = draw(moments)
            row[name] = write(shape.times[name]) if draw(st.sampled_from((True, True, False))) else None
        elif name in bound:
            row[name] = draw(st.sampled_from([*keys[bound[name]], *nothing]))
        elif name in loose:
            row[name] = draw(st.sampled_from([*keys[loose[name]], *nothing, _key(_type(shape, name), NOWHERE)]))
        elif name == "sort":
            row[name] = draw(st.sampled_from(("c", "chat", "letter", None)))
        elif name == "kind":
            row[name] = draw(st.sampled_from(("customer", "customer", "staff", "other", None)))
        else:
            row[name] = None if column.plain else draw(_value(shape, column, nothing))
    for each in (k for k in shape.foreign_keys if len(k.columns) > 1):
        ends: list[Row] = [*rows[each.table], dict.fromkeys(each.targets)]
        end = draw(st.sampled_from(ends))
        row.update({here: end[there] for here, there in zip(each.columns, each.targets, strict=True)})
    return row


def _value(shape: Shape, column: Column, nothing: Sequence[None]) -> SearchStrategy[object]:
    """Something for a personal column, or what it holds after its end."""
    number = _type(shape, column.name) == "INTEGER"
    some: tuple[object, ...] = (10, 20) if number else ("x", "y")
    if column.link or column.name == "email":
        some = ADDRESSES
    if column.on_end == "erased":
        some += (column.erased,)
    if column.on_end == "pseudonym":
        some += ("erased-0123456789abcdef",)
    return st.sampled_from((*some, *nothing))


def _needed(shape: Shape) -> list[str]:
    """The tables that must have rows for this one to have any."""
    return [k.table for k in shape.foreign_keys if k.table != shape.name and not _nullable(shape, k.columns[0])]


def _key(type: str, n: int) -> object:
    return n if type == "INTEGER" else f"k{n}"


def _type(shape: Shape, name: str) -> str:
    """The declared type of a column; what stands in JSON is text."""
    return next((c.type for c in shape.schema if c.name == name), "TEXT")


def _nullable(shape: Shape, name: str) -> bool:
    return next((c.nullable for c in shape.schema if c.name == name), True)


@st.composite
def known(
    draw: st.DrawFn,
    people: Sequence[SubjectKey],
    scopes: Sequence[str],
    moments: Sequence[datetime],
    purposes: Sequence[Purpose],
) -> dict[SubjectKey, Facts]:
    """Facts about the people, mostly about what they are asked for, at these moments."""
    ids = [purpose.id for purpose in purposes]
    asked = [purpose.id for purpose in purposes if purpose.ground is Ground.CONSENT]
    balanced = [purpose.id for purpose in purposes if purpose.balancing_test or purpose.marketing]
    every = facts(moments, asked or ids, scopes, least=1, most=2, objected=balanced or ids)
    return {who: _some_of(draw(every), draw(st.sampled_from(KINDS))) for who in people}


def _some_of(told: Facts, kinds: Sequence[str]) -> Facts:
    """Only these kinds of facts, so that few people have all that can befall one."""
    return Facts(**{kind: getattr(told, kind) for kind in kinds})


@st.composite
def worlds(draw: st.DrawFn, kinds: Sequence[str] = ()) -> World:
    """A world. ``kinds`` asks for certain tables beside ``customer`` (see :func:`tests.agree.shapes.shapes`)."""
    statement, plot = draw(statements()), draw(st.sampled_from(PLOTS))
    if plot:
        statement = plot.told(statement)
    ids = tuple(purpose.id for purpose in statement.purposes)
    now = draw(st.sampled_from(NOWS))
    controller = statement.controller.zone
    default = draw(st.sampled_from(("Europe/Amsterdam", "UTC")))
    pool = draw(pools(statement, now))
    later = max(pool) + timedelta(seconds=1)
    found = draw(shapes((controller, "UTC"), kinds))
    mapped = tuple(tables(draw, shape, ids) for shape in found)
    moments = st.builds(
        lambda at, exact: lambda column: raw(at, column, controller, default, exact),
        st.sampled_from(pool),
        st.booleans(),
    )
    rows = draw(filled(found, moments))
    kinds_here = [shape.name for shape in found if shape.name in ("customer", "staff")]
    people = [(kind, str(row["id"])) for kind in kinds_here for row in rows[kind]]
    people += [(kind, key) for kind in kinds_here for key in (str(NOWHERE), f"k{NOWHERE}")]
    scopes = ["", *(t.name for t in mapped), *(f"{t.name}.{c.name}" for t in mapped for c in t.personal)]
    return World(
        statement=statement,
        datamap=DataMap(
            name="drawn",
            zone=default,
            subjects=tuple(Subject(kind=kind, table=kind, key="id") for kind in kinds_here),
            tables=mapped,
        ),
        live=Live(tables=tuple(shape.live() for shape in found)),
        rows=rows,
        facts={who: plot.facts(draw, statement, [*pool, later]) for who in people}
        if plot
        else draw(known(people, scopes, [*pool, later], statement.purposes)),
        now=now,
    )
