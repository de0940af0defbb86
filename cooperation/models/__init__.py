"""The life of a cooperation: the enquiry, and what becomes of it once both sides agree."""

from cooperation.models.agreement import AgreementVersion
from cooperation.models.appointment import FELL_THROUGH, Appointment, Says
from cooperation.models.calendar_feed import CalendarFeed
from cooperation.models.closing import Example, ExampleStatus, Feedback, Growth, Outcome
from cooperation.models.conversation import Attachment, Message, MessageSide, ReadMark
from cooperation.models.cooperation import Cooperation, CooperationStatus
from cooperation.models.enquiry import MESSAGE_MAX, UNDECIDED, Enquiry, EnquiryStatus
from cooperation.models.hours import WorkLog
from cooperation.models.protection import (
    Assessment,
    Contact,
    Duration,
    Intensity,
    Level,
    ProtectionRecord,
)
from cooperation.models.report import REPORT_MAX, Report, ReportDecision, ReportKind
from cooperation.models.sides import CooperationSide

__all__ = [
    "FELL_THROUGH",
    "MESSAGE_MAX",
    "REPORT_MAX",
    "UNDECIDED",
    "AgreementVersion",
    "Appointment",
    "Assessment",
    "Attachment",
    "CalendarFeed",
    "Contact",
    "Cooperation",
    "CooperationSide",
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
    "Says",
    "WorkLog",
]
