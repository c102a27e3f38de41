"""How a person moves a page: by keys alone, or, where no script runs, by a pointer."""

from typing import Protocol

from playwright.sync_api import Locator, Page

FARTHEST = 150  # presses of Tab before a control counts as out of reach


class Hands(Protocol):
    page: Page

    def push(self, target: Locator, keys: str = "") -> None:
        """A button or a link; `keys` are its shortcut."""

    def write(self, field: Locator, text: str) -> None: ...

    def pick(self, field: Locator, words: str) -> None:
        """An option of a list, by its words."""

    def choose(self, radio: Locator) -> None: ...


class Keys:
    """Nothing is clicked and nothing is focused but by pressing a key."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def push(self, target: Locator, keys: str = "") -> None:
        target.wait_for(state="visible")
        if not keys:
            self._reach(target)
        for key in (keys or "Enter").split():
            self.page.keyboard.press(key)

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, field: Locator, words: str) -> None:
        self._reach(field)
        steps: int = field.evaluate(
            "(list, words) => [...list.options].findIndex((o) => o.label.trim() === words) - list.selectedIndex", words
        )
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.evaluate("(list) => list.selectedOptions[0].label.trim()") == words

    def choose(self, radio: Locator) -> None:
        """Tab comes to the group, arrows go through it."""
        self._reach(radio, "(at) => document.activeElement.name === at.name")
        for _ in range(FARTHEST):
            if radio.evaluate("(at) => at === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert radio.is_checked()

    def _reach(self, target: Locator, has_focus: str = "(at) => at === document.activeElement") -> None:
        target.wait_for(state="attached")
        for _ in range(FARTHEST):
            if target.evaluate(has_focus):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {target}")


class Pointer:
    """Without JavaScript no key is a shortcut: everything stands on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def push(self, target: Locator, keys: str = "") -> None:  # noqa: ARG002 -- the other hands' signature
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def pick(self, field: Locator, words: str) -> None:
        field.select_option(label=words)

    def choose(self, radio: Locator) -> None:
        radio.check()
