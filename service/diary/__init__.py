"""Diaries outside the service: one interface, and a module for each kind of diary."""
