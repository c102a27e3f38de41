"""The door holds: what it says, what it counts, what it tells nobody."""

import re
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Membership, User
from crisisdesk.web.context import DEMO_PASSWORD
from tests.notifications.mail_server import mail_server

ClientOf = Callable[[Membership], Client]
LOGIN, SIGNUP, RESET = "/login/", "/signup/", "/password/reset/"
ANNA, PASSWORD = "anna@desk.test", "a long enough pass"


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def anna(db: None) -> User:
    user = User.objects.create_user(ANNA, PASSWORD, name="Anna Kern")
    EmailAddress.objects.create(user=user, email=ANNA, verified=True, primary=True)
    return user


def sign_in(client: Client, password: str = PASSWORD, email: str = ANNA, **extra: str) -> tuple[int, str]:
    answer = client.post(LOGIN, {"login": email, "password": password}, **extra)  # type: ignore[arg-type]  # environ
    return answer.status_code, answer.content.decode()


def test_the_addresses_are_these() -> None:
    names = ("account_login", "account_signup", "account_reset_password")

    assert [reverse(name) for name in names] == [LOGIN, SIGNUP, RESET]


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(anna: User, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key

    assert sign_in(client)[0] == 302
    inside = client.session.session_key
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    client.post("/logout/")
    replay = Client()
    replay.cookies = cookies

    assert inside != before
    assert client.get("/me/").status_code == replay.get("/me/").status_code == 302
    assert identify_hasher(anna.password).algorithm == "argon2"


def test_a_new_password_ends_every_other_session(anna: User, client: Client) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)

    words = {"oldpassword": PASSWORD, "password1": "another long pass", "password2": "another long pass"}
    client.post(reverse("account_change_password"), words)

    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("url", "words", "sentence"),
    [
        (LOGIN, {"login": ANNA, "password": "wrong"}, "do not belong together"),
        (LOGIN, {"login": "nobody@desk.test", "password": "wrong"}, "do not belong together"),
        (LOGIN, {"login": "", "password": ""}, "There is a problem"),
        (SIGNUP, {"name": "", "email": "x", "password1": "short"}, "Enter your name"),
        (SIGNUP, {"name": "Eve", "email": ANNA.upper(), "password1": PASSWORD}, "This address has an account."),
        (RESET, {"email": "x"}, "There is a problem"),
    ],
)
def test_a_refused_form_is_422_and_says_why_in_the_title_too(
    anna: User, client: Client, url: str, words: dict[str, str], sentence: str
) -> None:
    answer = client.post(url, words)

    body = answer.content.decode()
    assert (answer.status_code, "<title>Error: " in body, sentence in body) == (422, True, True)
    assert f'value="{words.get("login") or words.get("email") or "none"}"' in body or not any(words.values())


def test_after_five_wrong_passwords_the_door_is_shut_for_a_time_that_is_told(anna: User, client: Client) -> None:
    tries = [sign_in(client, f"wrong {number}", HTTP_X_FORWARDED_FOR=f"9.9.9.{number}") for number in range(7)]
    right = sign_in(client)

    assert [status for status, _ in tries] == [422] * 5 + [429] * 2
    assert (right[0], "Wait 5 minutes, or reset the password." in right[1]) == (429, True)


def test_one_password_on_many_accounts_is_stopped_too(client: Client) -> None:
    answers = [sign_in(client, PASSWORD, f"p{number}@desk.test") for number in range(24)]

    assert [status for status, _ in answers].count(422) == 20
    assert answers[-1][0] == 429


def test_too_many_sign_ups_from_one_network_wait_a_minute(client: Client) -> None:
    answers = [client.post(SIGNUP, {"name": ""}) for _ in range(11)]

    last = answers[-1]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert (last["Retry-After"], "Wait a minute" in last.content.decode()) == ("60", True)


