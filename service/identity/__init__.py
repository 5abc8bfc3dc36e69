"""Who people are according to somebody else: the client of an OpenID provider, and what its claims mean here."""
