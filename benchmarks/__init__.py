"""Measurements: both sides in turns in one run."""