def test_a_reset_answers_the_same_for_a_known_and_an_unknown_address(anna: User, client: Client) -> None:
    known = client.post(RESET, {"email": ANNA}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@desk.test"}, follow=True)

    assert (known.redirect_chain, known.status_code) == (unknown.redirect_chain, unknown.status_code)
    strip = re.compile(r'value="[^"]{64}"|content="[^"]{64}"')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
    assert [message.to for message in mail.outbox] == [[ANNA], ["nobody@desk.test"]]


def test_the_link_of_a_reset_works_once_and_leads_to_us_whatever_host_was_asked(
    anna: User, client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://desk.test"
    client.post(RESET, {"email": ANNA}, headers={"Host": "localhost"})
    [link] = re.findall(r"https://\S+/password/reset/key/\S+", str(mail.outbox[0].body))
    path = link.removeprefix("https://desk.test")
    words = {"password1": "another long pass", "password2": "another long pass"}

    form = client.get(path).headers["Location"]
    weak = client.post(form, {"password1": "short", "password2": "short"})
    changed = client.post(form, words)
    again = Client().get(path, follow=True)

    assert (weak.status_code, changed.status_code) == (422, 302)
    assert "does not work any more" in again.content.decode()
    assert sign_in(Client(), "another long pass")[0] == 302


def test_mails_speak_the_language_of_the_person_and_else_of_the_page(anna: User, client: Client) -> None:
    User.objects.filter(pk=anna.pk).update(language="ru")

    client.post(RESET, {"email": ANNA}, headers={"Accept-Language": "en"})
    client.post(RESET, {"email": "nobody@desk.test"}, headers={"Accept-Language": "en"})

    subjects = [message.subject for message in mail.outbox]
    assert (subjects[0].isascii(), subjects[1]) == (False, "No account has this address")
    assert all("CrisisDesk" in message.body and "example.com" not in message.body for message in mail.outbox)


@pytest.fixture
def silence(settings: Settings) -> Iterator[None]:
    """The mail server takes the call and says nothing."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.2
        server.answers[""] = "HANG"
        yield


def test_a_silent_mail_server_stops_a_reset_with_a_sentence(anna: User, client: Client, silence: None) -> None:
    answer = client.post(RESET, {"email": ANNA})

    assert (answer.status_code, "The mail did not leave." in answer.content.decode()) == (409, True)


def test_a_silent_mail_server_keeps_nobody_from_signing_up(client: Client, silence: None) -> None:
    answer = client.post(SIGNUP, {"name": "Bo", "email": "bo@desk.test", "password1": PASSWORD})

    assert (answer.status_code, User.objects.filter(email="bo@desk.test").exists()) == (302, True)


@pytest.mark.parametrize(
    ("to", "led"), [("/me/", "/me/"), ("//evil.test/", "/"), ("https://evil.test/", "/"), ("javascript:alert(1)", "/")]
)
def test_the_way_on_stays_with_us(anna: User, client: Client, to: str, led: str) -> None:
    answer = client.post(LOGIN, {"login": ANNA, "password": PASSWORD, "next": to})

    assert answer.headers["Location"] == led


def test_in_a_demo_one_click_signs_in_without_a_script(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    User.objects.create_user("agent@demo.crisisdesk.test", DEMO_PASSWORD)
    body = client.get(f"{LOGIN}?next=/me/").content.decode()

    form = re.search(r"<form[^>]*>(?:(?!</form>).)*agent@demo\.crisisdesk\.test.*?</form>", body, re.DOTALL)
    assert form is not None
    words = dict(re.findall(r'name="(login|password|next)" value="([^"]*)"', form[0]))
    assert words == {"login": "agent@demo.crisisdesk.test", "password": DEMO_PASSWORD, "next": "/me/"}
    assert client.post(LOGIN, words).headers["Location"] == "/me/"


def test_outside_of_a_demo_nobody_is_offered(client: Client, settings: Settings) -> None:
    settings.DEMO = False

    assert "demo.crisisdesk.test" not in client.get(LOGIN).content.decode()


def test_a_closed_account_stays_outside(anna: User, client: Client) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)

    status, _ = sign_in(client)

    assert status == 302
    assert client.get("/me/").status_code == 302


def test_the_cookies_are_for_the_server_alone(anna: User, client: Client) -> None:
    sign_in(client)

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
