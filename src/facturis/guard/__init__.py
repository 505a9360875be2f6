"""The kernel bound to Django: what models, views, jobs and commands declare, and the checks that hold them to it."""
