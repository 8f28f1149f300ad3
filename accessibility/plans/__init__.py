"""Plans: where the next service does most good, fairly, and how sure that is."""

from accessibility.plans.posed import Posed

__all__ = ["Posed"]
