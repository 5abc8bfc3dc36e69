"""What the business talks about: frozen dataclasses, standard library only."""
