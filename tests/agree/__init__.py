"""The law said more than once, and compared: the page, the memory store judged by it, and SQL.

``generate`` draws small whole worlds (statement, datamap, schema, rows, facts, a moment) for tests to which all three
must give one answer: every cell's verdict, and the state after sweep and erase. ``mutants`` is the named list of broken
variants of the page. ``test_mutants`` shows that the cases of ``tests/kernel/law`` catch each; inside
``with broken(mutant)`` the page is broken for everything that calls it, so an agreement test can show the same of
itself. ``test_generate`` shows that drawn worlds are sound and take every branch of the rule both ways.
"""
