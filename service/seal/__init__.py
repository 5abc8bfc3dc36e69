"""Electronic seals on finished PDF files, and the signatures that files came with; the optional extra `seal`."""
