"""The tags of the face, as people would see them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

pytestmark = pytest.mark.once

ELM = Thing(name="Elm <Park>", slug="elm", letter="E", shape="circle", color_key="elm")


def rendered(source, **context):
    return Template("{% load engage_tags %}" + source).render(Context(context))


def event(**fields):
    given = {
        "starts_at": datetime(2026, 11, 28, 8, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 28, 10, 30, tzinfo=UTC),
        "zone": "Europe/Amsterdam",
    }
    return Thing(**{**given, **fields})


@pytest.fixture(autouse=True)
def in_2026(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))


def test_a_date_is_told_on_the_clock_of_its_place():
    assert rendered("{{ event|when }}", event=event()) == "Sat 28 Nov, 9:00–11:30"


def test_the_day_of_a_moment_is_told_on_the_clock_of_its_place_too():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert rendered("{{ m|day:event }}", m=late, event=event()) == "Sat 21 Nov"
    assert rendered("{{ m|day:event }}", m=late, event=event(zone="UTC")) == "Fri 20 Nov"
    assert rendered("{{ m|day:event }}", m=late.date(), event=event()) == "Fri 20 Nov", "a plain day has no clock"


def test_another_year_is_named():
    later = datetime(2027, 2, 6, 19, 0, tzinfo=UTC)
    assert rendered("{{ m|moment }}", m=later) == "Sat 6 Feb 2027, 19:00"


def test_what_ends_on_another_day_names_both():
    night = event(ends_at=datetime(2026, 11, 29, 5, 0, tzinfo=UTC))
    assert rendered("{{ event|when }}", event=night) == "Sat 28 Nov, 9:00 – Sun 29 Nov, 6:00"


def test_hours_stand_alone_beside_a_big_date():
    assert rendered("{{ event|hours }}", event=event()) == "9:00–11:30"


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 min"), (120, "2 h"), (150, "2 h 30 min"), (None, "0 h")])
def test_minutes_in_words(minutes, words):
    assert rendered("{{ m|time_spent }}", m=minutes) == words


@pytest.mark.parametrize(("points", "words"), [(34, "+34"), (-6, "−6"), (0, "0"), (1500, "+1,500")])
def test_points_carry_their_sign(points, words):
    assert rendered("{{ p|signed }}", p=points).strip("\u200e") == words


def test_the_big_date_holds_the_moment_for_machines():
    html = rendered("{% date_block event.starts_at event %}", event=event())
    assert 'datetime="2026-11-28T09:00"' in html
    assert '<span class="date__num">28</span>' in html


def test_a_plain_day_may_say_by():
    html = rendered('{% date_block day word="By" year=True %}', day=date(2027, 2, 5))
    assert ">By<" in html and ">Feb 2027<" in html


def test_status_is_words_with_a_shape():
    html = rendered('{% status "open" words tone="good" %}', words="12 <places>")
    assert "icons.svg#i-s-open" in html and "status--good" in html and "12 &lt;places&gt;" in html


def test_an_unknown_state_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="No such state"):
        rendered('{% status "blue" "words" %}')


def test_a_neighborhood_has_its_mark_and_its_name():
    html = rendered("{% hood hood %}", hood=ELM)
    assert "mark--elm" in html and ">E</text>" in html and "Elm &lt;Park&gt;" in html


def test_the_whole_city_has_no_mark():
    assert rendered("{% hood none %}{% mark none %}", none=None) == ""


def test_each_place_is_a_square_up_to_sixty():
    html = rendered("{% seats 12 24 2 %}")
    assert html.count("h11v16h-11z") == 24
    assert "12 of 24 taken. 2 of them are yours" in html


def test_many_places_are_one_bar():
    html = rendered("{% seats 120 200 %}")
    assert "h11v16" not in html and "120 of 200 taken" in html


@pytest.mark.parametrize(("taken", "capacity"), [(0, 0), (7, 6), (0, None), (3, None), (70, 61)])
def test_odd_numbers_of_places_are_drawn_too(taken, capacity):
    assert "seats" in rendered("{% seats taken capacity %}", taken=taken, capacity=capacity)


def test_the_line_says_where_it_stands():
    stops = [
        {"name": "Idea", "state": "done"},
        {"name": "Work", "state": "now", "note": "now"},
        {"name": "Done"},
    ]
    html = rendered("{% line stops %}", stops=stops)
    assert html.count('aria-current="step"') == 1
    assert "(done)" in html and "(now)" in html and "(ahead)" in html


def test_figures_leave_zeros_out():
    html = rendered("{% figures rows %}", rows=[{"value": 18420, "words": "hours"}, {"value": 0, "words": "trees"}])
    assert "18,420" in html and "trees" not in html
    assert rendered("{% figures rows %}", rows=[{"value": 0}]) == ""


def test_bars_print_their_value_frame_ties_and_draw_the_cut():
    rows = [
        {"name": "Trees", "value": 1604, "outcome": "won"},
        {"name": "Roof", "value": 802, "outcome": "tie"},
        {"name": "Water", "value": 802, "outcome": "tie"},
        {"name": "<Dogs>", "value": 401, "outcome": "not", "cut": "Places end here"},
    ]
    html = rendered('{% bars rows unit="votes" %}', rows=rows)
    assert html.count("bars__tie") == 1 and 'width="50.0%"' in html and "1,604" in html
    assert html.index("Places end here") < html.index("&lt;Dogs&gt;")
    assert html.count("<ol") == html.count("</ol>") == 3 and html.count("<div") == html.count("</div>")


def test_bars_of_nothing_are_nothing():
    assert rendered("{% bars rows %}", rows=[]) == ""


def test_the_tally_says_how_many_are_left():
    assert "2 of 5 left" in rendered("{% tally 2 5 %}")


class Meeting(forms.Form):
    place = forms.CharField(min_length=10, help_text="Somebody new should find it.", widget=forms.Textarea)
    hood = forms.ChoiceField(label="Neighborhood", choices=[("elm", "Elm Park")], widget=forms.RadioSelect)
    stop = forms.CharField(required=False)
    adult = forms.BooleanField(label="I am 18 or older")


def test_a_field_ties_label_hint_error_and_input_together():
    html = rendered("{% field form.place %}", form=Meeting({"place": "Park"}))
    assert '<label for="id_place">' in html
    assert 'aria-describedby="id_place_hint id_place_err"' in html
    assert 'aria-invalid="true"' in html and 'id="id_place_hint"' in html and 'id="id_place_err"' in html
    assert ">Park</textarea>" in html.replace("\n", "")


def test_a_field_that_may_stay_empty_says_so():
    assert "you may leave this empty" in rendered("{% field form.stop %}", form=Meeting())


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = rendered("{% field form.hood %}", form=Meeting({}))
    assert "<fieldset" in html and "<legend>Neighborhood</legend>" in html
    assert 'aria-describedby="id_hood_err"' in html


def test_the_summary_links_each_error_to_its_field():
    form = Meeting({"place": "Park"})
    form.add_error(None, "The park is closed on Sundays.")
    html = rendered("{% errors form %}", form=form)
    assert "3 answers need a change" in html and "The park is closed on Sundays." in html
    for target in ("#id_place", "#id_hood_0", "#id_adult"):
        assert f'href="{target}"' in html
    assert 'role="alert"' in html


def test_a_refusal_alone_is_no_wrong_answer():
    form = Meeting({"place": "By the blue sign", "hood": "elm", "adult": "on"})
    form.add_error(None, "That place was just taken.")
    assert "That did not work yet" in rendered("{% errors form %}", form=form)


@pytest.mark.parametrize("partial", ["wagtailadmin/shared/non_field_errors.html", "projects/admin/_desk_form.html"])
def test_the_back_office_has_the_same_summary(partial):
    html = render_to_string(partial, {"form": Meeting({"place": "By the blue sign"})})
    assert "2 answers need a change" in html and 'href="#id_hood_0"' in html and " autofocus>" in html
    assert "answers need" not in render_to_string(partial, {"form": Meeting()})


def test_the_title_of_a_refused_page_says_so_whatever_its_form_is_called():
    assert rendered("{% error_first %}Roles", form=Meeting(), review=Meeting({})) == "Error: Roles"
    assert rendered("{% error_first %}Roles", form=Meeting(), n=3) == "Roles"


def test_a_good_form_has_no_summary():
    assert rendered("{% errors form %}", form=Meeting()) == ""


def page(path="/find/", person=None, **cookies):
    request = RequestFactory().get(path)
    request.person, request.COOKIES = person, cookies
    return Context({"request": request})


def tag(source, context):
    return Template("{% load engage_tags %}" + source).render(context)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/", "Home"),
        ("/find/?when=week", "Find"),
        ("/projects/creek/", "Find"),
        ("/polls/x/", "Polls"),
        ("/es/me/", "Sign in"),
    ],
)
def test_the_bar_shows_where_one_is(path, word):
    html = tag("{% nav %}", page(path))
    assert html.count("aria-current") == 1
    assert html.split('aria-current="page">')[1].split("</svg>")[1].startswith(word)


def test_the_bar_knows_who_is_signed_in():
    assert "Sign in" in tag("{% nav %}", page())
    assert "Sign in" not in tag("{% nav %}", page(person=Thing(first_name="Amal")))


def test_links_keep_the_language():
    with translation.override("es"):
        assert tag('{% path "/find/" %}', page()) == "/es/find/"
        assert 'href="/es/polls/"' in tag("{% nav %}", page("/es/find/"))
    assert 'href="/es/find/" lang="es"' in tag("{% languages %}", page("/find/"))
    assert 'dir="rtl"' in tag("{% languages %}", page("/find/"))


def test_a_reader_without_a_cookie_is_not_asked_for_messages():
    context = page()

    class Guarded:
        added_new = False

        def __iter__(self):
            raise AssertionError("the session was touched")

    context["request"]._messages = Guarded()
    assert tag("{% flash %}", context) == ""


def test_markdown_of_residents_is_safe_in_templates():
    assert rendered("{{ text|tiny_markdown }}", text="**Hi** <b>") == '<p dir="auto"><strong>Hi</strong> &lt;b&gt;</p>'
