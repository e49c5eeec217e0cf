"""Pilots, their plans, certificates and measures of support."""

from pilots.models.certificate import Certificate
from pilots.models.pilot import Pilot
from pilots.models.plan import Plan
from pilots.models.support import SupportMeasure

__all__ = ["Certificate", "Pilot", "Plan", "SupportMeasure"]
