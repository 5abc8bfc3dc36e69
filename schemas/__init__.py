"""One module per document type; its name is the slug."""
