"""The printed schemas, held by a validator that is not the one inside."""

import json
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from sdm_cli.content import placed
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.content.schemas import FileKind, file_schema
from tests.commands.running import sdm
from tests.content.sore_thumb import SORE_THUMB

FILES = [
    *(("option-set", path) for path in sorted(BUNDLED.glob("option_sets/*.yaml"))),
    *(("steps" if path.stem == "steps" else "guide", path) for path in sorted(BUNDLED.glob("guides/*.yaml"))),
]


def found(kind: FileKind, written: object) -> list[str]:
    """What the validator has against some values."""
    return [error.json_path for error in Draft202012Validator(file_schema(kind)).iter_errors(written)]


def plain(text: str) -> object:
    tree, slips = placed.parse(text)
    assert tree is not None
    assert slips == []
    return json.loads(json.dumps(placed.plain_value(tree)))


@pytest.mark.parametrize("kind", get_args(FileKind))
def test_a_schema_is_one_and_describes_what_it_names(kind: FileKind) -> None:
    schema = json.loads(sdm("schema", kind).stdout)
    Draft202012Validator.check_schema(schema)
    assert schema == json.loads(json.dumps(file_schema(kind)))
    assert all(definition.get("description") for definition in schema["$defs"].values())


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda each: each.stem if isinstance(each, Path) else "")
def test_every_bundled_file_fits_its_schema(kind: FileKind, path: Path) -> None:
    assert found(kind, plain(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("title: A sore thumb", "titel: A sore thumb", ["$", "$"]),
        ("status: fictional", "status: finished", ["$.status"]),
        ("summary: The thumb hurts.", "summary: ''", ["$.condition.summary"]),
    ],
)
def test_a_file_that_does_not_fit_is_found(old: str, new: str, where: list[str]) -> None:
    assert found("option-set", plain(SORE_THUMB)) == []
    spoilt = plain(SORE_THUMB.replace(old, new))
    assert spoilt != plain(SORE_THUMB)
    assert sorted(found("option-set", spoilt)) == where


def test_every_line_of_a_session_fits_its_schema(home: Path) -> None:
    sdm("walk", "knee-osteoarthritis", "--answers", "-", given="decision.elicit.leaning: [exercise]\n")
    (session,) = (home / "sessions").glob("*.jsonl")
    lines = [json.loads(line) for line in session.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 30
    assert [found("session", line) for line in lines] == [[]] * len(lines)
    assert found("session", {"at": "now"}) != []


def test_a_kind_of_file_that_there_is_not_is_wrong_usage() -> None:
    done = sdm("schema", "novel")
    assert (done.returncode, done.stdout) == (2, "")
