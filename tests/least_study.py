"""The least that a study file can say; what a test is about is written after it."""

LEAST_STUDY = """
[study]
name = "Made up"
country = "ZZZ"
as_of = 2026-01-01
[grid]
like = "people.tif"
[land]
speed_kmh = 4
[centres]
path = "centres.csv"
[population]
path = "people.tif"
units = "people_per_cell"
year = 2025
"""
