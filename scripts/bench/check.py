"""How fast `sdm check FOLDER` is, against check-jsonschema and yamale over the same files: `python scripts/bench/check.py`.

All three are whole commands, in turns, in one run: sdm with the rules of its usual profile; check-jsonschema with the
schema that sdm prints; yamale with the same keys, types, bounds and required keys, made from that schema. The files are
the bundled option sets over and over, each with an id of its own, so that all three find nothing wrong. The yardsticks
are installed into a throw-away environment, which takes the network once; `--yardsticks FOLDER` keeps it, or names
one that has them. This is for reading, not a test: it always ends with 0.

sdm is measured three times: in a home where nothing is remembered, again with nothing changed, and again with one file
changed. The yardsticks remember nothing, and take as long each time.

On 2026-11-22, two cores with much else to do, one round each. With `--only yamale`, 1000 files (load 9 to 13):

    sdm, the first time            82.51 s     1.24 times as fast as yamale
    sdm, again, nothing changed     0.60 s   169.99 times
    sdm, again, one file changed    1.15 s    89.39 times
    yamale                        102.61 s

120 files (load 8 to 9):

    sdm, the first time            11.10 s     1.26 times as fast as yamale,   8.83 times as check-jsonschema
    sdm, again, nothing changed     0.48 s    29.22 times                    204.27 times
    sdm, again, one file changed    1.03 s    13.68 times                     95.66 times
    check-jsonschema               98.05 s
    yamale                         14.03 s

So five times yamale holds for every check but the first. The first is about as fast as yamale: from 0.7 to 1.4 times, by
what else the machine does. It cannot be five times as fast with PyYAML below. In one process, at the least load of that day,
yamale takes 27 ms a set; libyaml's events alone, with their places, cost sdm 5 of the 5.4 that there would be, the tree over
them 1 to 2, and the rules, which yamale has none of, the rest. libyaml itself is done after 1.5: what costs is an object with
two places for every event. yamale works in four processes by itself, so that cores are no advantage over it. Of a folder of 40
or fewer, a second check takes little longer than starting sdm, and one with a file changed loads the hyphens of English besides.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.content.schemas import file_schema

BUDGET = 5.0
"""Times as fast as each yardstick."""
YARDSTICKS = ("check-jsonschema", "yamale")
FIRST, AGAIN, ONE_CHANGED = "sdm, the first time", "sdm, again, nothing changed", "sdm, again, one file changed"
OURS = (FIRST, AGAIN, ONE_CHANGED)
SDM = "from sdm_cli.app import main; main()"
_ID = re.compile("^id: (.*)$", re.MULTILINE)
Schema = dict[str, Any]
Step = tuple[Callable[[], object], list[str]]
"""What is done before a command, without being counted, and the command."""


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--files", type=int, default=120, help="how many files (default: 120; the budget is for 1000)")
    arguments.add_argument("--rounds", type=int, default=3, help="rounds (default: 3)")
    arguments.add_argument("--yardsticks", type=Path, help="an environment to install the yardsticks into, and to keep")
    arguments.add_argument("--only", choices=YARDSTICKS, help="this yardstick alone: check-jsonschema takes 12 minutes for 1000 files")
    wish = arguments.parse_args()
    for name in ("SDM_LIBRARY", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["SDM_HOME"] = str(home := folder / "home")
        programs = installed(wish.yardsticks or folder / "yardsticks")
        files = copies(folder / "sets", wish.files)
        (folder / "schema.json").write_bytes(msgspec.json.encode(file_schema("option-set")))
        (folder / "schema.yaml").write_text(yamale_schema(file_schema("option-set")), encoding="utf-8")
        sdm = [sys.executable, "-c", SDM, "check", str(folder / "sets")]
        theirs = {
            "check-jsonschema": [str(programs / "check-jsonschema"), "--schemafile", str(folder / "schema.json"), *map(str, files)],
            "yamale": [str(programs / "yamale"), "--schema", str(folder / "schema.yaml"), str(folder / "sets")],
        }
        steps: dict[str, Step] = {
            FIRST: (lambda: shutil.rmtree(home, ignore_errors=True), sdm),
            AGAIN: (lambda: None, sdm),
            ONE_CHANGED: (lambda: change(files[len(files) // 2]), sdm),
            **{name: (lambda: None, theirs[name]) for name in YARDSTICKS if wish.only in {name, None}},
        }
        took = measured(steps, wish.rounds)
    told(took, wish.files)


def measured(steps: dict[str, Step], rounds: int) -> dict[str, list[float]]:
    """The seconds of each command, round by round, so that a busy minute is everybody's."""
    took: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, (prepare, command) in steps.items():
            prepare()
            took[name].append(seconds(command))
    return took


