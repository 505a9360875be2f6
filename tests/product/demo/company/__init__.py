"""Tests of the company that the demonstration ends with."""
