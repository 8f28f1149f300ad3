"""Reports for the tests: each tier is read once for all of them."""

from functools import cache

from maps.gap_reports import gap_report, place_asked, read_tables, run_asked

VERSION = "0" * 12


@cache
def tables_in(folder):
    """The tables of a tier folder that no test changes."""
    return read_tables(folder)


def report_of(tables, area=None, **asked):
    """The report of an area in the run that is asked for."""
    run = run_asked(tables.tier, asked)
    return gap_report(tables, run, place_asked(run, area), release="valley", version=VERSION)
