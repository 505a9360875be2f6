"""Django's database backend for SQLite, under the gate: an authorizer for columns, views and triggers for rows."""
