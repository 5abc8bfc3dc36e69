"""Builds the official Word templates: `python -m templates._bygg` writes every `mall.docx`, equal bytes each time."""
