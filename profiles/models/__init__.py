"""People, organisations, who belongs to whom, and the competencies both sides speak of."""

from profiles.models.competence import Competence, ResourceKind
from profiles.models.organisation import (
    CompanySize,
    FieldOfWork,
    FormerOrganisation,
    Organisation,
    OrganisationKind,
    ReviewStatus,
)
from profiles.models.site import Site
from profiles.models.team import Invitation, JoinRequest, Mandate, Membership, Role
from profiles.models.user import EDITORS, MODERATORS, User

__all__ = [
    "EDITORS",
    "MODERATORS",
    "CompanySize",
    "Competence",
    "FieldOfWork",
    "FormerOrganisation",
    "Invitation",
    "JoinRequest",
    "Mandate",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "ResourceKind",
    "ReviewStatus",
    "Role",
    "Site",
    "User",
]
