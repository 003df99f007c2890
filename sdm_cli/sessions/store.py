"""The folder where sessions live: making, finding, listing and deleting them, one writer at a time.

Layout: `<id>.jsonl` a session, `<id>.lock` held while one is open, `<id>.holder` by whom, `contents/<sha-256>.yaml` each option set, guide
and file of steps that any session was run against, kept once, so that a summary can be made again years later.
The folder is 0700 and every file in it 0600: they hold what a person typed.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from sdm_cli.document.inert import named
from sdm_cli.exits import Refusal
from sdm_cli.files import read_whole, write_whole
from sdm_cli.model.session import Header, Session
from sdm_cli.sessions import journal
from sdm_cli.sessions.holder import Holder, holder_in, noted
from sdm_cli.sessions.journal import LARGEST, Journal, TakenAway

_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
"""No vowels, so no words; no letters that look like digits."""
_ID_LENGTH = 4


class NoSession(Refusal):
    """No session has an id that begins like this."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"No session begins with '{wanted}'. 'sdm sessions list' shows them.")


class Ambiguous(Refusal):
    """Several sessions begin like this."""

    def __init__(self, wanted: str, found: list[str]) -> None:
        super().__init__(f"Several sessions begin with '{wanted}': {', '.join(map(named, found))}. Add a letter.")


class NothingToResume(Refusal):
    """There is no unfinished session, or none that can be read."""

    def __init__(self, unread: int) -> None:
        super().__init__(
            f"There is no unfinished session that can be read, and {unread} cannot. 'sdm sessions list' says why."
            if unread
            else "There is no unfinished session. 'sdm walk' begins one."
        )


class InUse(Refusal):
    """Another window writes to the session; by whom it is held, where that is known."""

    def __init__(self, session: str, holder: Holder | None) -> None:
        self.session = session
        self.where = holder.told() if holder else "in another window"
        super().__init__(
            f"Session {session} is open {self.where}. Pause it there, or end that process; what was answered is kept."
            if holder
            else f"Session {session} is open {self.where}. Close it there first."
        )


class Foreign(Refusal):
    """A file says that it is another session than its name says."""

    def __init__(self, path: Path, session: str) -> None:
        super().__init__(f"{named(path)} says that it is session '{named(session)}'. Rename the file, or move it away.")


class ContentLost(Refusal):
    """The text that a session was run against is no longer in the store."""

    def __init__(self, session: str, name: str) -> None:
        super().__init__(f"The {named(name)} that session {named(session)} was run against is gone from the store, or was changed there.")


class CannotKeep(Refusal):
    """The folder cannot be written to."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"Nothing can be kept in {named(folder)}: {error.strerror or error}. Use --no-save, or set SDM_HOME to another folder."
        )


class Shut(Refusal):
    """The folder cannot be looked into."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(f"{named(folder)} cannot be looked into: {error.strerror or error}. See who may read it, or set SDM_HOME.")


