"""The kernel: a privacy statement that is read, judged, and executed over SQL databases. It knows no web framework."""
