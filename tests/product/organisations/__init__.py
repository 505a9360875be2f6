"""Organisations, and the persons who act for them."""