class Store(Struct, frozen=True):
    """The sessions in one folder."""

    folder: Path

    def new_id(self) -> str:
        """A short id that no session here has."""
        while True:
            made = "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))
            if not self._file(made).exists():
                return made

    def keep_content(self, raw: bytes) -> str:
        """Keep a file's bytes by their SHA-256, once; returns the hash. Raises CannotKeep."""
        digest = sha256(raw).hexdigest()
        path = self._content(digest)
        try:
            self._make_folder()
            path.parent.mkdir(mode=0o700, exist_ok=True)
            # A copy that was changed is put right: what is kept under a hash has it.
            if _kept(path) != raw:
                write_whole(path, raw)
        except OSError as error:
            raise CannotKeep(self.folder, error) from error
        return digest

    def content(self, session: Header, name: str) -> bytes:
        """The bytes of a file that a session was run against. Raises ContentLost if they are not the same any more."""
        digest = session.contents.get(name, "")
        try:
            raw = read_whole(self._content(digest), LARGEST)
        except OSError:
            raise ContentLost(session.id, name) from None
        if sha256(raw).hexdigest() != digest:
            raise ContentLost(session.id, name)
        return raw

    @contextmanager
    def beginning(self, header: Header) -> Iterator[Journal]:
        """A new session, locked while it is open. Raises CannotKeep."""
        self._make_folder()
        with self._locked(header.id), noted(self._note(header.id)):
            try:
                opened = Journal.begin(self._file(header.id), header)
            except OSError as error:
                raise CannotKeep(self.folder, error) from error
            with self._open(opened):
                yield opened

    @contextmanager
    def resuming(self, session: str) -> Iterator[Journal]:
        """A session to go on with, locked while it is open. Raises InUse, Broken or TooNew."""
        with self._locked(session), noted(self._note(session)):
            opened = Journal.reopen(self._file(session))
            with self._open(opened):
                yield opened

    @contextmanager
    def _open(self, opened: Journal) -> Iterator[None]:
        """See to an open journal; if its file was taken away, so were the texts that it needs."""
        header, texts = opened.session.header, []
        for name in header.contents:
            with suppress(ContentLost):
                texts.append(self.content(header, name))
        try:
            yield
        except TakenAway:
            for raw in texts:
                self.keep_content(raw)
            raise
        finally:
            opened.close()

    def in_use(self, session: str) -> InUse | None:
        """That another window writes to a session just now, and which; None if none does."""
        try:
            with self._locked(session):
                return None
        except InUse as refusal:
            return refusal

    def open_elsewhere(self, session: str) -> InUse | None:
        """The same for a list of many: a lock is only tried where a note says that somebody holds it."""
        return self.in_use(session) if holder_in(self._note(session)) is not None else None

    def find(self, prefix: str) -> Session:
        """The one session whose id begins so. Raises NoSession, Ambiguous, Broken, TooNew or Shut."""
        found = [name for name in self.ids() if name.startswith(prefix.lower())]
        if prefix.lower() in found:
            found = [prefix.lower()]
        if not found or not prefix:
            raise NoSession(prefix)
        if len(found) > 1:
            raise Ambiguous(prefix, found)
        return self._read(found[0])

    def all(self) -> tuple[list[Session], list[Refusal]]:
        """Every session, the newest first, and what is wrong with those that cannot be read. Raises Shut."""
        sessions: list[Session] = []
        broken: list[Refusal] = []
        for name in self.ids():
            try:
                sessions.append(self._read(name))
            except Refusal as error:
                broken.append(error)
        sessions.sort(key=lambda session: session.header.started, reverse=True)
        return sessions, broken

    def _read(self, name: str) -> Session:
        """A session by its whole id. Raises Foreign if the file is a copy under another name, and as `find` does."""
        session = journal.read(self._file(name))
        if session.header.id != name:
            raise Foreign(self._file(name), session.header.id)
        return session

    def ids(self) -> list[str]:
        """The ids of all sessions, sorted. Raises Shut."""
        try:
            return sorted(path.stem for path in self.folder.iterdir() if path.suffix == ".jsonl")
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise Shut(self.folder, error) from error

    def delete(self, session: str) -> None:
        """Delete a session with its older copies, and contents that no other session was run against. Raises InUse."""
        with self._locked(session):
            file = self._file(session)
            # Copies that were kept beside it begin with its name; they hold the same words.
            for path in [path for path in self.folder.iterdir() if path.name.startswith(f"{file.name}.")]:
                path.unlink()
            self._note(session).unlink(missing_ok=True)
            file.unlink()
        self.folder.joinpath(f"{session}.lock").unlink(missing_ok=True)
        kept, broken = self.all()
        if broken:
            # A session that cannot be read may still need any content.
            return
        needed = {digest for each in kept for digest in each.header.contents.values()}
        for path in self.folder.joinpath("contents").glob("*.yaml"):
            if path.stem not in needed:
                path.unlink()

    @contextmanager
    def _locked(self, session: str) -> Iterator[None]:
        # Imported here: listing and showing write nothing and need no lock.
        from filelock import FileLock, Timeout  # noqa: PLC0415

        try:
            lock = FileLock(self.folder / f"{session}.lock", timeout=0, mode=0o600)
            lock.acquire()
        except Timeout:
            raise InUse(session, holder_in(self._note(session))) from None
        except OSError as error:
            raise CannotKeep(self.folder, error) from error
        try:
            yield
        finally:
            lock.release()

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotKeep(self.folder, error) from error

    def _file(self, session: str) -> Path:
        return self.folder / f"{session}.jsonl"

    def _note(self, session: str) -> Path:
        return self.folder / f"{session}.holder"

    def _content(self, digest: str) -> Path:
        return self.folder / "contents" / f"{digest}.yaml"


def _kept(path: Path) -> bytes | None:
    """What is kept in a file already; None if that cannot be told."""
    try:
        return read_whole(path, LARGEST)
    except OSError:
        return None
