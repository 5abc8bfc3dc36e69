"""The workers: they wait for ordered jobs and do them; the home of Huey."""
