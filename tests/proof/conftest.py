"""What the tests of proofs share."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the vocabulary of the small town."""
    return Folder(tmp_path)
