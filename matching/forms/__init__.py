"""Forms of needs, offers and suggestions: they clean and explain, they never save."""

from matching.forms.dismissals import DismissalForm
from matching.forms.needs import NeedForm
from matching.forms.offers import OfferForm

__all__ = ["DismissalForm", "NeedForm", "OfferForm"]
