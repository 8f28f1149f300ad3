"""A small study with hazards kept back and centres that are hidden, or the same without them."""

from small_study import SmallStudy, point, polygon

from maps.pages import draw_pages

SECRET = {"code": "secret-1", "title": "Hidden house", "service": "shelter", "hide": "yes"}
SHOWN = {
    "flood": {"name": "flood", "title": "Flood", "barriers": ["flood.geojson"], "closed_roads": [101]},
    "clinic": {"name": "clinic", "added_centres": "clinic.geojson", "seasons": ["dry"]},
}
HIDDEN = {
    "cleared-first": {
        "name": "cleared-first",
        "title": "Cleared first",
        "released": ["mine-1"],
        "seasons": ["dry"],
        "added_centres": "after-clearance.geojson",
        "barriers": ["fence.geojson", "flood.geojson"],
        "closures": "checkpoint.geojson",
    },
    "struck": {"name": "struck", "seasons": ["dry"], "added_hazards": "bombs.geojson"},
    "flood-cut": {"name": "flood-cut", "seasons": ["dry"], "hazard_roads": "cut", "barriers": ["flood.geojson"]},
    "raided": {"name": "raided", "closed_centres": ["secret-1"], "closures": "raid.geojson"},
    "restaffed": {
        "name": "restaffed",
        "seasons": ["dry"],
        "centre_pillars": {"secret-1": ["physical_rehab"]},
        "daily_limit_minutes": 30,
    },
    "refuge": {"name": "refuge", "seasons": ["dry"], "added_centres": "refuge.geojson"},
}
COMPARISONS = [
    {"name": "rains", "after": {"scenario": "flood", "season": "wet"}},
    {"name": "mines", "before": {"hazards": "no-hazards"}, "after": {}},
    {"name": "mined-or-not", "before": {"scenario": "flood"}, "after": {"scenario": "cleared-first"}},
    {"name": "refuge-and-flood", "before": {"scenario": "refuge"}, "after": {"scenario": "flood"}},
]
SECRET_WORDS = [
    *HIDDEN,
    *("Cleared first", "mine-1", "Saddle", "secret-1", "Hidden house", "shelter", "dental", "after-1", "refuge-1"),
    *("after-clearance", "fence.geojson", "checkpoint", "bombs", "raid.geojson", "refuge.geojson", "hazards.geojson"),
    *("mined-or-not", "other effects"),
]


def study_of(folder, *, is_guarded):
    """The small study with all that a public tier must keep back, or with another hazard alone."""
    folder.mkdir()
    study = SmallStudy(folder)
    tables = study.tables
    tables["centres"]["sensitive"] = "hide"
    tables["release"] = {"tiers": ["analyst", "public"]}
    tables["seasons"] = [{"name": "dry"}, {"name": "wet", "title": "Rains", "barriers": ["pond.geojson"]}]
    tables["scenarios"] = [*HIDDEN.values(), *SHOWN.values()] if is_guarded else list(SHOWN.values())
    tables["comparisons"] = COMPARISONS if is_guarded else COMPARISONS[:1]
    study.hazards[0][1].update(id="mine-1", name="Saddle")
    tables["hazards"].update(publish=False, buffer_m=100)
    for _, values in study.centres:
        values["hide"] = "no"
    if is_guarded:
        study.centres.append((point(30.052, 9.952), SECRET))
    else:
        del tables["hazards"]["buffer_m"]
        study.hazards = [(polygon(30.08, 9.905, 30.09, 9.91), {"kind": "confirmed", "status": "open", "id": "other-1"})]
    centre = {"title": "New", "service": "psychosocial", "hide": "no"}
    far = point(31.0, 9.9)
    secret = {"code": "refuge-1", "title": "Refuge", "service": "shelter", "hide": "yes"}
    study.layer("clinic.geojson", [(point(30.06, 9.93), {**centre, "code": "new-1"})])
    after = [{**centre, "service": "dental", "code": code} for code in ("after-1", "after-2")]
    study.layer("after-clearance.geojson", [(point(30.06, 9.94), after[0]), (far, after[1])])
    study.layer("refuge.geojson", [(point(30.06, 9.95), secret), (far, {**secret, "code": "refuge-2"})])
    study.layer("flood.geojson", [(polygon(30.0, 9.96, 30.1, 9.97), {})])
    study.layer("pond.geojson", [(polygon(30.031, 9.911, 30.044, 9.924), {})])
    study.layer("fence.geojson", [(polygon(30.07, 9.97, 30.095, 9.995), {})])
    study.layer("checkpoint.geojson", [(polygon(30.05, 9.99, 30.06, 9.995), {})])
    study.layer("raid.geojson", [(polygon(30.05, 9.99, 30.06, 9.995), {})])
    bomb = {"id": "bomb-1", "status": "open", "kind": "strike"}
    study.layer("bombs.geojson", [(polygon(30.07, 9.92, 30.08, 9.93), bomb)])
    study.tables["gaps"] = {"threshold_minutes": 60, "min_people": 20}
    study.tables |= questions(is_guarded=is_guarded)
    study.write()
    return study


def questions(*, is_guarded):
    """Reasons, draws and calibration; in the guarded study also of what is hidden."""
    hidden = ["shelter"] if is_guarded else []
    drawn = {"draws": 3, "road_speed_factor": {"low": 0.7, "high": 1.2}, "scenarios": ["base", "flood"]}
    if is_guarded:
        drawn |= {"hazard_chance": {"confirmed": 0.31}, "scenarios": ["base", "flood", "struck"]}
    return {
        "reasons": {"pillars": ["physical_rehab", *hidden], "boundaries": ["fence.geojson"] if is_guarded else []},
        "uncertainty": drawn,
        "calibration": {"scenarios": ["patients-reported"]},
    }


def draw_public(tier):
    if tier.name == "public":
        draw_pages(tier)
