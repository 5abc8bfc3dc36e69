"""The real programs."""
