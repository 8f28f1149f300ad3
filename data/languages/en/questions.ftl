questions-show = Show
questions-pillar = Service
questions-profile = Means of travel
questions-scenario = Situation
questions-season = Season
questions-direction = Direction
questions-hazards = Hazard areas
questions-said = { $label }: { $value }
questions-hazards-left-out = left out of this data; real ways can be longer
questions-nearest = There is no such combination; shown instead: { $value }.
questions-pillar-any = Any service
questions-pillar-physical-rehab = Physical rehabilitation, prosthetics and orthotics
questions-pillar-emergency-care = Emergency and trauma care
questions-pillar-continuing-care = Continuing medical care
questions-pillar-psychosocial = Psychological and psychosocial support
questions-pillar-social-inclusion = Social inclusion
questions-pillar-economic-inclusion = Economic inclusion
questions-profile-default = On foot and by vehicle
questions-profile-walk = On foot
questions-profile-vehicle = On foot and by vehicle
questions-profile-wheelchair = In a wheelchair
questions-profile-crutches = On crutches
questions-scenario-base = As it is
questions-season-all-year = All year
questions-direction-to = To the centre
questions-direction-from = From the centre
questions-hazards-hazards = Hazards as recorded
questions-hazards-no-hazards = All hazards released
questions-threshold = Threshold
questions-threshold-less = A shorter time
questions-threshold-more = A longer time
questions-threshold-own = The study’s own: { $time }
questions-threshold-said = within { $time }: { $share } of { $everyone } people
questions-threshold-nobody = within { $time }: nobody lives here in this data
questions-fewer-than-one = fewer than 1
questions-answer-to =
    { $n ->
        [one] { $service }: { $reached } of { $everyone } people ({ $share }) reaches the nearest centre within { $time }.
       *[other] { $service }: { $reached } of { $everyone } people ({ $share }) reach the nearest centre within { $time }.
    }
questions-answer-from =
    { $n ->
        [one] { $service }: { $reached } of { $everyone } people ({ $share }) is reached from the nearest centre within { $time }.
       *[other] { $service }: { $reached } of { $everyone } people ({ $share }) are reached from the nearest centre within { $time }.
    }
questions-answer-none = { $service }: of { $everyone } people, nobody is within { $time } of a centre.
questions-answer-all = { $service }: all { $everyone } people are within { $time } of a centre.
questions-answer-empty = { $service }: nobody lives here in this data, so nobody can be counted.
questions-answer-no-way =
    { $n ->
        [one] { $people } person has no way to a centre.
       *[other] { $people } people have no way to a centre.
    }
questions-answer-inside =
    { $n ->
        [one] { $people } person lives inside a recorded hazard area.
       *[other] { $people } people live inside a recorded hazard area.
    }
questions-answer-unknown =
    { $n ->
        [one] For { $people } person no time is known: no land data, or ground that nobody crosses.
       *[other] For { $people } people no time is known: no land data, or ground that nobody crosses.
    }
questions-answer-beyond-limit =
    { $n ->
        [one] For { $people } person the way is longer than the study searched.
       *[other] For { $people } people the way is longer than the study searched.
    }
questions-answer-range = What is not known for sure was varied { $draws } times: in { $part } of these draws the share is between { $low } and { $high }.
questions-answer-range-elsewhere = How sure the share is was worked out for { $time } alone.
questions-answer-dates = Population of { $year }; hazards, centres and roads as of { $day }.
questions-answer-day = Hazards, centres and roads as of { $day }.
questions-answer-year = Population of { $year }.
questions-answer-before = Before the changes: { $reached } people ({ $share }).
questions-answer-gain =
    { $n ->
        [one] With the changes { $people } more person is within { $time }.
       *[other] With the changes { $people } more people are within { $time }.
    }
questions-answer-loss =
    { $n ->
        [one] With the changes { $people } person fewer is within { $time }.
       *[other] With the changes { $people } people fewer are within { $time }.
    }
questions-answer-same = With the changes as many people as before are within { $time }.
questions-waiting = Asking the server…
