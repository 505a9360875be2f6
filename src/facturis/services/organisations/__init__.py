"""Organisations that are customers (their books: I.C, their invoices: I.D), and the persons who act for them (I.A)."""
