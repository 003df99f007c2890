"""Change the core of sdm in small ways, one at a time, and tell which changes no test notices.

    python scripts/mutants.py [GROUP ...] [--only PATTERN ...]

GROUP is a part of the core with the tests that belong to it; without one, all of them are tried, which takes an hour or two:

    figures, walk, questions, practice, watching, journal, rules

PATTERN names mutants as mutmut does, for fewer of them: '*walk*' those whose name has "walk" in it, '*[36]' about two of ten.
What survives is printed as a difference, unless docs/mutants.md says why no test can see it. Ends with 1 if there is any.
Needs mutmut (pip install --group mutants). Works on a copy; nothing in the repository is changed.

A mutant counts as killed if a test fails, if it hangs the tests, or if mypy refuses it: `scripts/test` has to pass all of these.
What is left as it is: what stands outside of functions, functions with decorators, the words in f-strings, and what makes the rules.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from shutil import copy2

from hypothesis import settings

ROOT = Path(__file__).parent.parent
EXPLAINED = ROOT / "docs" / "mutants.md"
GROUPS = {
    "figures": (
        ("model/derivation.py", "model/measure.py", "model/figure.py"),
        ("tests/model", "tests/commands/test_score.py", "tests/conversation/test_record.py"),
    ),
    "walk": (
        ("conversation/walk.py", "conversation/replaying.py", "conversation/record.py"),
        ("tests/conversation/test_walk.py", "tests/conversation/test_walk_properties.py", "tests/conversation/test_record.py"),
    ),
    "questions": (
        (
            "conversation/questions.py",
            "conversation/pace.py",
            "conversation/activities.py",
            "conversation/lasting.py",
            "conversation/outcome.py",
        ),
        (
            "tests/conversation/test_questions.py",
            "tests/conversation/test_pace.py",
            "tests/conversation/test_lasting.py",
            "tests/conversation/test_activities.py",
            "tests/conversation/test_outcome.py",
        ),
    ),
    "practice": (
        (
            "conversation/talk.py",
            "conversation/offers.py",
            "conversation/patient.py",
            "conversation/practice.py",
            "conversation/playing.py",
        ),
        ("tests/conversation/test_practice.py", "tests/conversation/test_playing.py"),
    ),
    "watching": (
        ("conversation/observation.py", "conversation/reflection.py"),
        ("tests/conversation/test_observation.py", "tests/conversation/test_reflection.py"),
    ),
    "journal": (("sessions/journal.py",), ("tests/sessions/test_journal.py", "tests/sessions/test_store.py")),
    "rules": (("check/rules/*.py",), ("tests/check",)),
}
AT_LOADING = {"_check", "_rule", "_attested", "_of_the_test"}
"""Functions that run while the program is loaded, which is before any change: what becomes of their mutants means nothing."""
SURVIVED = {"survived", "no tests", "suspicious", "segfault", "not checked"}


def pytest_configure() -> None:
    """Let every property have the same few examples each time, so that a mutant is killed or not, whatever the day."""
    settings.register_profile("mutants", deadline=None, max_examples=25, derandomize=True, database=None)
    settings.load_profile("mutants")


def pytest_runtest_setup() -> None:
    """Forget what was worked out before: mutants are forked from a process in which the tests have run already."""
    for name, module in list(sys.modules.items()):
        if name.startswith("sdm_cli."):
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


def prepare(folder: Path, modules: tuple[str, ...], tests: tuple[str, ...]) -> None:
    """Copy the repository, with mutmut's settings for a group."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy2(ROOT / name, folder / name)
    wanted: dict[str, tuple[str, ...]] = {
        "source_paths": ("sdm_cli",),
        "only_mutate": tuple(f"sdm_cli/{module}" for module in modules),
        "also_copy": ("docs", "scripts", "README.md", "CONTRIBUTING.md"),
        "pytest_add_cli_args": ("-p", "mutants", "-p", "no:cacheprovider"),
        "pytest_add_cli_args_test_selection": tests,
        "type_check_command": (sys.executable, "-m", "mypy", "sdm_cli", "--output", "json", "--no-warn-unused-ignores"),
        "timeout_multiplier": ("4",),
        "timeout_constant": ("3",),
    }
    lines = (f"{name} =\n    " + "\n    ".join(values) if len(values) > 1 else f"{name} = {values[0]}" for name, values in wanted.items())
    (folder / "setup.cfg").write_text("[mutmut]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def mutmut(folder: Path, *arguments: str) -> str:
    """What mutmut prints."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def results(folder: Path, *patterns: str) -> Iterator[tuple[str, str]]:
    """Every mutant that was tried, with what became of it."""
    mutmut(folder, "run", "--max-children", "1", *patterns)
    for line in mutmut(folder, "results", "--all", "true").splitlines():
        name, found, status = line.strip().rpartition(": ")
        function = name.rpartition(".x_")[2].partition("__mutmut")[0]
        if found and function not in AT_LOADING and not (patterns and status == "not checked"):
            yield name, status


def judged(folder: Path, name: str, explained: str) -> str:
    """Whether a mutant that was not killed is explained; if not, it is printed."""
    shown = mutmut(folder, "show", name)
    changed = [line[1:].strip() for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]
    if changed and all(f"`{line}`" in explained for line in changed):
        return "explained"
    print(f"{name}\n{shown}", flush=True)
    return "survived"


def main() -> int:
    """Try the groups that are named, and print what survived and a table."""
    arguments, _, patterns = " ".join(sys.argv[1:]).partition("--only")
    names = arguments.split() or list(GROUPS)
    if set(names) - set(GROUPS):
        print(__doc__)
        return 2
    explained = EXPLAINED.read_text(encoding="utf-8")
    count: dict[str, Counter[str]] = {}
    for group in names:
        with tempfile.TemporaryDirectory(prefix="sdm-mutants-") as temporary:
            folder = Path(temporary)
            prepare(folder, *GROUPS[group])
            for name, status in results(folder, *patterns.split()):
                became = judged(folder, name, explained) if status in SURVIVED else status
                count.setdefault(name.partition(".x")[0], Counter())[became] += 1
    columns = sorted({status for counted in count.values() for status in counted})
    print(f"{'':36}{'mutants':>10}" + "".join(f"{column:>22}" for column in columns))
    for module, counted in count.items():
        print(f"{module:36}{counted.total():>10}" + "".join(f"{counted[column]:>22}" for column in columns))
    return 1 if any(counted["survived"] for counted in count.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
