"""The life of a cooperation: the enquiry, and what becomes of it once both sides agree."""

from cooperation.models.agreement import AgreementSide, AgreementVersion
from cooperation.models.cooperation import Cooperation, CooperationStatus
from cooperation.models.enquiry import MESSAGE_MAX, UNDECIDED, Enquiry, EnquiryStatus

__all__ = [
    "MESSAGE_MAX",
    "UNDECIDED",
    "AgreementSide",
    "AgreementVersion",
    "Cooperation",
    "CooperationStatus",
    "Enquiry",
    "EnquiryStatus",
]
