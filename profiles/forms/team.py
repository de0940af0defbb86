"""Forms about a team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import Membership, Role


class InvitationForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)


class HandOverForm(forms.Form):
    """Who becomes owner in one's place, and whether one stays."""

    to = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("New owner"),
        to_field_name="public_id",
        empty_label=_("Please choose"),
    )
    then = forms.ChoiceField(
        label=_("And you?"),
        choices=[("stay", _("I stay as a member")), ("leave", _("I leave the team"))],
        initial="stay",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, own: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        others = own.organisation.memberships.exclude(pk=own.pk).filter(user__is_active=True)
        self.fields["to"].queryset = others.select_related("user").order_by("user__name", "pk")
        self.fields["to"].label_from_instance = lambda membership: membership.user.name
