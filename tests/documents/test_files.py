"""From a path to text: everything that can be wrong before YAML is looked at."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.documents import read_document
from policy_sim.documents.files import MOST_BYTES
from policy_sim.errors import DocumentError


def told(path: Path) -> str:
    """Return the only sentence about *path*, with the folder left out of it."""
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    (finding,) = caught.value.findings
    assert finding.where.file == path.as_posix()
    return sentence(finding).replace(f"{path.parent.as_posix()}/", "")


def test_a_missing_file_names_the_nearest_one_in_its_folder(tmp_path: Path) -> None:
    """A slip of the pen in a file name gets a suggestion."""
    (tmp_path / "in-force.yaml").write_text("a: 1", encoding="utf-8")
    assert told(tmp_path / "inforce.yaml") == (
        "inforce.yaml:1:1: error[missing-file]: there is no file 'inforce.yaml'; "
        "did you mean 'in-force.yaml'? Check the name and the folder."
    )


def test_a_file_in_a_missing_folder_is_missing(tmp_path: Path) -> None:
    """Looking for a suggestion in a folder that is not there does not fail."""
    assert "error[missing-file]" in told(tmp_path / "no" / "such.yaml")


def test_a_folder_is_not_a_document(tmp_path: Path) -> None:
    """A folder is told apart from a file."""
    assert told(tmp_path).endswith("is a folder, not a document. Name a file inside it.")


def test_a_device_is_not_read(tmp_path: Path) -> None:
    """A pipe, from which reading would wait for ever, is refused by its kind."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert "error[not-a-file]" in told(pipe)


def test_a_path_that_no_file_can_have_is_unreadable() -> None:
    """A NUL in the path, which the system refuses to look up, is a finding."""
    with pytest.raises(DocumentError) as caught:
        read_document(Path("a\0b.yaml"))
    assert caught.value.findings[0].code == "unreadable-file"
    assert "\0" not in str(caught.value)


def test_a_name_that_is_too_long_is_unreadable(tmp_path: Path) -> None:
    """The system's own reason is given."""
    assert "error[unreadable-file]" in told(tmp_path / ("x" * 5_000))


def test_a_file_that_may_not_be_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal by the system is a finding with its reason, not a traceback."""
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read: Permission denied" in told(path)


def test_fifty_megabytes_are_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size alone refuses it: the file is never opened."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("opened"))
    assert told(path) == (
        "huge.yaml:1:1: error[document-too-large]: the document has 50.0 MB; at most 5 MB are "
        "read. Split it into several documents, or keep its data in a CSV file beside it."
    )


@pytest.mark.parametrize("beyond", [0, 1])
def test_five_megabytes_are_the_limit(tmp_path: Path, beyond: int) -> None:
    """Exactly five megabytes are read, one byte more is not."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: " + b"x" * (MOST_BYTES - 3 + beyond))
    if beyond:
        assert "error[document-too-large]" in told(path)
    else:
        assert len(read_document(path).root["a"]) == MOST_BYTES - 3


@pytest.mark.parametrize(
    ("content", "place", "byte"),
    [
        (b"\x89PNG\r\n\x1a\n", "1:1", "0x89"),
        (b"a: 1\nb: caf\xe9\n", "2:7", "0xe9"),
        ("a: 1".encode("utf-16"), "1:1", "0xff"),
        (b"a: \xe2\x82", "1:4", "0xe2"),
        (b"a: \xed\xa0\x80", "1:4", "0xed"),
    ],
    ids=["picture", "Latin-1", "UTF-16", "cut short", "surrogate"],
)
def test_what_is_not_utf8_is_refused_at_its_first_such_byte(
    tmp_path: Path, content: bytes, place: str, byte: str
) -> None:
    """Other encodings and binary files are refused, with the byte that shows it."""
    path = tmp_path / "b.yaml"
    path.write_bytes(content)
    assert told(path).startswith(
        f"b.yaml:{place}: error[not-utf8]: the byte {byte} is not part of any UTF-8 text"
    )


def test_binary_rubbish_never_gives_a_traceback(tmp_path: Path) -> None:
    """Whatever bytes a file holds, reading it gives a document or findings."""
    path = tmp_path / "r.yaml"
    for number in range(200):
        digest = sha256(number.to_bytes(2, "big")).digest() * 3
        path.write_bytes(bytes(byte % 128 for byte in digest) if number % 2 else digest)
        with suppress(DocumentError):
            read_document(path)


@pytest.mark.parametrize("character", ["\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\u2066"])
def test_what_cannot_be_seen_is_refused(tmp_path: Path, character: str) -> None:
    """Control characters, hidden line ends and marks of direction are refused where they stand."""
    path = tmp_path / "c.yaml"
    path.write_text(f"a: 1\r\nbc: x{character}\r\n", encoding="utf-8", newline="")
    assert told(path).startswith(
        f"c.yaml:2:6: error[unseen-character]: the document holds the character "
        f"U+{ord(character):04X}"
    )


def test_a_byte_order_mark_at_the_beginning_is_passed_over(tmp_path: Path) -> None:
    """A document saved by an editor that adds the mark reads as without it, places included."""
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    document = read_document(path)
    assert document.root == {"a": "1"}
    assert next(iter(document.root)).place.column == 1


def test_the_digest_is_that_of_the_bytes_on_disk(tmp_path: Path) -> None:
    """Anyone can check a digest with the ordinary tool."""
    path = tmp_path / "d.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    assert read_document(path).text_digest == sha256(path.read_bytes()).hexdigest()
