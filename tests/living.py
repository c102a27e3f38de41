from pathlib import Path


def lives(pid: int) -> bool:
    """Whether the process still does anything; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
