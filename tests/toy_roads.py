"""Toy maps in OSM XML for tests, and reading them with all that is told."""

from geo.faults import Faults
from geo.roads.network import check_network
from geo.roads.source import read_roads
from geo.roads.speeds import read_road_speeds

# Nodes on a lattice of 0.01 degrees; a letter is a node.
PLACES = {"a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (1, 1), "e": (1, -1), "f": (2, 1), "g": (0, 1), "h": (3, 0)}


def osm_text(ways, *, places=None, ways_first=False):
    places = PLACES if places is None else places
    nodes = [
        f'<node id="{ord(name)}" version="1" lon="{43 + x / 100}" lat="{-12 + y / 100}"/>'
        for name, (x, y) in places.items()
    ]
    lines = []
    for number, (refs, tags) in enumerate(ways, start=1):
        inner = "".join(f'<nd ref="{ord(ref)}"/>' for ref in refs)
        inner += "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        lines.append(f'<way id="{number}" version="1">{inner}</way>')
    body = [*lines, *nodes] if ways_first else [*nodes, *lines]
    return f'<?xml version="1.0"?><osm version="0.6">{"".join(body)}</osm>'


def read(path, **options):
    faults = Faults()
    speeds = read_road_speeds("rural-dry", where="", faults=faults)
    network, counts = read_roads(path, speeds=speeds, where=path.name, faults=faults, **options)
    check_network(network)
    return network, counts, faults


def told(faults):
    return "\n".join(f"{fault.severity}: {fault}" for fault in faults)
