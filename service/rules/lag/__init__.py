"""The checks of municipal law before a meeting, R-KL01 to R-KL14; `granska.py` is the way in."""
