"""Signals that were seen, and waiting for them. No Django."""

import os
import select
import signal
import time
from contextlib import suppress
from typing import Final

ENOUGH: Final = 4096


class SignalsSeen:
    """How many of `numbers` have come since it was made.

    A handler runs between any two lines of ours, so it takes no lock: that of an Event, set while the same thread
    waits for it, would wait for itself for ever.
    """

    def __init__(self, *numbers: int) -> None:
        self.count = 0
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        for number in numbers:
            signal.signal(number, self._note)

    def wait(self, seconds: float, count: int = 1) -> bool:
        """Whether so many have come by then; at once when they have."""
        deadline = time.monotonic() + seconds
        while self.count < count and (left := deadline - time.monotonic()) > 0:
            if select.select([self._read], [], [], left)[0]:
                os.read(self._read, ENOUGH)
        return self.count >= count

    def _note(self, *_: object) -> None:
        self.count += 1
        with suppress(BlockingIOError):  # the pipe is full: whoever waits wakes up all the same
            os.write(self._write, b"!")
