"""Secrets: passwords are kept as Argon2id (RFC 9106), random keys as their sha256; the home of argon2."""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_PASSWORD = 12
"""NIST SP 800-63B-4 asks for length, not for signs of certain kinds."""
MAX_PASSWORD = 200

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Whether it is the password; as slow for an account without one."""
    try:
        return _HASHER.verify(kept or _NOBODY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker choices than today's."""
    return _HASHER.check_needs_rehash(kept)


def new_secret() -> str:
    """256 random bits, for a cookie or a token."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is kept of a random secret; it cannot be guessed, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
