"""Reading what people hand in."""
