"""The HTTP API: a table of routes, and the one place that knows Flask. It translates; it never decides."""
