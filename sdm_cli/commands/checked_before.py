"""What came of files before, kept on disk; believed only where everything that it rests on is the same to the byte."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import msgspec

import sdm_cli
from sdm_cli.check.judging import Asked
from sdm_cli.check.remembered import digest, kept, name, question, remembered
from sdm_cli.check.words import FOLDER
from sdm_cli.content.catalogue import Catalogue, NotFound, Unopenable, contents
from sdm_cli.files import read_whole, write_whole
from sdm_cli.model.rule import Checked, RestsOn

_MOST_KEPT = 64_000_000
"""Bytes of findings that are kept; what was not asked for the longest makes room."""
_LIBRARIES = ("jsonschema_rs", "msgspec", "pyphen", "yaml")
"""Libraries on which it depends what is found and how it is said."""
_SETTLED = 5.0
"""Seconds after which a file of the program is as it was loaded; a younger one may have been saved since."""
_PROGRAM = Path(sdm_cli.__file__).parent

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Memory:
    """What came of files when the same was asked of them.

    `question` is a digest of what is asked, and by what; empty if that cannot be told, and then nothing is believed or kept.
    `believed` counts the files of which it is remembered what came of them.
    """

    def __init__(self, file: Path, asked: Asked, *, afresh: bool) -> None:
        self.question = _question(asked)
        self.believed = 0
        self._file = file
        self._asked = asked
        self._afresh = afresh
        self._known = _read(file) if self.question else {}
        self._seen: dict[str, msgspec.Raw] = {}
        self._has_learned = False
        self._sha256 = cache(self._sha256_of)

    def of(self, path: Path) -> Checked | None:
        """What came of a file; None if it is to be checked."""
        if self._afresh or not self._known:
            return None
        try:
            found = name(self.question, str(path), contents(path))
        except Unopenable:
            return None
        raw = self._known.get(found)
        checked = remembered(raw, str(path), self._asked.today) if raw is not None else None
        if raw is None or checked is None or not self._still_rests_on(checked.rests_on):
            return None
        self._seen[found] = raw
        self.believed += 1
        return checked

    def learn(self, found: str, checked: Checked) -> None:
        """Take down what came of a file under its name."""
        raw = kept(checked, self._asked.today) if self.question else None
        if raw is not None:
            self._seen[found] = msgspec.Raw(raw)
            self._has_learned = True

    def keep(self) -> None:
        """Write down what is new. What cannot be kept is checked again, and so is all that was found while the program changed."""
        if not self._has_learned or _question(self._asked) != self.question:
            return
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # What was seen now stands first, and as it is now.
            write_whole(self._file, _sealed(_encode(dict(_newest({**self._seen, **self._known, **self._seen})))))

    def _still_rests_on(self, rested: RestsOn | None) -> bool:
        return rested is not None and (rested.option_set is None or self._sha256(rested.option_set) == rested.sha256)

    def _sha256_of(self, option_set: str) -> str:
        """That of the option set to which a name leads today; empty if it leads to none."""
        try:
            return sha256(contents(Catalogue(self._asked.libraries).path("option-sets", option_set))).hexdigest()
        except (NotFound, Unopenable):
            return ""


def _newest(known: Mapping[str, msgspec.Raw]) -> Iterator[tuple[str, msgspec.Raw]]:
    """As many as there is room for, from the first on."""
    room = _MOST_KEPT
    for found, raw in known.items():
        room -= len(memoryview(raw))
        if room < 0:
            return
        yield found, raw


def _sealed(body: bytes) -> bytes:
    """What is kept, behind its digest, by which it is seen whether it came whole."""
    return b"%s\n%s" % (digest([body]).hex().encode(), body)


def _read(file: Path) -> Mapping[str, msgspec.Raw]:
    try:
        raw = read_whole(file, 2 * _MOST_KEPT)
        body = raw.partition(b"\n")[2]
        return _decode(body) if raw == _sealed(body) else {}
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}


def _question(asked: Asked) -> bytes:
    try:
        return question(asked, digest(_program()), digest(_words(asked.libraries)))
    except (OSError, Unopenable, UnicodeEncodeError):
        return b""


def _program() -> Iterator[bytes]:
    """Everything that answers: Python, the libraries, and each file of sdm. Raises OSError if it may be another that runs."""
    yield sys.version.encode()
    for library in _LIBRARIES:
        spec = find_spec(library)
        if spec is None or spec.origin is None:
            raise OSError
        found = Path(spec.origin).stat()
        yield f"{spec.origin} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_size}".encode()
    settled = time.time() - _SETTLED
    for folder, folders, files in os.walk(_PROGRAM, onerror=_refuse):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for each in sorted(files):
            path = Path(folder, each)
            found = path.stat()
            # What an installer puts in place may be older than its place.
            if max(found.st_mtime, found.st_ctime) > settled:
                raise OSError
            yield os.fsencode(path)
            yield path.read_bytes()


def _refuse(error: OSError) -> None:
    raise error


def _words(libraries: tuple[Path, ...]) -> Iterator[bytes]:
    """The user's own word lists. Raises Unopenable, and OSError for a folder that cannot be looked into."""
    for library in libraries:
        with suppress(FileNotFoundError, NotADirectoryError):
            for path in sorted((library / FOLDER).iterdir()):
                yield from (os.fsencode(path), contents(path))
