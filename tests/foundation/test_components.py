"""What every page relies on when it composes components."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from portal.foundation.templatetags.components import BLOCK_COMPONENTS, SIMPLE_COMPONENTS

HOSTILE = '"><script>alert(1)</script>'


class NeedForm(forms.Form):
    title = forms.CharField(label="Titel", help_text="In einem Satz", max_length=5)
    place = forms.ChoiceField(
        label="Wo?",
        choices=[("here", "Vor Ort"), ("far", "Aus der Ferne")],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label="Letzter Tag", required=False)
    fair = forms.BooleanField(label="Ersetzt keine Fachkraft")


def rendered(source: str, **values: object) -> str:
    return Template("{% load components %}" + source).render(Context(values))


def test_a_misspelt_argument_is_refused():
    with pytest.raises(TemplateSyntaxError, match="lable"):
        rendered('{% button lable="Weiter" %}')


@pytest.mark.parametrize("name", sorted(SIMPLE_COMPONENTS))
def test_a_component_escapes_what_people_typed(name):
    arguments = " ".join(f"{argument}=text" for argument in SIMPLE_COMPONENTS[name].split())
    assert "<script>" not in rendered(f"{{% {name} {arguments} %}}", text=HOSTILE)


@pytest.mark.parametrize("name", sorted(BLOCK_COMPONENTS))
def test_a_block_component_escapes_what_people_typed_and_keeps_its_content(name):
    arguments = " ".join(
        f"{argument}=text"
        for argument in BLOCK_COMPONENTS[name].split()
        if argument != "picture"  # chosen by us
    )
    page = rendered(
        f"{{% {name} {arguments} %}}<b>{{{{ text }}}}</b>{{% end{name} %}}", text=HOSTILE
    )
    assert "<script>" not in page
    assert "<b>" in page


def test_a_button_with_an_address_is_a_link():
    assert "<a " in rendered('{% button label="Weiter" href="/bedarfe/" %}')
    assert "<button " in rendered('{% button label="Weiter" %}')


def test_a_drawing_that_nobody_has_drawn_is_refused():
    with pytest.raises(TemplateSyntaxError, match="moon"):
        rendered('{% drawing "moon" %}')
    assert 'alt=""' in rendered('{% drawing "desk" %}')


def test_a_button_that_cannot_be_pressed_says_so():
    assert " disabled" in rendered('{% button label="Weiter" disabled=True %}')
    assert " disabled" not in rendered('{% button label="Weiter" %}')


def test_a_dialog_unfolds_without_javascript_and_says_what_happens():
    page = rendered(
        '{% dialog label="Löschen" title="Entwurf löschen?" text="Für immer." %}<form></form>'
        "{% enddialog %}"
    )
    assert page.index("<details") < page.index("<summary") < page.index("<dialog")
    assert '<dialog class="dialog-box" open aria-label="Entwurf löschen?">' in page
    assert "Für immer." in page
    assert "<form></form>" in page
    assert 'type="button" hidden' in page  # the way back needs JavaScript, and appears with it


def test_a_dialog_with_errors_in_it_stands_open():
    page = rendered('{% dialog label="Absagen" title="Absagen?" open=True %}{% enddialog %}')
    assert '<details class="dialog" open>' in page


def test_a_status_says_its_word_beside_icon_and_colour():
    page = rendered('{% status "published" "Veröffentlicht" %}')
    assert "Veröffentlicht" in page
    assert "#circle-check" in page
    assert "status-good" in page


def test_a_status_nobody_has_drawn_still_shows_its_word():
    assert "Neu erfunden" in rendered('{% status "invented" "Neu erfunden" %}')


def test_the_error_summary_leads_to_each_field():
    page = rendered("{% error_summary form %}", form=NeedForm({"title": "zu lang geraten"}))
    assert 'href="#id_title"' in page
    assert 'href="#id_place_0"' in page
    assert 'href="#id_fair"' in page
    assert "autofocus" in page


def test_an_error_summary_that_is_not_what_the_page_is_about_leaves_the_focus_alone():
    form = NeedForm({})
    assert "autofocus" not in rendered("{% error_summary form takes_focus=False %}", form=form)


def test_the_error_summary_promises_kept_input_only_where_it_is_kept():
    class SignInForm(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)

    assert "error-summary-calm" in rendered("{% error_summary form %}", form=NeedForm({}))
    assert "error-summary-calm" not in rendered("{% error_summary form %}", form=SignInForm({}))


def test_a_form_that_was_not_sent_has_no_error_summary():
    assert rendered("{% error_summary form %}", form=NeedForm()) == ""


def test_a_field_names_its_hint_and_its_error_to_assistive_technology():
    page = rendered("{{ form.title.as_field_group }}", form=NeedForm({"title": "zu lang geraten"}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'aria-invalid="true"' in page
    assert page.index('id="id_title_helptext"') < page.index("<input")
    assert page.index('id="id_title_error"') < page.index("<input")
    assert 'value="zu lang geraten"' in page


def test_only_what_may_stay_empty_is_marked():
    form = NeedForm()
    assert 'class="optional"' in rendered("{{ form.day.as_field_group }}", form=form)
    assert 'class="optional"' not in rendered("{{ form.title.as_field_group }}", form=form)


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    page = rendered("{{ form.place.as_field_group }}", form=NeedForm())
    assert "<fieldset" in page
    assert "<legend" in page


def test_pages_keep_the_filters():
    page = Paginator(range(100), 10).page(5)
    links = rendered(
        "{% pagination page query %}", page=page, query=QueryDict("kind=a&kind=b&page=5")
    )
    assert "?kind=a&amp;kind=b&amp;page=6" in links
    assert 'aria-current="page">5<' in links


def test_a_single_page_needs_no_links():
    page = Paginator(range(3), 10).page(1)
    assert rendered("{% pagination page query %}", page=page, query=QueryDict()) == ""


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_last_error_pages_need_nothing_but_themselves(template):
    assert 'href="/"' in render_to_string(template)
