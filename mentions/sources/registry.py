"""Which connector fetches which kind. What is handed in (webhook, file) has none."""

from collections.abc import Mapping
from typing import Final

from mentions.enums import SourceKind
from mentions.sources.bluesky.connector import BlueskyConnector
from mentions.sources.contract import Connector
from mentions.sources.demo.connector import DemoConnector
from mentions.sources.feed.connector import FeedConnector
from mentions.sources.gdelt.connector import GdeltConnector
from mentions.sources.hacker_news.connector import HackerNewsConnector
from mentions.sources.mailbox.connector import MailboxConnector
from mentions.sources.mastodon.connector import MastodonConnector
from mentions.sources.telegram.connector import TelegramConnector
from mentions.sources.vk.connector import VkConnector
from mentions.sources.youtube.connector import YouTubeConnector

CONNECTORS: Final[Mapping[str, Connector]] = {
    SourceKind.FEED: FeedConnector(),
    SourceKind.EMAIL: MailboxConnector(),
    SourceKind.MASTODON: MastodonConnector(),
    SourceKind.BLUESKY: BlueskyConnector(),
    SourceKind.VK: VkConnector(),
    SourceKind.TELEGRAM: TelegramConnector(),
    SourceKind.YOUTUBE: YouTubeConnector(),
    SourceKind.HACKER_NEWS: HackerNewsConnector(),
    SourceKind.GDELT: GdeltConnector(),
    SourceKind.DEMO: DemoConnector(),
}
