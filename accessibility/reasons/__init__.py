"""Reasons: why a region is underserved, what curing each would change, and which region comes first."""
