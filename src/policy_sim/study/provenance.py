"""What a result was made with: versions, the digest of this program, the machine."""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["machine", "source_digest", "versions"]

_COUNTED = ("numpy", "pandas", "pyarrow", "scipy", "simpy", "weightipy", "durable-rules")
"""The packages that take part in results."""


@cache
def source_digest() -> str:
    """Return the SHA-256 of this program's own modules: another program, another result."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python, of this program and of the packages that take part."""
    found = {"python": platform.python_version(), "policy-sim source": source_digest()}
    for name in ("policy-sim", *_COUNTED):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def machine() -> dict[str, str | int]:
    """Return what the machine is, for the runtime file; nothing that names its owner."""
    return {
        "processor": platform.machine(),
        "system": platform.system(),
        "cores": os.cpu_count() or 1,
    }
