import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from crisisdesk.web.pages import VaryOnHtmxMiddleware, is_fragment, page, redirect_or_refresh

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.locmem.Loader",
                            {
                                "list.html": "{% load partials %}<h1>Whole</h1>"
                                "{% partialdef rows inline %}<li>{{ row }}</li>{% endpartialdef %}"
                            },
                        )
                    ],
                )
            ],
        },
    }
]


def desk(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse(pk, headers={"Vary": "Cookie"})


urlpatterns = [path("desk/<int:pk>/", desk, name="desk")]


def asked(**headers: str) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
    ],
)
def test_htmx_asks_for_a_part_but_its_history_and_boost_ask_for_a_page(
    headers: dict[str, str], *, expected: bool
) -> None:
    assert is_fragment(asked(**headers)) is expected


@override_settings(TEMPLATES=TEMPLATES)
def test_one_address_gives_the_page_or_its_part() -> None:
    whole = page(asked(), "list.html", {"row": "a"}, fragment="rows")
    part = page(asked(**{"HX-Request": "true"}), "list.html", {"row": "a"}, fragment="rows", status=422)

    assert whole.content == b"<h1>Whole</h1><li>a</li>"
    assert (part.status_code, part.content) == (422, b"<li>a</li>")


@override_settings(ROOT_URLCONF=__name__)
def test_after_a_change_a_form_is_sent_on_and_htmx_is_told_to_go() -> None:
    plain = redirect_or_refresh(asked(), "desk", 7)
    told = redirect_or_refresh(asked(**{"HX-Request": "true"}), "desk", 7)

    assert (plain.status_code, plain["Location"]) == (303, "/desk/7/")
    assert (told.status_code, told["HX-Redirect"]) == (200, "/desk/7/")
    assert not told.has_header("Location")


def test_a_cache_tells_page_and_part_apart() -> None:
    response = VaryOnHtmxMiddleware(desk)(asked())

    assert response["Vary"] == "Cookie, HX-Request"
