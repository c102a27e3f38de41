"""Short names for addresses: Latin letters, digits and hyphens, whatever language the name is in."""

from collections.abc import Collection
from typing import Final

from django.utils.text import slugify

LONGEST: Final = 60
RESERVED: Final = frozenset({"new"})  # a page of its own stands there
LATIN: Final = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeezijklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def slug_of(name: str, *, otherwise: str) -> str:
    """`Белый чай` is `belyj-chaj`; a name without any letter that can be told is `otherwise`."""
    return slugify(name.lower().translate(LATIN))[:LONGEST].strip("-_") or otherwise


def free_slug(name: str, known: Collection[str], *, otherwise: str) -> str:
    """The slug of the name, or the first of `name-2`, `name-3`, … that nobody has."""
    first = slug_of(name, otherwise=otherwise)
    taken = RESERVED | set(known)
    number, slug = 1, first
    while slug in taken:
        number += 1
        slug = f"{first[: LONGEST - len(str(number)) - 1]}-{number}"
    return slug
