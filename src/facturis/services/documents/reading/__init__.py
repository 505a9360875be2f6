"""Reads what people hand in: values in, values out, and nothing that is handed in is trusted."""
