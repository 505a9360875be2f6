"""A room that is only there for tests, accounts, agreements and invoices, and the tests of what it declares."""
