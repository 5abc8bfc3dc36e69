"""Any document to PDF; the home of subprocesses."""
