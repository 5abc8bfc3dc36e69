"""Hostile and odd PDFs, made by code: the same bytes every time."""
