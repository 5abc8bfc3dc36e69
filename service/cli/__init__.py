"""The command line: it translates and never decides."""
