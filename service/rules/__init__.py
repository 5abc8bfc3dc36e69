"""Checks over the model and a date: pure functions."""
