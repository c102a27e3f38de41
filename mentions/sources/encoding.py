"""Bytes into letters, whatever was said about them. What is declared is often wrong; what the bytes are is not."""

from typing import Final

from charset_normalizer import from_bytes

SAMPLE: Final = 64 * 1024
ESCAPE: Final = b"\x1b"  # begins the letters of iso-2022, which otherwise look like ASCII
MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"Lo\xa7\x94", "cp037"),  # `<?xm` on a mainframe
)
GUESSES: Final = ["cp1251", "koi8_r", "cp866", "cp1252", "gb18030", "shift_jis", "euc_jp", "euc_kr", "cp1256"]
WORTH: Final = 4  # so many good letters excuse one broken byte


def decoded(body: bytes, *declared: str) -> str:
    """Never fails: what cannot be read is replaced, letter by letter. `declared`: the most trusted first."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if ESCAPE not in body and (text := _as_utf8(body)) is not None:
        return text
    for encoding in declared:
        try:
            return body.decode(encoding)
        except (LookupError, ValueError):
            continue
    guess = from_bytes(body[:SAMPLE], cp_isolation=GUESSES).best()
    return body.decode(guess.encoding if guess else "cp1252", "replace")


def _as_utf8(body: bytes) -> str | None:
    """Nothing else looks like UTF-8 by chance, so a few broken bytes, or a cut end, do not make it something else."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if not broken:
        return text
    good = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if good >= broken * WORTH else None
