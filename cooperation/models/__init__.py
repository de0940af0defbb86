"""The life of a cooperation: the enquiry, and what becomes of it once both sides agree."""

from cooperation.models.closing import Example, ExampleStatus, Feedback, Growth, Outcome
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
    "Example",
    "ExampleStatus",
    "Feedback",
    "Growth",
    "Intensity",
    "Level",
    "Message",
    "MessageSide",
    "Outcome",
    "ProtectionRecord",
    "ReadMark",
    "Report",
    "ReportDecision",
    "ReportKind",
]
