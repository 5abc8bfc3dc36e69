"""No files, no programs."""
