"""The whole build, by way of the shells."""
