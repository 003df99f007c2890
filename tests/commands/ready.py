"""Starting sdm by the hundred: processes of their own, forked from one in which everything is loaded already.

Loading takes an sdm with keys half a second of processor, and the tests start a thousand. What is forked is a process
like any other: it has the streams, the terminal, the environment, the mask and the end of one that was begun anew, and the
test is its parent. Where that cannot be (`is_like`), it is begun anew. That a command loads little is held by
test_loaded_modules, which begins each anew, as do the tests that go through a shell.
"""

import atexit
import ctypes
import fcntl
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "sdm_cli")
_READ_BY_PYTHON = ("PYTHON", "LC_", "LANG", "LD_")
"""How the names of variables begin that are read before the first line of a program is."""
_LARGEST = 1_000_000
_SET_CHILD_SUBREAPER = 36  # prctl(2)


def is_like(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether a forked process is what the command would begin: sdm, on Linux, with what Python itself reads as it is here."""
    return sys.platform == "linux" and tuple(command[:3]) == COMMAND and _read_early(environment) == _read_early(_ENVIRONMENT)


def fork(command: Sequence[str], environment: Mapping[str, str], streams: Sequence[int], *, on_terminal: bool) -> int:
    """Begin sdm with the three streams; on a terminal of its own if they are one. The number of the process, a child of this one."""
    mask = os.umask(0)
    os.umask(mask)
    asked = [command[3:], dict(environment), str(Path.cwd()), mask, on_terminal]
    nursery = _nursery()
    socket.send_fds(nursery, [json.dumps(asked).encode()], list(streams))
    return int(nursery.recv(32))


class Process(subprocess.Popen[Any]):
    """`Popen` with no other settings than streams and environment, of a process that is forked where that is the same."""

    def __init__(self, command: Sequence[str], **settings: Any) -> None:
        self._is_forked = is_like(command, settings.get("env") or os.environ)
        super().__init__(command, **settings)

    def _execute_child(self, args: Sequence[str], *given: Any) -> None:
        if not self._is_forked:
            super()._execute_child(args, *given)  # type: ignore[misc]
            return
        names = subprocess.Popen._execute_child.__code__.co_varnames[2:]  # type: ignore[attr-defined]
        settings = dict(zip(names, given, strict=False))
        ours = [settings["p2cread"], settings["c2pwrite"], settings["errwrite"]]
        streams = [number if stream == -1 else stream for number, stream in enumerate(ours)]
        environment = os.environ if settings["env"] is None else settings["env"]
        self.pid = fork(args, environment, streams, on_terminal=False)
        self._child_created = True
        self._close_pipe_fds(*(settings[name] for name in ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")))  # type: ignore[attr-defined]


_ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}
_ENVIRONMENT.pop("PYTHONUNBUFFERED", None)


def _read_early(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_BY_PYTHON)}


@cache
def _nursery() -> socket.socket:
    """The process to fork from, by the socket on which it is asked. It ends when nobody is left to ask."""
    # Whoever is left by its parent is adopted by this process, which can then wait for it like for a child of its own.
    if ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.commands.ready", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env=_ENVIRONMENT,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    theirs.close()
    atexit.register(nursery.wait)
    atexit.register(ours.close)
    return ours


def _load() -> None:
    """Load all that any command loads."""
    import sdm_cli  # noqa: PLC0415 - not in the tests' own process

    for found in pkgutil.walk_packages(sdm_cli.__path__, "sdm_cli."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    for name in ("questionary", "rich.console", "jsonschema_rs", "filelock", "platformdirs"):
        import_module(name)


def _begun(asking: socket.socket) -> bool:
    """Wait to be asked, and fork; True in the process that was begun, and False here when nobody is left to ask."""
    while True:
        message, streams, _, _ = socket.recv_fds(asking, _LARGEST, 3)
        if not message:
            return False
        telling, told = os.pipe()
        between = os.fork()
        if between == 0:
            process = os.fork()
            if process == 0:
                asking.close()
                _become(streams, *json.loads(message))
                return True
            os.write(told, str(process).encode())
            os._exit(0)
        # Closed first: of a process that could not be begun nobody would ever tell.
        os.close(told)
        # It is the asker's child only when the one between is gone.
        os.waitpid(between, 0)
        asking.send(os.read(telling, 32))
        for each in (*streams, telling):
            os.close(each)


def _become(streams: Sequence[int], arguments: list[str], environment: dict[str, str], *place: Any) -> None:
    """Be as a process that was begun anew: its streams, terminal, environment, folder and mask."""
    folder, mask, on_terminal = place
    if on_terminal:
        os.setsid()
        fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 64)
    os.environ.clear()
    os.environ.update(environment)
    # Which zone it is was read when the first time was told.
    time.tzset()
    os.chdir(folder)
    os.umask(mask)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old = getattr(sys, name)
        new = os.fdopen(number, "w" if number else "r", encoding=old.encoding, errors=old.errors, closefd=False)
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)
    sys.stderr.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    _be_main("sdm_cli.__main__", arguments)


def _be_main(module: str, arguments: list[str]) -> None:
    """Be called by the name under which Python runs a module: a help says it, and so do processes that are begun from here."""
    spec = find_spec(module)
    assert spec is not None
    main = sys.modules["__main__"]
    main.__spec__, main.__package__, main.__file__ = spec, spec.parent, spec.origin
    sys.argv = [str(spec.origin), *arguments]


if __name__ == "__main__":
    _load()
    if _begun(socket.socket(fileno=int(sys.argv[1]))):
        from sdm_cli.app import main

        main()
