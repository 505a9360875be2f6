"""The floors: what a competent engineer writes by hand for this one shop, with psycopg and nothing of the kernel."""
