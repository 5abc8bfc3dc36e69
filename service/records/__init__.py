"""What the service remembers: tables, their queries, files by content, and the log; the home of SQLAlchemy."""
