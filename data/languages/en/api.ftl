# What the API says: titles, descriptions, labels and the names of problems.

site-title = nearcare
site-description = Travel time to care for survivors of explosive ordnance, and where care is missing.
site-warning = No recorded hazard does not mean safe. Not for navigation.
site-skip = To the content
site-navigation = Main
site-other-formats = Other forms of this page
site-language-note = Names and texts of a data release stay in the language in which it was made.

page-home = Home
page-releases = Data releases
page-runs = Runs of { $release }
page-collections = Collections
page-items = Features of { $collection }
page-item = Feature { $feature } of { $collection }
page-conformance = Conformance
page-api = The API, operation by operation
page-queryables = Properties of { $collection }
page-links = Links
page-next = Next page
page-previous = Previous page
page-matched =
    { $matched ->
        [one] { $returned } of { $matched } feature
       *[other] { $returned } of { $matched } features
    }
page-none = There is nothing here for you to see.
page-outline = Outline of the features on this page; the table says the same.
page-no-outline = These features have no place on the map.
page-parameters = Parameters
page-example = Example
page-required = required
page-yes = yes
page-no = no

link-tiles = Tiles and rasters of { $release }
link-comparisons = Comparisons of { $release }
link-report = Gap report of { $release }
link-point = What is told of one place in { $release }
link-processes = Processes
link-jobs = Jobs
link-health = Whether the server is ready
link-map = Map
link-maps = Maps
link-offline-map = Map that opens without a network
link-text = Report
link-comparison = Comparison: { $name }

word-title = Title
word-description = Description
word-property = Property
word-unit = Unit
word-type = Type
word-extent = Extent (west, south, east, north)
word-as-of = As of
word-country = Country
word-tier = Tier
word-version = Version
word-created = Created
word-threshold = Threshold (minutes)
word-bands = Bands (minutes)
word-sources = Sources and licences
word-source = Source
word-licence = Licence
word-date = Date
word-disclaimers = To be kept in mind
word-pages = Map and report
word-people = People
word-people-beyond = People beyond the threshold
word-gaps = Underserved regions
word-median = Median (minutes)

layer-areas = Areas
layer-areas-about = The areas of the study and their people.
layer-access = Access by area and run
layer-access-about = How many people of each area reach care within each band, for every run. The rows of all people and of those outside all areas have no outline.
layer-gaps = Underserved regions
layer-gaps-about = Where people who touch each other live beyond the threshold, for every run.
layer-regions = Underserved regions, with reasons
layer-regions-about = The underserved regions with the reasons why care is far, what would change it, and their rank.
layer-centres = Centres of care
layer-centres-about = Centres as they were used in the study.
layer-hazards = Recorded hazard areas
layer-hazards-about = Recorded areas of suspected or confirmed contamination that may be shown. No recorded hazard does not mean safe.
layer-clearance = Clearance and access
layer-clearance-about = What the release of each hazard area would change in the way to care. It ranks nothing but access.
layer-disputed_roads = Roads through recorded hazards
layer-disputed_roads-about = Stretches of road through recorded hazard areas, and the people who depend on them.
layer-places = Named places
layer-places-about = Cities, towns, villages and other settlements that the study names. They are places, never persons.

legend-no-data = no answer
legend-no-way = no way

problem-400 = Cannot be used as it is
problem-401 = Who are you?
problem-403 = Not allowed
problem-404 = Not there
problem-405 = Another method is needed
problem-406 = Cannot be given in that form
problem-409 = Not in this state
problem-413 = Too large
problem-415 = Not a kind that is taken
problem-429 = Too much for now
problem-500 = A fault of nearcare itself
problem-503 = Not now
