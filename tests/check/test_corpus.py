"""Every broken file gets exactly what is expected of it, where it is expected, soon and in little memory."""

import ast
import gc
import inspect
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from time import process_time
from types import ModuleType

import pytest

import sdm_cli.check
import sdm_cli.content
from sdm_cli.check.checks import nothing
from sdm_cli.check.judging import RULES, Asked, judged
from sdm_cli.check.rules import CHECKS
from sdm_cli.model.rule import Checked
from tests.check.corpus import CORPUS
from tests.check.corpus.broken import Broken
from tests.check.whole_thumb import TODAY
from tests.commands.running import sdm

ASKED = Asked(TODAY, "clinical")
SECONDS, MEGABYTES = 1.0, 200
OF_CASES = {"sdm_cli.content.case_references", "sdm_cli.content.case_loading", "sdm_cli.check.unheard"}
"""What is said of cases alone; the corpus holds option sets. See tests/content/test_case_references.py and test_cases.py."""


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """Load what only a broken file and a reading grade need, before any clock starts."""
    judged(b"titel: A sore thumb\nuncertain: [It may go.]\n", "first.yaml", ASKED)


@pytest.mark.no_cover  # it is timed
@pytest.mark.parametrize("broken", CORPUS, ids=lambda each: each.why)
def test_a_broken_file_gets_what_is_expected_where_it_is_expected_and_nothing_else(broken: Broken) -> None:
    raw, expected = broken.raw(), broken.expected()
    named = {rule for _, _, rule in expected}
    checked, seconds = timed(raw)
    found = [(each.line, each.column, each.rule) for each in checked.diagnostics if each.level != "note" or each.rule in named]
    assert found == expected, [each.message for each in checked.diagnostics]
    assert {each.level == "note" for each in checked.diagnostics if each.rule in named} <= {broken.why.endswith("which is a note")}
    # On a busy machine the best of three is the nearest to the truth.
    assert seconds < SECONDS or any(timed(raw)[1] < SECONDS for _ in range(2))


def timed(raw: bytes) -> tuple[Checked, float]:
    """What comes of a file, and the seconds that it takes of the processor."""
    # What thousands of other tests left in memory is not looked through: a process that checks a file has none of it.
    gc.freeze()
    try:
        began = process_time()
        checked = judged(raw, "thumb.yaml", ASKED)
        return checked, process_time() - began
    finally:
        gc.unfreeze()


def test_every_broken_file_is_told_apart() -> None:
    assert len(CORPUS) >= 150
    assert [why for why, count in Counter(each.why for each in CORPUS).items() if count > 1] == []


# ── What is covered ───────────────────────────────────────────────────────────────────────────────────────────────

TOLD = Counter(rule for broken in CORPUS for rule in set(broken.rules.split()))


def modules(package: ModuleType) -> list[ModuleType]:
    return [import_module(found.name) for found in walk_packages(package.__path__, f"{package.__name__}.")]


def names_of_slips(module: ModuleType) -> set[str]:
    """The second argument of every call of Slip that is written out."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call) and len(node.args) > 1]
    written = [
        call.args[1] for call in calls if isinstance(call.func, ast.Name | ast.Attribute) and ast.unparse(call.func).endswith("Slip")
    ]
    return {name.value for name in written if isinstance(name, ast.Constant) and isinstance(name.value, str)}


@cache
def names() -> set[str]:
    """The names of all mistakes of form that a set can have."""
    looked_at = (each for each in (*modules(sdm_cli.content), *modules(sdm_cli.check)) if each.__name__ not in OF_CASES)
    return {name for module in looked_at for name in names_of_slips(module)} - {"broken-option-set"}


def test_every_name_of_a_mistake_of_form_is_expected_at_least_twice() -> None:
    assert {"unknown-key", "dangling-id", "missing-key", "too-large", "tab", "silence", "control-character"} <= names()
    assert {name: TOLD[name] for name in names() if TOLD[name] < 2} == {}


@pytest.mark.parametrize("check", [check for check in CHECKS if check.rule.wrong], ids=lambda check: check.rule.id)
def test_every_rule_that_can_be_broken_is_broken_at_least_twice(check: object) -> None:
    rule, find = check.rule, check.find  # type: ignore[attr-defined]
    assert sum(TOLD[name] for name in ((rule.id,) if find is not nothing else rule.covers)) >= 2


def test_only_rules_and_names_that_there_are_are_expected() -> None:
    assert set(TOLD) <= names() | set(RULES)


# ── The whole command ─────────────────────────────────────────────────────────────────────────────────────────────

OFTEN_MET = (
    "Latin-1",
    "a tab instead of spaces",
    "a quotation mark that is never closed",
    "a key that is misspelt",
    "an option without a figure",
    "a word in a block that is folded",
    "an emoji before the place",
    "half of a pair of characters, as bytes",
    "nothing at all",
    "sixty thousand brackets",
)


@pytest.mark.parametrize("why", OFTEN_MET)
def test_the_command_names_file_line_column_and_what_it_is(tmp_path: Path, why: str) -> None:
    broken = next(each for each in CORPUS if each.why == why)
    file = tmp_path / "set.yaml"
    file.write_bytes(broken.raw())
    ran = sdm("check", "--profile", "clinical", "--format", "github", str(file))
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    for line, column, rule in broken.expected():
        assert f"line={line}," in ran.stdout
        assert f"col={column}," in ran.stdout
        assert rule in ran.stdout


# ── Memory ────────────────────────────────────────────────────────────────────────────────────────────────────────

HEAVIEST = sorted(CORPUS, key=lambda broken: len(broken.raw()))[-16:]
CHECK_ONE = """
import datetime, re, resource, sys
from sdm_cli.check.judging import Asked, judged
judged(open(sys.argv[1], "rb").read(), "heavy.yaml", Asked(datetime.date.fromisoformat(sys.argv[2]), "clinical"))
try:
    print(re.search(r"VmHWM:\\s*([0-9]+) kB", open("/proc/self/status").read())[1])
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Prints the most memory that the process had, in kB. Linux counts what a process had before it became this one into
ru_maxrss; VmHWM is its own."""


@pytest.mark.parametrize("broken", HEAVIEST, ids=lambda each: each.why)
def test_the_heaviest_files_fit_into_little_memory(tmp_path: Path, broken: Broken) -> None:
    file = tmp_path / "heavy.yaml"
    file.write_bytes(broken.raw())
    ran = subprocess.run([sys.executable, "-c", CHECK_ONE, str(file), TODAY.isoformat()], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(ran.stdout) * unit < MEGABYTES * 1024 * 1024
