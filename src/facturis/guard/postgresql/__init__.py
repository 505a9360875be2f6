"""Django's database backend for PostgreSQL, under the gate: a role for each purpose, taken with every statement."""
