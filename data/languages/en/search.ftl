search-label = Search places, areas and centres
search-hint = Type a name, choose with the arrow keys, open with Enter.
search-list = What was found
search-found =
    { $n ->
        [one] One found; choose with the arrow keys.
       *[other] { $count } found; choose with the arrow keys.
    }
search-none = Nothing is called “{ $asked }” here. Try fewer letters or another spelling, or click on the map.
search-away = The server does not answer, so nothing can be searched. Try again in a moment; the table of areas still works.
search-failed = The search failed. Try again in a moment.
search-place = place
search-area = area
search-centre = centre
search-chosen = { $name } is shown on the map.
