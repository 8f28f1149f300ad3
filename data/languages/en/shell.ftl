page-title = { $release }: way to care
skip-to-table = To the table of areas
warning = No recorded hazard does not mean safe. Not for navigation.
map-name = Map
questions-name = Question
place-name = This place
areas-name = Areas
what-if-name = What if
take-away-name = Take away
fault-layer = There is no layer “{ $asked }”; minutes are shown.
fault-area = There is no area “{ $asked }” here; all areas are shown.
fault-run =
    { $dimension ->
        [pillar] There is no service “{ $asked }” here; the nearest question that there is, is shown.
        [profile] There is no way of travelling “{ $asked }” here; the nearest question that there is, is shown.
        [scenario] There is no scenario “{ $asked }” here; the nearest question that there is, is shown.
        [season] There is no season “{ $asked }” here; the nearest question that there is, is shown.
        [direction] There is no direction “{ $asked }” here; the nearest question that there is, is shown.
       *[hazards] There is no choice “{ $asked }” of hazards here; the nearest question that there is, is shown.
    }
fault-threshold = A threshold of “{ $asked }” minutes cannot be shown; the study’s own is.
fault-place = “{ $asked }” is no place; click on the map, or search.
fault-camera = The part of the map that the link names cannot be read; the whole is shown.
fault-changes = The changes that the link names cannot be read; nothing is changed. Ask who sent it to copy it whole.
fault-version = The link was made for another version of this data release; you see the one of { $version }. Figures may differ.
problem-away = The server does not answer. What you see stays; try again in a moment.
problem-late = The server took too long. Try again in a moment.
problem-here = Something went wrong in this page. Load it anew; if it happens again, tell who runs the server.
problem-400 = The server cannot use this question.
problem-404 = This is not there any more. Load the page anew.
problem-429 = Too many questions at once. Wait a minute.
problem-500 = The server failed. Try again; if it happens again, tell who runs it.
