"""What is asked of somebody whose organisation seems to be here already."""

from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from profiles.duplicates import Duplicate, Likeness, known_to, likely_duplicates
from profiles.models import Organisation, User

# The button's name in the form: whoever presses it has seen the similar ones.
IS_NEW = "is_new"


class AnotherOneForm(forms.Form):
    """Why an organisation with a known number is another one all the same."""

    word = forms.CharField(
        label=_("A word to the Servicestelle"),
        help_text=_("Why is it another organisation although the number is the same?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class Question:
    """“Is it one of these?” `stops` as long as it has not been answered."""

    shown: list[Duplicate] = field(default_factory=list)
    is_hidden: bool = False  # the same number is at one that is not public: it is not named
    form: AnotherOneForm | None = None
    stops: bool = False

    @property
    def elsewhere(self) -> list[Duplicate]:
        """Similar names far away: worth a line, not worth a question."""
        return [d for d in self.shown if d.likeness == Likeness.FAR_NAME]

    @property
    def word(self) -> str:
        """What the person told the Servicestelle; "" when nothing had to be told."""
        return self.form.cleaned_data["word"] if self.form and not self.stops else ""


def question(
    organisation: Organisation,
    answers: QueryDict,
    *,
    asks: User,
    near: tuple[float, float] | None = None,
) -> Question:
    """What to ask before `organisation` is stored. A hint can be passed by its button; an identical
    number needs a word to the Servicestelle too. A similar name far away alone asks nothing."""
    found = likely_duplicates(organisation, near=near)
    shown = known_to(asks, found)
    identical = [duplicate for duplicate in found if duplicate.is_identical]
    is_hidden = any(duplicate not in shown for duplicate in identical)
    if not is_hidden and all(duplicate.likeness == Likeness.FAR_NAME for duplicate in shown):
        return Question(shown)
    has_answered = IS_NEW in answers
    form = None
    if identical:
        form = AnotherOneForm(answers if has_answered else None, prefix="another")
    stops = not has_answered or (form is not None and not form.is_valid())
    return Question(shown, is_hidden, form, stops)
