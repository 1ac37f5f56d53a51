"""The end of what has not ended, as NAV has it: without a time zone."""

from datetime import datetime

INFINITY = datetime.max
