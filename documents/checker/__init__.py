"""Reads finished papers back and measures them: page, type, order of the components, numbers, words.

It looks at the files alone, as somebody would who got them by mail, and knows nothing of how they were made; what it
measures against is the format profile. A paper of ours with a fault is not issued.
"""

from .faults import RULES, Fault
from .guard import Unreadable
from .measure import Report, check, check_file, check_pages

__all__ = ["RULES", "Fault", "Report", "Unreadable", "check", "check_file", "check_pages"]
