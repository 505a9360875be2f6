"""Statements that ship with the package, as canonical TOML."""

from importlib.resources import files


def shipped(name: str = "facturis") -> str:
    """The text of a shipped statement. Raises FileNotFoundError when the package ships none of that name."""
    return files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
