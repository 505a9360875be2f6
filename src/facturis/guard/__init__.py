"""The kernel bound to Django: the purpose gate, by which the database refuses what the statement does not list."""
