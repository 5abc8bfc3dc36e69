"""The web page: one table of pages, views that call the flow, and the one place that knows Flask. It never decides."""
