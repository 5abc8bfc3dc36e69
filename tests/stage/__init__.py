"""One stage with its real library."""
