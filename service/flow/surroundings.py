"""What the service stands on: when the disk is full or fails, no request and no job is to blame."""

from __future__ import annotations

import errno
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from service.errors import Problem, ToolError
from service.settings import Settings

LEAST_ROOM = 32 << 20
"""With less than this, whatever went wrong may have gone wrong for want of room."""
_DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ENFILE, errno.EMFILE})


def is_disk_fault(fault: OSError) -> bool:
    """Whether it is the disk, or the system's limit of open files, and not what was asked for."""
    return fault.errno in _DISK_FAULTS


def disk_failed(fault: OSError) -> ToolError:
    """The disk's fault in our own words."""
    return ToolError(
        Problem(
            "disk_failed",
            f"Disken är full eller svarar inte ({fault.strerror or type(fault).__name__}). Inget har ändrats.",
            remedy="Försök igen om en stund; dröjer det, meddela driften.",
        )
    )


def has_room(settings: Settings) -> bool:
    """Whether there is room to work in: for temporary files, for the service's own and for its conversions."""
    for folder in (Path(tempfile.gettempdir()), settings.data_folder(), settings.cache_folder()):
        with suppress(OSError):
            if shutil.disk_usage(folder).free < LEAST_ROOM:
                return False
    return True
