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
        [profile] There is no means of travel “{ $asked }” here; the nearest question that there is, is shown.
        [scenario] There is no situation “{ $asked }” here; the nearest question that there is, is shown.
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
fault-when = There is no “{ $asked }” of a what-if; the map after the changes is shown.
fault-parameter = The link asks for “{ $asked }”, which is nothing that this map knows; it is left out.
fault-lang = The language “{ $asked }” is not spoken here; choose one at the top.
fault-tier = An embedded map shows only what is public; open the whole map for the rest.
fault-version-dated = The link was made for the version of { $made }; you see the one of { $version }. Figures may differ.
shell-what = Way to care
shell-data-of = Data of { $day }
shell-tier =
    { $tier ->
        [partner] For partners, not for the public
       *[analyst] For analysts, not for the public
    }
shell-links = Related pages
shell-report = Gap report
shell-release = About this data
shell-maps = All maps
shell-languages = Language
shell-whole-map = Open the whole map
shell-see-release = See what is there now
shell-no-script = This page works without scripts: choose, then press the button. The picture and the table follow.
shell-changes-need-script = The link shows a what-if, which needs scripts. What you see is without its changes.
shell-made = made with nearcare { $version } on { $day }; version { $release }
shell-boundaries = Boundaries and names do not imply any opinion on the status of a territory.
shell-modelled = Times are modelled, not measured; travellers often need longer.
shell-sources = Sources and dates
shell-source-no-date = no date given
shell-source-old =
    { $n ->
        [one] parts are { $years } year old
       *[other] parts are { $years } years old
    }
shell-libraries = Drawn with
shell-no-maps = There is no map here that you may see.
shell-home = Start page
shell-try-again = Try again
shell-status = Status { $status }
shell-pages = Page { $number } of { $count }
shell-not-told = This data does not tell who reaches care within { $threshold }.
shell-row-outside = Outside all areas
shell-row-total = All together
shell-input-areas = Areas
shell-input-barriers = Rivers and other barriers
shell-input-calibration = Measured travel times
shell-input-capacity = Capacity of centres
shell-input-centres = Centres
shell-input-demand = Need for care
shell-input-elevation = Elevation
shell-input-friction = Speed over land
shell-input-grid = Grid
shell-input-hazards = Recorded hazards
shell-input-land = Land
shell-input-land-cover = Land cover
shell-input-land-speeds = Speeds over land
shell-input-places = Places
shell-input-population = Population
shell-input-reasons = Reasons
shell-input-referral = Referral
shell-input-roads = Roads
shell-input-survivors = Survivors
shell-input-uncertainty = Uncertainty
shell-error-400 = This cannot be used as it is
    .do = The address asks for something in a form that is not understood. Check that the link was copied whole, or begin again from the list of maps.
shell-error-401 = Who are you?
    .do = The key or session that your browser sent is no longer valid. Sign in again, or remove it to see what is public.
shell-error-403 = This is not allowed
    .do = Your key does not allow this. Ask who runs the server for one that does.
shell-error-404 = There is nothing here
    .do = What the address names is gone, was never there, or is not shown to you. Choose from the list of maps, or ask who sent the link.
shell-error-410 = This is no longer there
    .do = The data that it was made from has been replaced. Begin again from the map.
shell-error-429 = Too many questions at once
    .do = Wait a minute, then try again.
shell-error-431 = The address is too long
    .do = Open the map anew and choose again; a link with fewer changes is shorter.
shell-error-500 = The server failed
    .do = It is not your fault. Try again; if it happens again, tell who runs the server, with the number below.
shell-error-503 = Not just now
    .do = The server is busy, or this data is being replaced. Try again in a moment; if it stays so, tell who runs the server.
shell-from = From:
shell-old-inputs = Old data:
