"""The rule: what may exist and what may be used, on one page. Standard library only, no input or output."""