def change(file: Path) -> None:
    """Change a file, so that there is still nothing wrong with it."""
    file.write_text(file.read_text(encoding="utf-8") + "# read again\n", encoding="utf-8")


def seconds(command: list[str]) -> float:
    """How long a command takes that has to find nothing wrong."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def told(took: dict[str, list[float]], files: int) -> None:
    """Print times, their spread, and the ratios round by round."""
    print(f"{files} files, {len(took[FIRST])} rounds, {os.cpu_count()} cores")
    if (load := os.getloadavg()[0]) > (os.cpu_count() or 1) + 1:
        print(f"The machine is busy (load {load:.1f}): ratios hold more or less, seconds do not.")
    print(f"\n{'':28} {'median':>9} {'least':>8} {'most':>8}")
    for name, each in took.items():
        print(f"{name:28} {statistics.median(each):7.2f} s {min(each):6.2f} s {max(each):6.2f} s")
    for theirs in [name for name in took if name not in OURS]:
        print()
        for ours in OURS:
            ratios = sorted(they / we for they, we in zip(took[theirs], took[ours], strict=True))
            usual = statistics.median(ratios)
            spread = f"{usual:6.2f} times as fast ({ratios[0]:.2f} to {ratios[-1]:.2f})"
            print(f"{ours:28} {spread} as {theirs}, {'within' if usual >= BUDGET else 'UNDER'} {BUDGET:g}")


def installed(environment: Path) -> Path:
    """The folder of the yardsticks' commands, made if they are not there."""
    programs = environment / "bin"
    if not all((programs / name).exists() for name in YARDSTICKS):
        venv.create(environment, with_pip=True)
        subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *YARDSTICKS], check=True)
    return programs


def copies(folder: Path, number: int) -> list[Path]:
    """So many files: the bundled sets in turn, each with an id of its own."""
    folder.mkdir()
    bundled = sorted((BUNDLED / "option_sets").glob("*.yaml"))
    files = [folder / f"{bundled[index % len(bundled)].stem}-{index}.yaml" for index in range(number)]
    for index, file in enumerate(files):
        text = bundled[index % len(bundled)].read_text(encoding="utf-8")
        file.write_text(_ID.sub(rf"id: \1-{index}", text, count=1), encoding="utf-8")
    return files


def yamale_schema(schema: Schema) -> str:
    """The same schema in yamale's own words: one document for the file, and one for each kind of group of keys."""
    definitions: Schema = schema["$defs"]
    root = definitions[_named(schema)] if "$ref" in schema else schema
    groups = [_group(root), *({name: _group(each)} for name, each in definitions.items() if each is not root)]
    return "---\n".join(yaml.safe_dump(group, sort_keys=False, width=10_000) for group in groups)


def _group(schema: Schema) -> dict[str, str]:
    required = schema.get("required", [])
    return {key: _validator(value, "" if key in required else "required=False") for key, value in schema["properties"].items()}


def _validator(schema: Schema, *more: str) -> str:
    """What yamale calls a value of this kind. It lets a key that is not required be null by itself."""
    branches = [branch for branch in schema.get("anyOf", [schema]) if branch != {"type": "null"}]
    if len(branches) > 1:
        return _call("any", *map(_validator, branches), *more)
    return _call(*_kind(branches[0]), *more)


def _kind(schema: Schema) -> tuple[str, ...]:
    """The name of a validator, and its arguments."""
    if "$ref" in schema:
        return "include", repr(_named(schema))
    if "enum" in schema:
        return "enum", *map(repr, schema["enum"])
    match schema.get("type", "string"):
        case "array":
            return "list", _validator(schema.get("items") or schema["prefixItems"][0]), *_bounds(schema, "minItems", "maxItems")
        case "object":
            return "map", _validator(schema["additionalProperties"]), f"key={_validator(schema['propertyNames'])}"
        case "boolean":
            return ("bool",)
        case "integer":
            return "int", *_bounds(schema, "minimum", "maximum")
        case "number":
            return "num", *_bounds(schema, "minimum", "maximum")
        case _ if schema.get("pattern", "").startswith("^[0-9]{4}-"):
            return ("day",)  # The parser of yamale turns a date into one.
        case _:
            pattern = [f"matches={schema['pattern']!r}"] if "pattern" in schema else []
            return "str", *_bounds(schema, "minLength", "maxLength"), *pattern


def _bounds(schema: Schema, least: str, most: str) -> list[str]:
    return [f"{name}={schema[key]}" for name, key in (("min", least), ("max", most)) if isinstance(schema.get(key), int)]


def _call(name: str, *arguments: str) -> str:
    return f"{name}({', '.join(argument for argument in arguments if argument)})"


def _named(schema: Schema) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


if __name__ == "__main__":
    main()
