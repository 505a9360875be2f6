"""Our own sentences for every value of a statement, in one two-way table: :func:`say` prints, :func:`recognise` reads.

A *phrase* is a sentence with slots (``{field:kind}``, kinds in :mod:`grondslag.statement.phrases.slots`) and fixed
values. A *sheet* holds the phrases of one place of the model: each phrase a line of its own, or, for an entry such as a
source, all joined in one line. The lines need no context but the right or the purpose that they stand under.

A reader of prose hooks in so: before its own work on a line it calls ``recognise(line)``. ``()`` means: not ours.
Otherwise each pair is a place and its value:

* ``narrative``: ours, and it feeds nothing (a plain sentence, or a note about an amendment);
* ``rendered``: the marker: this text is ours, so only what our phrases say counts outside the purposes;
* ``purpose.…``: belongs to the purpose that the line stands in, and replaces what the reader made of its other lines;
* anything else: a place in the statement.

It keeps the pairs in order of the text and then calls ``gathered(Statement(), pairs)``, and for each purpose
``gathered(purpose, pairs)`` with the pairs that stood in it (without the prefix ``purpose.``).
"""

from grondslag.statement.phrases.slots import Language, category, day, event, period, shown
from grondslag.statement.phrases.table import Pair, gathered, note, recognise, say, told

__all__ = [
    "Language",
    "Pair",
    "category",
    "day",
    "event",
    "gathered",
    "note",
    "period",
    "recognise",
    "say",
    "shown",
    "told",
]
