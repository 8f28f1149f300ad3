"""Gap reports, points and comparisons at the door."""
