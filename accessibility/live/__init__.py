"""The live country: what a change of centres, hazards or roads means, at once."""

from accessibility.live.changes import (
    CHANGES,
    AddCentre,
    Change,
    CloseCentre,
    MoveCentre,
    OpenRoad,
    Question,
    ReleaseHazard,
    UpgradeCentre,
    UpgradeRoad,
)
from accessibility.live.country import LiveCountry, Reach, start_country
from accessibility.live.errors import StoppedError, TooWideError
from accessibility.live.ground import LiveGround, LiveHazardArea, read_live_ground
from accessibility.live.handing_over import CentresColumns, HandOver, Naming, hand_over
from accessibility.live.picture import Gains, LiveCentre, LiveTravel, Picture
from accessibility.live.writing import write_live_ground

__all__ = [
    "CHANGES",
    "AddCentre",
    "CentresColumns",
    "Change",
    "CloseCentre",
    "Gains",
    "HandOver",
    "LiveCentre",
    "LiveCountry",
    "LiveGround",
    "LiveHazardArea",
    "LiveTravel",
    "MoveCentre",
    "Naming",
    "OpenRoad",
    "Picture",
    "Question",
    "Reach",
    "ReleaseHazard",
    "StoppedError",
    "TooWideError",
    "UpgradeCentre",
    "UpgradeRoad",
    "hand_over",
    "read_live_ground",
    "start_country",
    "write_live_ground",
]
