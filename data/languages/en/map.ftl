map-canvas = Map of travel time to care
map-keys = By keyboard: arrows move the map, + and − zoom, Enter asks about the place under the crosshair, Escape leaves the map.
map-buttons = Map controls
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-whole = Show the whole territory
map-whole-shown = The whole territory is shown.
map-back = Back to the map
map-full-screen = Full screen
map-move = Move the map without dragging
map-move-north = To the north
map-move-west = To the west
map-move-east = To the east
map-move-south = To the south
map-layers = Layers
map-painted-with = The map is coloured by
map-shown-over = Shown over it
map-layer-minutes = Travel time
map-layer-status = Whether there is a way
map-layer-difference = Difference
map-layer-certainty = Certainty
map-set-areas = Area boundaries
map-set-gaps = Underserved regions
map-set-hazards = Recorded hazard areas
map-set-roads = Roads
map-set-centres = Centres
map-set-names = Names
map-no-difference-base = Nothing to compare with: choose another situation, or try a what if.
map-no-difference = This question was not compared with another.
map-no-certainty = How certain it is was not worked out for this question.
map-no-certainty-what-if = How certain it is is not worked out for a what if.
map-legend-minutes = Travel time to the nearest centre
map-legend-status = Whether there is a way to a centre
map-legend-difference = Minutes gained and lost
map-legend-certainty = How sure it is that a place is beyond the study’s threshold
map-class-within = Up to { $upto }
map-class-between = Over { $over } to { $upto }
map-class-beyond = Over { $over }: beyond the threshold
map-class-reached = A centre can be reached
map-class-no-way = No way to a centre
map-class-inside-hazard = Inside a recorded hazard area
map-class-barrier = Barrier: water or ground nobody crosses
map-class-no-land-data = No land data
map-class-beyond-limit = Beyond the limit of the search
map-class-reconnected = No time before, a time after
map-class-same = The same
map-class-cut-off = Cut off: a time before, none after
map-class-no-minutes = No time before or after
map-class-quicker = Quicker by { $over } to { $upto }
map-class-quicker-upto = Quicker by up to { $upto }
map-class-quicker-over = Quicker by over { $over }
map-class-slower = Slower by { $over } to { $upto }
map-class-slower-upto = Slower by up to { $upto }
map-class-slower-over = Slower by over { $over }
map-class-surely-within = Almost surely within: beyond in less than 10% of the draws
map-class-rather-within = Rather within: beyond in 10 to 50%
map-class-probably-beyond = Probably beyond: in 50 to 90%
map-class-surely-beyond = Almost surely beyond: in 90% of the draws or more
map-class-could-change = Could change: depends on what lies beyond the edge of the data
map-sign-hazard-confirmed = Hazard area, confirmed
map-sign-hazard-suspected = Hazard area, suspected
map-sign-gap = Underserved region, at the study’s threshold
map-sign-centre = Centre of this service
map-sign-centre-other = Centre of another service
map-sign-centre-changed = Centre added or moved
map-sign-area = Boundary of an area
map-sign-road = Road
map-scale-km = { $length } km
map-scale-m = { $length } m
map-north = North is up
map-attribution = Drawn with MapLibre. Land and dashed boundaries: Natural Earth. They imply no opinion on the status of a territory.
map-in-view = In view
map-in-view-areas =
    { $count ->
        [one] { $shown } area
       *[other] { $shown } areas
    }
map-in-view-centres =
    { $count ->
        [one] { $shown } centre
       *[other] { $shown } centres
    }
map-in-view-gaps =
    { $count ->
        [one] { $shown } underserved region
       *[other] { $shown } underserved regions
    }
map-in-view-more =
    { $count ->
        [one] and { $more } more: zoom in to list it
       *[other] and { $more } more: zoom in to list them
    }
map-people =
    { $count ->
        [one] { $people } person
       *[other] { $people } people
    }
map-pick = Click a place on the map, or move it with the arrows under the crosshair and press Enter. Escape gives up.
map-lost = The graphics of this device were interrupted; the map comes back by itself.
map-still-no-webgl = This browser cannot draw the moving map (no WebGL 2). A still picture takes its place; table, search and figures work as ever.
map-still-failed = The moving map did not start. A still picture takes its place; load the page anew to try again.
map-still-lost = The graphics of this device failed again. A still picture takes the map’s place; load the page anew to try again.
map-still-away = The picture of the map did not come. The table says the same; load the page anew to try again.
map-still-alt = Map of { $release }: travel time to the nearest centre, up to { $threshold } in lighter colours the nearer it is. The table of areas says the same.
map-still-no-pick = A place cannot be picked on a still picture; type its longitude and latitude, or search for it.
map-tiles-missing = Parts of the map did not come. Figures and table are whole; move the map or load the page anew to try again.
