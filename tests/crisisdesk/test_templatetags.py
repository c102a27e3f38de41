"""What `{% load crisisdesk %}` prints."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation


def shown(template: str, **context: Any) -> str:
    request = RequestFactory().get("/o/acme/queue/?brand=nord&level=3&cursor=abc")
    html = Template("{% load crisisdesk %}" + template).render(Context({"request": request, **context}))
    return re.sub(r"\s*\n\s*", "", re.sub(r'<svg class="i[^"]*".*?</svg>', "[icon]", html))


class StoryForm(forms.Form):
    title = forms.CharField(help_text="As people say it", widget=forms.TextInput(attrs={"placeholder": "Title"}))
    text = forms.CharField(widget=forms.Textarea, required=False)
    level = forms.ChoiceField(choices=[("0", "Comment"), ("1", "Issue")], widget=forms.RadioSelect)
    sure = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{% level 4 %}", '<span class="badge s4">[icon]4 <span class="word">Critical</span></span>'),
        ('{% level 0 "big" %}', '<span class="badge s0 big">[icon]0 <span class="word">Comment</span></span>'),
        ('{% band "high" 12 %}', '<span class="badge s3">[icon]12 <span class="word">High</span></span>'),
        ('{% status "failed" "Failed" %}', '<span class="pill bad">[icon]Failed</span>'),
        ('{% status "never seen" "Odd" %}', '<span class="pill">[icon]Odd</span>'),
        ('{% tone "negative" %}', '<span class="tone neg"><b aria-hidden="true">−</b>Negative</span>'),
        ('{% tone "" %}', '<span class="tone neu">tone unknown</span>'),
        ('{% kbd "G Q" %}', '<kbd aria-hidden="true">G Q</kbd>'),
        ("{% ago none %}", '<span class="faint">never</span>'),
        ("{{ missing|compact_number }}", "unknown"),
        ("{{ 8040|span }}", "2 h 14 min"),
        ("{% query_url level=None page=2 %}", "?brand=nord&page=2"),
        ('{% query_url brand="" level="" %}', "/o/acme/queue/"),
        ('{% query_url cursor="x y" %}', "?brand=nord&level=3&cursor=x+y"),
    ],
)
def test_a_tag_prints_word_shape_and_colour(template: str, html: str) -> None:
    assert shown(template, none=None).replace("&amp;", "&") == html


def test_levels_speak_the_language_of_the_page() -> None:
    with translation.override("ru"):
        assert shown('{% tone "" %}') != ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.test", "http://[", "", "JAVASCRIPT://x", "https:///x"]
)
def test_a_link_out_is_only_for_the_web(url: str) -> None:
    assert shown("{% safe_link url words %}", url=url, words="Open <it>") == "<span>Open &lt;it&gt;</span>"


def test_a_link_out_says_nothing_of_us() -> None:
    html = shown("{% safe_link url words %}", url='https://example.com/?q="x"&y=1', words="Open")

    assert html == (
        '<a href="https://example.com/?q=&quot;x&quot;&amp;y=1" rel="noopener noreferrer nofollow" target="_blank" '
        'referrerpolicy="no-referrer">Open[icon]<span class="vh"> (opens in a new tab)</span></a>'
    )


def test_names_of_people_and_brands_are_escaped() -> None:
    brand = SimpleNamespace(colour="#c2500d", name="<b>Nord</b>")

    assert "<b>Nord" not in shown("{% brand brand %}{% avatar name %}", brand=brand, name="<b> <i>")
    assert 'fill="#c2500d"' in shown("{% brand brand %}", brand=brand)


def test_a_late_promise_says_so() -> None:
    html = shown("{% clock moment %}", moment=timezone.now() - timedelta(minutes=14))

    assert html.startswith('<span class="clock bad">[icon]<time datetime=') and html.endswith(
        ">14 min late</time></span>"
    )


def test_a_field_joins_label_hint_and_error_to_its_input() -> None:
    form = StoryForm({"title": "", "level": "1"})
    form.is_valid()

    assert shown("{% field form.title autofocus=True %}", form=form) == (
        '<div class="f"><label for="id_title">Title</label><p class="hint" id="id_title-hint">As people say it</p>'
        '<p class="err" id="id_title-err">[icon]<span><span class="vh">Error: </span>This field is required.</span></p>'
        '<input type="text" name="title" aria-describedby="id_title-hint id_title-err" aria-invalid="true" class="in" '
        'autofocus required id="id_title"></div>'
    )


def test_a_field_takes_attributes_and_says_what_is_optional() -> None:
    html = shown('{% field form.text data_draft="story:7" rows=6 %}', form=StoryForm())

    assert '(optional)</span></label><textarea name="text" cols="40" rows="6"' in html
    assert 'data-draft="story:7"' in html


def test_choices_are_a_fieldset_and_a_tick_stands_in_its_label() -> None:
    assert '<fieldset id="id_level" tabindex="-1"><legend>Level</legend>' in shown(
        "{% field form.level %}", form=StoryForm()
    )
    assert '<label for="id_sure"><input type="checkbox"' in shown("{% field form.sure %}", form=StoryForm())
    assert shown("{% field form.token %}", form=StoryForm()) == '<input type="hidden" name="token" id="id_token">'


def test_the_summary_leads_to_each_wrong_field_and_is_silent_without() -> None:
    form = StoryForm({"level": "9"})
    form.add_error(None, "Title and level do not fit")

    html = shown("{% error_summary form %}", form=form)

    assert re.findall(r"<li>.*?</li>", html) == [
        "<li>Title and level do not fit</li>",
        '<li><a href="#id_title">Title: This field is required.</a></li>',
        '<li><a href="#id_level">Level: Select a valid choice. 9 is not one of the available choices.</a></li>',
    ]
    assert shown("{% error_summary form %}", form=StoryForm()) == ""
