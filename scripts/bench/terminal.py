"""A program on a terminal of its own, for measuring what a person waits for."""

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
from typing import Self

KEYS_READY = b"\x1b[?2004h"
"""What prompt_toolkit sends when it draws a prompt: paste is welcome."""

_WHERE_IS_THE_CURSOR, _IT_IS_HERE = b"\x1b[6n", b"\x1b[1;1R"
"""A question that terminals answer by themselves, and so must this one."""
_ROWS = 24
_PATIENCE = 30.0
"""Seconds without a sign of life until a measurement is given up."""


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, program: str, *arguments: str, columns: int = 80) -> None:
        self._screen, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
        self._process = subprocess.Popen([sys.executable, "-c", program, *arguments], stdin=inside, stdout=inside, stderr=inside)
        os.close(inside)
        self._shown = b""

    def __enter__(self) -> Self:
        """Leave with it ended."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, if it has not ended."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()
        os.close(self._screen)

    def press(self, key: bytes) -> None:
        """Press a key, and forget what was shown before."""
        self._shown = b""
        os.write(self._screen, key)

    def is_ready(self, ready: bytes) -> bool:
        """Wait for a prompt; False if the program ended instead."""
        while not (self._shown.endswith(ready) or (ready == KEYS_READY and ready in self._shown)):
            if not select.select([self._screen], [], [], _PATIENCE)[0]:
                raise TimeoutError(self._shown[-500:])
            try:
                read = os.read(self._screen, 65536)
            except OSError:  # so a terminal says on Linux that nobody is at its other end
                read = b""
            if not read:
                return False
            if _WHERE_IS_THE_CURSOR in read:
                os.write(self._screen, _IT_IS_HERE)
            self._shown += read
        return True

    def peak_memory(self) -> int:
        """The most memory that it ever had, once it has ended; in the system's unit."""
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        if self._process.returncode != 0:
            raise subprocess.CalledProcessError(self._process.returncode, "the program on the terminal", self._shown[-500:])
        return usage.ru_maxrss
