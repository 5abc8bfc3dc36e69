"""Files appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.flow.published import OutputRefused, Staging, sha256_of


def _break_down_after(target: Path, name: str) -> None:
    """Make a file in the staging folder, and fail."""
    with Staging(target) as staging:
        staging.add(name).write_text("ny")
        raise ZeroDivisionError


def test_files_appear_at_the_end(tmp_path: Path) -> None:
    """Nothing is seen before everything is there; then it is told with its digest."""
    target = tmp_path / "a" / "b"
    with Staging(target) as staging:
        staging.add("ett.txt").write_text("ett")
        assert not (target / "ett.txt").exists()
        delivery = staging.publish()
    assert [file.path for file in delivery.files] == [target / "ett.txt"]
    assert delivery.files[0].sha256 == sha256_of(target / "ett.txt")
    assert [path.name for path in target.iterdir()] == ["ett.txt"]


def test_a_fault_leaves_nothing_not_even_folders(tmp_path: Path) -> None:
    """A folder that we made for a build that failed is taken away again."""
    with pytest.raises(ZeroDivisionError):
        _break_down_after(tmp_path / "a" / "b", "ett.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_leaves_what_was_there(tmp_path: Path) -> None:
    """A folder that existed keeps its files, and gets none of ours."""
    (tmp_path / "gammal.txt").write_text("gammal")
    with pytest.raises(ZeroDivisionError):
        _break_down_after(tmp_path, "gammal.txt")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("gammal.txt", "gammal")]


def test_two_files_never_share_a_name(tmp_path: Path) -> None:
    """The second file of the same name is refused before anything is lost."""
    with Staging(tmp_path) as staging:
        staging.add("ett.txt")
        with pytest.raises(OutputRefused) as caught:
            staging.add("ett.txt")
    assert caught.value.problems[0].code == "file_name_taken"


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    """The target is a file: the message names it."""
    (tmp_path / "fil").write_text("x")
    with pytest.raises(OutputRefused) as caught:
        Staging(tmp_path / "fil")
    assert "fil" in caught.value.problems[0].message


def test_a_copy_that_lies_there_already_is_left_in_peace(tmp_path: Path) -> None:
    """The same bytes are not written again; other bytes, and a link in the file's place, are."""
    made, target = tmp_path / "gjord.txt", tmp_path / "ut"
    made.write_text("gjord")
    target.mkdir()
    for name, content in (("lika.txt", "gjord"), ("annan.txt", "annan")):
        (target / name).write_text(content)
    (target / "lank.txt").symlink_to(made)
    before = (target / "lika.txt").stat()
    names = ["lika.txt", "annan.txt", "lank.txt", "ny.txt"]
    with Staging(target) as staging:
        for name in names:
            staging.add_copy(made, name)
        delivery = staging.publish()
    assert [file.path.name for file in delivery.files] == names
    assert {file.sha256 for file in delivery.files} == {sha256_of(made)}
    assert {path.name: path.read_text() for path in target.iterdir()} == dict.fromkeys(names, "gjord")
    assert not (target / "lank.txt").is_symlink()
    after = (target / "lika.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
