"""Measurements: one script for each figure, each against a floor taken side by side in the same run."""
