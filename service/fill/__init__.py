"""Model and Word template to docx; the home of docxtpl, python-docx, jinja2 and Babel."""
