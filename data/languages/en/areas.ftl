areas-caption-to = People who reach the nearest centre, area by area
areas-caption-from = People who are reached from the nearest centre, area by area
areas-scroll = Table of areas
areas-name-column = Area
areas-within = Within { $time }
areas-beyond = Beyond { $time }
areas-people = People
areas-change = Change within { $time }
areas-no-way = No way
areas-inside = Inside recorded hazards
areas-median = Median time
areas-everyone = Everyone
areas-outside = outside all areas
areas-nobody = nobody lives there
areas-suppressed = suppressed
areas-median-no-way = no way
areas-median-no-time = no time
areas-share-people = { $share } ({ $people })
areas-filter = Find an area in the table
areas-none-found = No area’s name has “{ $asked }” in it.
areas-shown = { $first } to { $last } of { $count }
areas-previous = Previous areas
areas-next = Next areas
areas-sorted-up = Sorted by { $column }, smallest first
areas-sorted-down = Sorted by { $column }, largest first
areas-close = Close
areas-report-html = Gap report of this area
areas-report-pdf = Gap report as PDF
areas-left =
    { $n ->
        [one] One more area is in the table that the API gives.
       *[other] { $count } more areas are in the table that the API gives.
    }
areas-gained = +{ $people }
areas-lost = −{ $people }
areas-unchanged = no change
