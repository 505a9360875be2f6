"""What is promised, as values: read from prose or TOML, amended, compared, rendered."""
