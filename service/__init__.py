"""Samlad: what a municipality's boards write, given back as finished documents."""
