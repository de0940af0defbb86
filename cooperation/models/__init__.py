"""The life of a cooperation: the enquiry, and what becomes of it once both sides agree."""

from cooperation.models.conversation import Attachment, Message, MessageSide, ReadMark
from cooperation.models.cooperation import Cooperation, CooperationStatus
from cooperation.models.enquiry import MESSAGE_MAX, UNDECIDED, Enquiry, EnquiryStatus
from cooperation.models.protection import (
    Assessment,
    Contact,
    Duration,
    Intensity,
    Level,
    ProtectionRecord,
)
from cooperation.models.report import REPORT_MAX, Report, ReportDecision, ReportKind

__all__ = [
    "MESSAGE_MAX",
    "REPORT_MAX",
    "UNDECIDED",
    "Assessment",
    "Attachment",
    "Contact",
    "Cooperation",
    "CooperationStatus",
    "Duration",
    "Enquiry",
    "EnquiryStatus",
    "Intensity",
    "Level",
    "Message",
    "MessageSide",
    "ProtectionRecord",
    "ReadMark",
    "Report",
    "ReportDecision",
    "ReportKind",
]
