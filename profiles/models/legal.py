"""What an organisation is before the law: words that people choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    """The usual ones. Stored is what is written behind a name; rarer ones are stored as typed."""

    ASSOCIATION = "e. V.", _("e. V. (registered association)")
    CHARITABLE_GMBH = "gGmbH", _("gGmbH (charitable limited company)")
    CHARITABLE_UG = "gUG", _("gUG (charitable entrepreneurial company)")
    FOUNDATION = "Stiftung", _("Foundation")
    PUBLIC_CORPORATION = "Körperschaft d. ö. R.", _("Public corporation (Körperschaft d. ö. R.)")
    MUNICIPAL = "Jugendamt oder Eigenbetrieb", _("Youth office or municipal enterprise")
    GMBH = "GmbH", "GmbH"
    UG = "UG", "UG (haftungsbeschränkt)"
    AG = "AG", "AG"
    KG = "KG", "KG"
    OHG = "OHG", "OHG"
    GMBH_KG = "GmbH & Co. KG", "GmbH & Co. KG"
    GBR = "GbR", "GbR"
    PARTNERSHIP = "PartG", _("PartG (professional partnership)")
    MERCHANT = "e. K.", _("e. K. (registered merchant)")
    COOPERATIVE = "Genossenschaft", _("Cooperative (eG)")
    SOLE = "Einzelunternehmen", _("Sole proprietor or freelance")


class Umbrella(models.TextChoices):
    """The federations of free welfare, the youth councils, and everything else by its name."""

    NONE = "", _("none, or not given")
    AWO = "awo", "Arbeiterwohlfahrt (AWO)"
    CARITAS = "caritas", "Caritas"
    DIAKONIE = "diakonie", "Diakonie"
    RED_CROSS = "drk", _("German Red Cross (DRK)")
    PARITAET = "paritaet", "Der Paritätische"
    ZWST = "zwst", _("Central Welfare Board of Jews in Germany (ZWST)")
    YOUTH_COUNCIL = "youth_council", _("Youth council (Jugendring)")
    OTHER = "other", _("Another federation")


class TaxNotice(models.TextChoices):
    """By what the tax office says that an organisation is charitable."""

    NONE = "", _("not charitable, or not given")
    EXEMPTION = "exemption", _("Exemption notice (Freistellungsbescheid)")
    DETERMINATION = "determination", _("Determination under § 60a AO")


# For how many years a notice allows receipts for donations: § 63 Abs. 5 AO.
NOTICE_HOLDS_YEARS = {TaxNotice.EXEMPTION: 5, TaxNotice.DETERMINATION: 3}
