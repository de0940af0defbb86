"""The life of a cooperation: the enquiry, and what becomes of it once both sides agree."""

from cooperation.models.appointment import FELL_THROUGH, Appointment, Says
from cooperation.models.calendar_feed import CalendarFeed
from cooperation.models.cooperation import Cooperation, CooperationStatus
from cooperation.models.enquiry import MESSAGE_MAX, UNDECIDED, Enquiry, EnquiryStatus
from cooperation.models.hours import WorkLog
from cooperation.models.sides import CooperationSide

__all__ = [
    "FELL_THROUGH",
    "MESSAGE_MAX",
    "UNDECIDED",
    "Appointment",
    "CalendarFeed",
    "Cooperation",
    "CooperationSide",
    "CooperationStatus",
    "Enquiry",
    "EnquiryStatus",
    "Says",
    "WorkLog",
]
