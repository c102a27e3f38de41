"""The settings: what the environment says (`env`) and what the house says (`base`)."""

from crisisdesk.settings.base import *  # noqa: F403 -- Django reads the names of this module
