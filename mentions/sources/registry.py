"""Which connector fetches which kind. What is handed in (webhook, file) has none."""

from collections.abc import Mapping
from typing import Final

from mentions.enums import SourceKind
from mentions.sources.contract import Connector
from mentions.sources.demo.connector import DemoConnector
from mentions.sources.feed.connector import FeedConnector

CONNECTORS: Final[Mapping[str, Connector]] = {
    SourceKind.FEED: FeedConnector(),
    SourceKind.DEMO: DemoConnector(),
}
