"""The figures of the report, for three periods: what was promised to the public, how it went, and of how much nobody knows.

Incidents are counted in the period in which they began, by the local days of the site's zone, as the history files them. Maintenance is no
incident. What is not known is counted as not known, beside every figure. Time that merely passes changes nothing within a day, but for
what is still going on: that is counted as today is (`Calendar.counted`).
"""

from __future__ import annotations

from generator.decide.report.figures import report

__all__ = ["report"]
