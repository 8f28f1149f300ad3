"""The factors of being underserved in plain words: what is the matter, what curing it means, who usually could.

The words are ours (certainty A). They speak of ways, roads and centres, never of what people do or leave undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accessibility.reasons.shapley import TOO_FAR


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorWords:
    """One factor in words.

    ``label`` for tables; ``matter``, ``cured`` (what the counterfactual run assumes), ``change`` (what would have to
    change) and ``who`` (who usually could) are sentences. ``cause`` goes on after "comes from", ``lever`` is what
    would help, as the subject of a sentence.
    """

    label: str
    matter: str
    cured: str
    change: str
    who: str
    cause: str
    lever: str


FACTOR_WORDS: Final[Mapping[str, FactorWords]] = {
    "hazards": FactorWords(
        label="Hazard areas",
        matter="Areas recorded as hazardous lie across the ways, or around homes.",
        cured="All hazard areas of the run are taken as released. It is a calculation: what the ground holds, "
        "only survey and clearance can tell.",
        change="Survey of the areas, and clearance where survey confirms a hazard.",
        who="The mine-action centre and its operators.",
        cause="hazard areas across the ways",
        lever="releasing the hazard areas",
    ),
    "closure": FactorWords(
        label="Closures and boundaries",
        matter="A road, a crossing, a boundary or a centre is closed.",
        cured="What the scenario closes is open, and the boundaries that the study names for this are no barrier.",
        change="Opening what is closed, an agreement on who may pass, or a crossing where there is none.",
        who="Whoever keeps it closed: local or national authorities; for a centre the health ministry or who runs it.",
        cause="roads, centres or boundaries that are closed",
        lever="opening what is closed",
    ),
    "road-season": FactorWords(
        label="Roads not good all year",
        matter="Roads are slow or cut in this season.",
        cured="Roads are as in that season of the study in which they are quickest.",
        change="Drainage, bridges and a surface that lasts through the year.",
        who="The road authority and local government.",
        cause="roads that are slow or cut in this season",
        lever="roads as good as in the best season",
    ),
    "day": FactorWords(
        label="Not on this day",
        matter="Land is flooded or slow in this season, or the way is longer than a day's travel may be.",
        cured="Land and floods are as in that season in which the land is quickest, and no limit of a day holds.",
        change="Footbridges and raised paths, care that comes out in the bad season, or a place to stay overnight.",
        who="Local government, with the health ministry or whoever gives the care.",
        cause="land that is slow or flooded in this season, or a day too short for the way",
        lever="ground and days as in the best season",
    ),
    "profile": FactorWords(
        label="Not for this profile",
        matter="The means of travel at hand are slower than those of the reference profile.",
        cured="People travel as the reference profile does, or as now where that is quicker.",
        change="Transport that everybody can use and afford, vehicles that fetch people, and devices that fit.",
        who="The ministries of health, social affairs and transport, with organisations of persons with disabilities.",
        cause="transport that does not serve them",
        lever="transport like that of the reference profile",
    ),
    "no-road": FactorWords(
        label="No road",
        matter="No road comes near the homes.",
        cured="The nearest road that can be used is brought to each home in a straight line, as fast as that road is, "
        "but not through a hazard area that is still there.",
        change="A road or track that vehicles can use, or care that comes out.",
        who="The road authority and local government.",
        cause="having no road",
        lever="a road to their homes",
    ),
    "full": FactorWords(
        label="Centres are full",
        matter="The centres nearby have less room than people ask for, so that some go on to the next or find none.",
        cured="Every centre has room for all who ask.",
        change="Staff, space and supplies at the full centres, or a further centre.",
        who="The health ministry and those who run the centres.",
        cause="centres that are full",
        lever="room for all at the centres",
    ),
    TOO_FAR: FactorWords(
        label="Too far even so",
        matter="With all of the others cured at once, the way is still too long.",
        cured="Nothing: it is what remains when every active factor is cured.",
        change="A centre that is nearer, or care that comes out to people.",
        who="The health ministry and those who give the care.",
        cause="distance",
        lever="care that comes nearer",
    ),
}
