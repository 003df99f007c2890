"""What comes of one file, and of many: of these what is remembered is believed, and the rest is checked on every core."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from sdm_cli.check.judging import Asked, judged, unfinished
from sdm_cli.commands.surroundings import MANY, Surroundings
from sdm_cli.content.case_loading import check as form_of
from sdm_cli.content.catalogue import Unopenable, contents, kind_of
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.rule import Checked

if TYPE_CHECKING:
    from sdm_cli.commands.checked_before import Memory

_Answered = tuple[str, Checked]
"""What came of a file, and the name under which it is remembered."""


class CheckedMany(Struct, frozen=True):
    """What came of each file, in the order given, and of how many of them it was remembered."""

    checked: Sequence[Checked]
    remembered: int = 0


def check_many(files: Sequence[Path], asked: Asked, surroundings: Surroundings, *, afresh: bool) -> CheckedMany:
    """What comes of files. `afresh` believes nothing of what is remembered, and remembers what comes of them now."""
    if len(files) < MANY:
        return CheckedMany([check_one(path, asked) for path in files])
    from sdm_cli.commands.checked_before import Memory

    memory = Memory(surroundings.data_folder / "checked.json", asked, afresh=afresh)
    try:
        found = dict(surroundings.counting(_each(files, asked, memory), len(files), "Checking files"))
    finally:
        # After Ctrl-C too: whoever begins again has less to wait for.
        memory.keep()
    return CheckedMany([found[path] for path in files], memory.believed)


def check_one(path: Path, asked: Asked) -> Checked:
    """What comes of one file; its kind is told by what stands in it. One that cannot be read is told as that."""
    return _answered(path, asked, b"")[1]


def _each(files: Sequence[Path], asked: Asked, memory: "Memory") -> Iterator[tuple[Path, Checked]]:
    """What comes of each file, those first of which it is remembered."""
    anew: list[Path] = []
    for path in files:
        known = memory.of(path)
        if known is None:
            anew.append(path)
        else:
            yield path, known
    answers = _on_every_core(partial(_answered, asked=asked, question=memory.question), anew)
    for path, (name, checked) in zip(anew, answers, strict=True):
        memory.learn(name, checked)
        yield path, checked


def _on_every_core(answer: Callable[[Path], _Answered], files: Sequence[Path]) -> Iterator[_Answered]:
    """The answers for files, in their order; by one process for each core where there are many."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(files) < MANY or cores == 1:
        yield from map(answer, files)
        return
    from concurrent.futures import ProcessPoolExecutor

    # What is read of a file has no circles in it; looking for them takes a third of the time.
    pool = ProcessPoolExecutor(cores, initializer=gc.disable)
    try:
        yield from pool.map(answer, files, chunksize=8)
    except BaseException:
        # After Ctrl-C nobody waits for what is left to do.
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    # Waited for: a pool that is still closing when the program ends may complain of it on the screen.
    pool.shutdown()


def _answered(path: Path, asked: Asked, question: bytes) -> _Answered:
    """What comes of a file, and its name for the very bytes that it came of; no name where nothing is asked to be remembered."""
    try:
        raw = contents(path)
    except Unopenable as error:
        told = Diagnostic(str(path), 1, 1, "unreadable", str(error), "Look at the file and at who may read it.")
        return "", Checked(str(path), (told,))
    if not question:
        return "", _checked(path, raw, asked)
    from sdm_cli.check.remembered import name

    return name(question, str(path), raw), _checked(path, raw, asked)


def _checked(path: Path, raw: bytes, asked: Asked) -> Checked:
    kind = kind_of(raw)
    if kind in {"option-sets", None}:
        return judged(raw, str(path), asked)
    if kind == "cases":
        from sdm_cli.check.cases import judged_case

        return judged_case(raw, str(path), asked)
    # It may rest on a file beside it, which nobody keeps an eye on: a guide is looked at each time.
    return Checked(str(path), tuple(sorted({*form_of(path), *unfinished(raw, str(path))})))
