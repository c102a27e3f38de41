"""What static/js does, in a real browser over pages made here: no server, no database."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django_htmx
import pytest
from django.template import Context, Template
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, expect

from crisisdesk.web.csp import CONTENT_SECURITY_POLICY

STATIC = Path(__file__).resolve().parents[2] / "static"
HTMX = Path(django_htmx.__file__).parent / "static"
SITE = "https://desk.test"
POLICY = "; ".join(f"{name} {' '.join(to)}" for name, to in CONTENT_SECURITY_POLICY["DIRECTIVES"].items())
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
QUEUE = """
<ul class="rows" data-queue>{% for row in rows %}
  <li data-id="{{ row }}" id="row-{{ row }}" {% if row == 1 %}aria-current="true"{% endif %}><div>
    <a class="open" id="open-{{ row }}" href="/story/{{ row }}/" hx-get="/story/{{ row }}/" hx-trigger="choose"
       hx-target="#detail" data-replaces>Story {{ row }}</a></div></li>
{% endfor %}</ul>
<article id="detail"></article>
<form hx-post="/verdict/" hx-swap="none"><button data-key="1" id="noise">Noise</button></form>
<a href="/queue/" data-key="g q">Queue</a>
<button type="button" data-dialog="keys" data-key="?">Keys</button>
<dialog class="dialog" id="keys"><button type="button" data-close>Close</button></dialog>
<form hx-post="/update/" hx-target="this" hx-swap="outerHTML" id="update">
  <textarea name="text" id="text" data-draft="incident:57:update" data-draft-url="/drafts/"></textarea>
  <output data-draft-state></output><button>Send</button>
</form>
"""


class Desk:
    """A page whose requests are answered here and remembered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[tuple[str, str, dict[str, list[str]]]] = []
        self.tokens: list[str | None] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.noise: list[str] = []
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.on("console", lambda said: self.noise.append(said.text) if "Content Security" in said.text else None)
        page.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            name = path.removeprefix("/static/")
            file = next(root / name for root in (STATIC, HTMX) if (root / name).is_file())
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif path == "/":
            route.fulfill(body=whole(QUEUE), content_type="text/html", headers={"Content-Security-Policy": POLICY})
        else:
            self.asked.append((route.request.method, path, parse_qs(route.request.post_data or "")))
            self.tokens.append(route.request.headers.get("x-csrftoken"))
            usual: dict[str, Any] = {"status": 200, "body": f"<h2>{path}</h2>", "content_type": "text/html"}
            route.fulfill(**usual | self.answers.get(path, {}))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self) -> str:
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def whole(content: str) -> str:
    request = RequestFactory().get("/")
    template = '{% extends "base.html" %}{% block body %}<main id="main" tabindex="-1">' + content + "</main>"
    template += '{% endblock %}{% block scripts %}<script type="module" src="/static/js/queue.js"></script>'
    template += '<script type="module" src="/static/js/drafts.js"></script>{% endblock %}'
    return Template(template).render(Context({"rows": [1, 2, 3], "request": request, "csrf_token": "secret"}))


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    desk = Desk(page)
    page.goto(f"{SITE}/")
    page.wait_for_function("window.htmx !== undefined")
    yield desk
    page.close()
    assert desk.noise == []


def current(desk: Desk) -> str | None:
    return desk.page.locator("[data-queue] > [aria-current]").get_attribute("data-id")


def test_j_and_k_go_through_the_rows_and_load_the_detail(desk: Desk) -> None:
    desk.press("j", "j", "k")

    expect(desk.page.locator("#detail h2")).to_have_text("/story/2/")
    assert (current(desk), desk.focus()) == ("2", "open-2")
    desk.press("j", "j", "j")
    assert current(desk) == "3"


def test_a_click_on_a_row_loads_the_detail_and_enter_opens_the_page(desk: Desk) -> None:
    desk.page.click("#open-3")
    expect(desk.page.locator("#detail h2")).to_have_text("/story/3/")

    desk.press("Enter")

    desk.page.wait_for_url(f"{SITE}/story/3/")


def test_a_verdict_takes_its_row_out_and_the_next_one_is_there(desk: Desk) -> None:
    desk.answers["/verdict/"] = {
        "status": 204,
        "headers": {
            "HX-Trigger": json.dumps(
                {"decided": {"id": 1}, "toasts": [{"text": "Marked <b>as</b> noise", "undo": "/undo/1/"}]}
            )
        },
    }

    desk.press("1")

    expect(desk.page.locator("#row-1")).to_have_count(0)
    assert (current(desk), desk.focus()) == ("2", "open-2")
    expect(desk.page.locator("[data-toast] p")).to_have_text("Marked <b>as</b> noise")
    expect(desk.page.locator("#live")).to_have_text("Marked <b>as</b> noise")
    assert desk.tokens[0] == "secret"


def test_undo_works_by_key_after_its_toast_is_gone(desk: Desk) -> None:
    desk.answers["/verdict/"] = {
        "headers": {"HX-Trigger": json.dumps({"toasts": [{"text": "Noise", "undo": "/undo/1/"}]})}
    }
    desk.press("1")
    desk.page.click("[data-toast-close]")
    expect(desk.page.locator("[data-toast] p")).to_be_hidden()

    with desk.page.expect_request("**/undo/1/"):
        desk.press("z")


