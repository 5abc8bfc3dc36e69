"""Parts to one packet PDF; the home of pypdf."""
