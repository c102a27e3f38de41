"""Who is who. The addresses are those that the sign-in page and the start of the desk show."""

from dataclasses import dataclass
from typing import Final

from accounts.enums import Role
from accounts.services.brands import BrandWords
from mentions.sources.demo.script import BRANDS

LANGUAGES: Final = ("en", "ru")


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: Role
    brand: str = ""  # the only one they see


@dataclass(frozen=True)
class Agency:
    slug: str
    name: str
    time_zone: str
    people: tuple[Person, ...]  # the owner first
    brands: dict[str, BrandWords]


ZONES: Final = {"belyi-chai": "Europe/Moscow", "ternway": "Europe/Berlin", "halcyra": "Europe/Paris"}
HARBOUR_AND_FINCH: Final = Agency(
    slug="demo",
    name="Harbour & Finch",
    time_zone="Europe/Berlin",
    people=(
        Person("owner@demo.crisisdesk.test", "Yana Brodsky", Role.OWNER),
        Person("admin@demo.crisisdesk.test", "Tess Rowe", Role.ADMIN),
        Person("approver@demo.crisisdesk.test", "Oleg Lind", Role.APPROVER),
        Person("agent@demo.crisisdesk.test", "Anna Kern", Role.AGENT),
        Person("agent2@demo.crisisdesk.test", "Mira Sorel", Role.AGENT),
        Person("viewer@demo.crisisdesk.test", "Ira Holt", Role.VIEWER, brand="belyi-chai"),
    ),
    brands={
        brand.slug: BrandWords(
            name=brand.name,
            words=brand.words,
            handles=brand.handles,
            languages=LANGUAGES,
            time_zone=ZONES[brand.slug],
            colour=brand.colour,
        )
        for brand in BRANDS.values()
    },
)
# Next door. Whoever signs in here must never see a word of the agency above.
PELICAN_ROAD: Final = Agency(
    slug="other",
    name="Pelican Road",
    time_zone="Europe/London",
    people=(Person("owner@other.crisisdesk.test", "Paul Adair", Role.OWNER),),
    brands={
        "oatfield": BrandWords(
            name="Oatfield", words=("Oatfield",), handles=("@oatfield",), languages=("en",), time_zone="Europe/London"
        )
    },
)