def test_an_undo_that_points_elsewhere_is_not_offered(desk: Desk) -> None:
    desk.answers["/verdict/"] = {
        "headers": {"HX-Trigger": json.dumps({"toasts": [{"text": "Noise", "undo": "https://evil.test/"}]})}
    }
    desk.press("1")

    expect(desk.page.locator("[data-toast] p")).to_have_text("Noise")
    expect(desk.page.locator("[data-toast] form")).to_have_count(0)


def test_a_refusal_is_said_in_its_own_sentence(desk: Desk) -> None:
    desk.answers["/verdict/"] = {"status": 409, "body": "Anna was first", "content_type": "text/plain; charset=utf-8"}

    desk.press("1")

    expect(desk.page.locator(".toast.error p")).to_have_text("Anna was first")
    expect(desk.page.locator("#row-1")).to_have_count(1)


def test_a_failure_of_the_server_is_not_shown_as_its_page(desk: Desk) -> None:
    desk.answers["/verdict/"] = {"status": 500, "body": "<h1>Traceback</h1>"}

    desk.press("1")

    expect(desk.page.locator(".toast.error p")).to_contain_text("Not saved")


def test_keys_of_the_russian_layout_are_the_same_keys(desk: Desk) -> None:
    devtools = desk.page.context.new_cdp_session(desk.page)

    for letter, code in [("о", "KeyJ"), ("п", "KeyG"), ("й", "KeyQ")]:
        devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "code": code, "text": letter})
        devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter, "code": code})

    desk.page.wait_for_url(f"{SITE}/queue/")
    assert ("GET", "/story/2/", {}) in desk.asked


def test_keys_sleep_in_fields_and_with_modifiers(desk: Desk) -> None:
    desk.page.focus("#text")
    desk.press("1", "j", "?")
    desk.page.focus("#open-1")
    desk.press("Control+1", "Alt+1")

    assert desk.page.input_value("#text") == "1j?"
    assert (current(desk), [path for _method, path, _data in desk.asked if path == "/verdict/"]) == ("1", [])


def test_keys_can_be_turned_off(desk: Desk) -> None:
    desk.page.evaluate("document.documentElement.dataset.keysOff = ''")

    desk.press("1", "j")

    assert (current(desk), desk.asked) == ("1", [])


def test_a_dialog_gives_the_focus_back(desk: Desk) -> None:
    desk.page.focus("#open-2")
    desk.press("?")
    expect(desk.page.locator("#keys")).to_be_visible()

    desk.press("Escape")

    expect(desk.page.locator("#keys")).to_be_hidden()
    assert desk.focus() == "open-2"


def test_words_are_kept_on_the_server_while_they_are_typed(desk: Desk) -> None:
    with desk.page.expect_request("**/drafts/"):
        desk.page.type("#text", "We are sorry")

    expect(desk.page.locator("[data-draft-state]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    assert desk.asked == [("POST", "/drafts/", {"key": ["incident:57:update"], "text": ["We are sorry"]})]
    assert desk.page.evaluate("localStorage.length") == 0


def test_words_that_did_not_reach_the_server_come_back(desk: Desk) -> None:
    desk.answers["/drafts/"] = {"status": 503}
    desk.page.type("#text", "We are sorry")
    expect(desk.page.locator("[data-draft-state]")).to_contain_text("Not saved")

    desk.page.reload()

    expect(desk.page.locator("#text")).to_have_value("We are sorry")


@pytest.mark.parametrize(("kept_at", "shown"), [("2999-01-01T00:00:00Z", "Theirs"), ("1999-01-01T00:00:00Z", "Mine")])
def test_of_two_devices_the_later_words_win(desk: Desk, kept_at: str, shown: str) -> None:
    field = f'<textarea id="reply" data-draft="k" data-draft-url="/drafts/" data-draft-at="{kept_at}">Theirs</textarea>'
    desk.answers["/story/2/"] = {"body": f"<form>{field}<output data-draft-state></output></form>"}
    desk.page.evaluate("localStorage.setItem('draft:/drafts/:k', JSON.stringify({text: 'Mine', at: Date.now()}))")

    desk.press("j")

    expect(desk.page.locator("#reply")).to_have_value(shown)
    expect(desk.page.locator("#detail [data-draft-state]")).to_have_text("" if shown == "Theirs" else re.compile("."))


def test_wrong_input_keeps_the_focus_on_what_is_wrong(desk: Desk) -> None:
    desk.answers["/update/"] = {
        "status": 422,
        "body": '<form id="update"><div id="sum" data-error-summary tabindex="-1">There is a problem</div></form>',
    }
    desk.page.focus("#text")
    desk.press("Control+Enter")

    expect(desk.page.locator("#sum")).to_be_focused()


def test_focus_never_falls_to_the_body_after_a_swap(desk: Desk) -> None:
    desk.answers["/update/"] = {"body": "<section><h2 id='done'>Posted</h2></section>"}
    desk.page.focus("#text")
    desk.press("Control+Enter")

    expect(desk.page.locator("#done")).to_be_focused()
