"""One clock for a whole request, however many names, redirects and pieces it has."""

from time import monotonic


class Deadline:
    def __init__(self, seconds: float, silence: float) -> None:
        self._end = monotonic() + seconds
        self._silence = silence

    def left(self) -> float:
        """Seconds until the next sign of life must have come. Raises TimeoutError when all time is used up."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self._silence)
