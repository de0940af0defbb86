"""People, organisations, who belongs to whom, and the competencies both sides speak of."""

from profiles.models.competence import Competence, ResourceKind
from profiles.models.legal import NOTICE_HOLDS_YEARS, LegalForm, TaxNotice, Umbrella
from profiles.models.organisation import (
    CompanySize,
    FieldOfWork,
    FormerOrganisation,
    Organisation,
    OrganisationKind,
    ReviewStatus,
)
from profiles.models.site import Site
from profiles.models.standing import Level, StandingCompetency
from profiles.models.team import Invitation, JoinRequest, Mandate, Membership, Role
from profiles.models.user import EDITORS, MODERATORS, User
from profiles.models.verification import CheckedKind, EndReason, Verification

__all__ = [
    "EDITORS",
    "MODERATORS",
    "NOTICE_HOLDS_YEARS",
    "CheckedKind",
    "CompanySize",
    "Competence",
    "EndReason",
    "FieldOfWork",
    "FormerOrganisation",
    "Invitation",
    "JoinRequest",
    "LegalForm",
    "Level",
    "Mandate",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "ResourceKind",
    "ReviewStatus",
    "Role",
    "Site",
    "StandingCompetency",
    "TaxNotice",
    "Umbrella",
    "User",
    "Verification",
]
