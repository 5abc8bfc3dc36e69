"""What the two shells on HTTP share: the cookie of a login, and files on their way out."""
