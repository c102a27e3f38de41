"""What people say about three invented brands, in English and Russian; the order is that of their fires."""

from typing import Final

from mentions.sources.demo.belyi_chai import BELYI_CHAI
from mentions.sources.demo.halcyra import HALCYRA
from mentions.sources.demo.ternway import TERNWAY

BRANDS: Final = {brand.slug: brand for brand in (BELYI_CHAI, TERNWAY, HALCYRA)}
