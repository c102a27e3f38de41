from argparse import ArgumentParser
from typing import Any

from accounts.management.operator import OperatorCommand, colour, short_name, time_zone, words
from accounts.models import Brand
from accounts.services.brands import BrandWords, create_brand
from crisisdesk.tenancy import organization_scope


class Command(OperatorCommand):
    help = "Make a brand with the words to listen for. Again is harmless: a known slug is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument("--name", required=True)
        parser.add_argument("--slug", required=True, type=short_name)
        parser.add_argument("--words", default=(), type=words, metavar="a,b")
        parser.add_argument("--handles", default=(), type=words, metavar="@a,@b")
        parser.add_argument("--languages", default=(), type=words, metavar="en,ru")
        parser.add_argument("--time-zone", default="UTC", type=time_zone)
        parser.add_argument("--colour", default="", type=colour, metavar="#rrggbb")

    def handle(self, *, organization: str, slug: str, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        place = self.organization(organization)
        fields = {name: options[name] for name in BrandWords.__dataclass_fields__}
        with organization_scope(place.pk):
            if Brand.objects.filter(slug=slug).exists():
                self.stdout.write(f"Brand {slug} is in {place.name} already. Nothing was changed.")
                return
            brand = create_brand(actor=None, organization=place, words=BrandWords(**fields), slug=slug)
        self.stdout.write(f"Brand {brand.name} is in {place.name}, words: {', '.join(brand.words) or 'none'}.")
