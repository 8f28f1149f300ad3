"""Plans in the report: what to build, for whom, at what cost, how sure; and the tours of a mobile team."""

__all__: list[str] = []
