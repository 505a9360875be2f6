"""Proof of what was done: the ledger, receipts, and their verification offline."""
