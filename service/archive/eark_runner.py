"""Runs `eark-validator` on an unpacked package; started by the Python of an environment of its own, see `eark.py`.

The validator asks dilcis.eu for four vocabularies as it is imported. It carries the same files itself, and here it gets
those: nothing is asked of the net.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import urllib.request
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO


def _bundled(address: str, *_: Any, **__: Any) -> BinaryIO:
    found = importlib.util.find_spec("eark_validator")
    if found is None or found.origin is None:
        raise ImportError("eark_validator")
    folder = Path(found.origin).parent / "ipxml" / "resources" / "vocabs"
    return (folder / PurePosixPath(address).name).open("rb")


def main(package: str) -> None:
    """Print the validator's report as JSON."""
    setattr(urllib.request, "urlopen", _bundled)  # noqa: B010 - it is replaced on purpose
    from eark_validator.packages import PackageValidator
    from eark_validator.specifications.specification import SpecificationVersion

    report = PackageValidator(Path(package), SpecificationVersion.V2_1_0).validation_report
    json.dump(report.model_dump(mode="json"), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
