"""The rule over millions of rows: compiled, planned in one snapshot, carried out in batches."""
