"""The tables of the kernel, as migrations."""
