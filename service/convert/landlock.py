"""The kernel's guard around LibreOffice: which files it may read. Used by the driver; standard library only."""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from pathlib import Path

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_PR_SET_NO_NEW_PRIVS = 38
_EXECUTE, _READ_FILE, _READ_DIR, _MAKE_SOCK, _REFER = 1 << 0, 1 << 2, 1 << 3, 1 << 9, 1 << 13
_FIRST_RIGHTS = (1 << 13) - 1  # all that the first version of Landlock knows
_FILE_RIGHTS = _EXECUTE | _READ_FILE | 1 << 1  # the last one is writing
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_READABLE = (
    "/usr", "/lib", "/lib32", "/lib64", "/bin", "/opt", "/var/cache/fontconfig", "/var/lib/libreoffice",
    "/var/spool/libreoffice", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/ld.so.preload",
    "/etc/locale.alias", "/etc/localtime", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems",
    "/sys/devices/system/cpu", "/etc/nsswitch.conf", "/etc/passwd",
)  # fmt: skip
"""What LibreOffice itself is made of, and who the user is, which its pipe is named after; no documents lie here."""


def shut_off_files(program: str, work: Path) -> bool:
    """Let this process read its own program and its work folder and nothing else; False where Landlock is missing.

    https://docs.kernel.org/userspace-api/landlock.html; it needs no rights, and holds for all that is started after.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    handled = _FIRST_RIGHTS | (_REFER if version > 1 else 0)
    attribute = ctypes.c_uint64(handled)
    rules = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(attribute), ctypes.sizeof(attribute), 0)
    if rules < 0:
        return False
    allowed = dict.fromkeys((*_READABLE, str(Path(program).resolve().parent)), _READ)
    allowed |= {"/dev": _FIRST_RIGHTS, str(work): handled}
    allowed |= dict.fromkeys(("/tmp", "/var/tmp"), _MAKE_SOCK)  # noqa: S108 - where LibreOffice has its pipe
    for place, rights in allowed.items():
        _allow(libc, rules, place, rights)
    return bool(
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    )


def _allow(libc: ctypes.CDLL, rules: int, place: str, rights: int) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no rule
    if not stat.S_ISDIR(os.fstat(opened).st_mode):
        rights &= _FILE_RIGHTS
    rule = struct.pack("=Qi", rights, opened)
    libc.syscall(_LANDLOCK_ADD, rules, 1, rule, 0)
    os.close(opened)
