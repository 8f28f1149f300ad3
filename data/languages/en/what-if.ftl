what-if-intro = Change centres, hazard areas or roads, and see at once who then reaches care. Nothing is kept on the server: the address of this page holds your changes.
what-if-needs-script = To try a change this page needs JavaScript.
what-if-only-base = A what-if changes the country as it is. Another situation of the study is shown now.
what-if-show-base = Show the country as it is
what-if-form = A change
what-if-kind = What do you want to change?
what-if-choose = Choose
what-if-add-centre = Add a centre
what-if-move-centre = Move a centre
what-if-upgrade-centre = Add services to a centre
what-if-close-centre = Close a centre
what-if-release-hazard = Release a hazard area after clearance
what-if-open-road = Open a road that is closed or cut
what-if-upgrade-road = Make a road faster
what-if-field-name = Name of the new centre
what-if-new-centre = New centre { $number }
what-if-field-centre = Centre
what-if-field-hazard = Recorded hazard area
what-if-field-road = Id of the road
what-if-field-road-hint = A whole number, as the source of the roads has it.
what-if-field-speed = Speed of vehicles, km/h
what-if-field-services = Services
what-if-field-place = Place
what-if-field-lon = Longitude, degrees east
what-if-field-lat = Latitude, degrees north
what-if-pick = Pick on the map
what-if-take-place = Take the place that is shown
what-if-picking-place = Click the place on the map, or go there with the arrow keys and press Enter. Esc leaves.
what-if-picking-road = Click the road on the map, or go there with the arrow keys and press Enter. Esc leaves.
what-if-picking-hazard = Click the hazard area on the map, or go there with the arrow keys and press Enter. Esc leaves.
what-if-picked-place = Place taken: { $place }
what-if-picked-road = Road { $road } ({ $class })
what-if-picked-none = Nothing was picked.
what-if-no-map = There is no map to pick on; type it instead.
what-if-hazard-ranked = { $hazard } (number { $rank } in the order of clearance)
what-if-hazards-more = The list holds the first areas only; those left out: { $told }. Pick them on the map.
what-if-add = Try this change
what-if-save = Save this change
what-if-cancel = Cancel
what-if-fault-kind = This kind of change is not known, or the list is full: at most { $most } changes.
what-if-fault-name = Give the centre a name, at most 200 letters.
what-if-fault-place = Give longitude from −180 to 180 and latitude from −90 to 90, or pick the place.
what-if-fault-services = Choose at least one service.
what-if-fault-centre = Choose a centre.
what-if-fault-hazard = Choose a hazard area.
what-if-fault-road = Give the id of a road, a whole number, or pick the road.
what-if-fault-speed = Give a speed above 0, at most 300 km/h.
what-if-fault-twice = The list changes this already. Edit that change, or choose another.
what-if-fault-most = The list is full: at most { $most } changes. Remove one first.
what-if-list = Changes
what-if-nothing = Nothing is changed.
what-if-said-add = Added: { $name } at { $place }: { $services }
what-if-said-move = Centre { $name } moved to { $place }
what-if-said-upgrade = Centre { $name } also offers: { $services }
what-if-said-close = Centre { $name } closed
what-if-said-release = Hazard area { $hazard } released
what-if-said-open = Road { $road } opened
what-if-said-faster = Road { $road } at { $speed } km/h
what-if-said-unknown = A change that cannot be read
what-if-left-out = This change cannot be made and is left out:
what-if-some-left-out = Changes left out because they cannot be made: { $changes }. The list says why.
what-if-some-unknown = Changes of the link that cannot be read: { $changes }. The others are kept.
what-if-opened = This link holds changes: { $changes }. Their answer is being worked out.
what-if-edit = Edit
what-if-edit-of = Edit: { $change }
what-if-remove = Remove
what-if-remove-of = Remove: { $change }
what-if-undo = Undo
what-if-redo = Redo
what-if-clear = Remove all
what-if-undone = Undone.
what-if-redone = Done again.
what-if-working = Working, { $seconds } s. The first answer of a server takes up to a minute.
what-if-give-up = Give up
what-if-gave-up = Given up. Your changes stay in the list.
what-if-again = Try again
what-if-stays = Your changes stay in the list.
what-if-busy = { $time ->
    [short] The server has too much to do. Try again in { $seconds } s.
   *[long] The server has too much to do. Try again in { $minutes } min.
}
what-if-when = Show on the map
what-if-when-before = Before
what-if-when-after = After
what-if-when-difference = Difference
what-if-more = { $n ->
    [one] { $more } more person reaches { $service } within { $time }: before { $before } ({ $before_share }), after { $after } ({ $after_share }) of { $people } people.
   *[other] { $more } more people reach { $service } within { $time }: before { $before } ({ $before_share }), after { $after } ({ $after_share }) of { $people } people.
}
what-if-fewer = { $n ->
    [one] { $more } person fewer reaches { $service } within { $time }: before { $before } ({ $before_share }), after { $after } ({ $after_share }) of { $people } people.
   *[other] { $more } fewer people reach { $service } within { $time }: before { $before } ({ $before_share }), after { $after } ({ $after_share }) of { $people } people.
}
what-if-same = As many people as before reach { $service } within { $time }: { $after } ({ $after_share }) of { $people }.
what-if-nobody-lives = Nobody lives here by the population data, so nobody can gain.
what-if-reconnected = { $n ->
    [one] { $people } person who had no way gets one.
   *[other] { $people } people who had no way get one.
}
what-if-quicker = { $n ->
    [one] { $people } person gets there quicker, by { $minutes } ({ $total } person-minutes saved one way).
   *[other] { $people } people get there quicker, by { $minutes } on average ({ $total } person-minutes saved one way).
}
what-if-nobody-gains = Nobody gains by these changes.
what-if-losing = { $n ->
    [one] { $people } person takes longer than before.
   *[other] { $people } people take longer than before.
}
what-if-cut-off = { $n ->
    [one] { $people } person loses the way that there was.
   *[other] { $people } people lose the way that there was.
}
what-if-nobody-loses = Nobody loses.
what-if-areas = Who gains, by area
what-if-no-areas = In no area does anybody gain or lose.
what-if-all-areas = Show all areas ({ $areas })
what-if-outside = Outside all areas
what-if-column-area = Area
what-if-column-more = More people within { $time }
what-if-column-quicker = People who get there quicker
what-if-column-reconnected = People who get a way
what-if-column-worse = People who lose
what-if-scenario = Download as a scenario for a study
what-if-scenario-hint = A zip with a scenario for the study file, a layer of the new centres, and a note that says what to do.
what-if-scenario-again = The server had forgotten the answer; it is being worked out again. Then download it once more.
what-if-too-wide = These changes reach too far to be answered at once. A job can work them out in some minutes.
what-if-as-job = Work it out as a job
what-if-job-asking = The job is being asked for.
what-if-job-forbidden = Readers without a key may not ask for jobs here. Change less at a time, or ask who runs the server for a key.
what-if-job-waiting = The job waits for its turn ({ $share }).
what-if-job-running = The job runs: { $share } done.
what-if-job-cancel = Cancel the job
what-if-job-cancelled = The job was cancelled. Your changes stay in the list.
what-if-job-failed = The job failed. Change less at a time, or tell who runs the server.
what-if-job-gone = The server does not know the job any more. Ask for it again.
what-if-job-lost = The server does not answer. The job may go on there; look again in a moment.
what-if-job-done = The job is done.
what-if-job-link = The whole result, as JSON
what-if-job-sentence = Within { $time } of { $service }: { $came } people come in, { $went } drop out.
