"""Raw mapping to model, every fault at once, each with its path; the home of marshmallow."""
