# How numbers with their units, days and lists are written.
words-percent = { $number } %
words-minutes = { $minutes } min
words-hours = { $hours } h
words-hours-minutes = { $hours } h { $minutes } min
words-unknown = inconnu
words-ordinal =
    { $day ->
        [1] 1er
       *[other] { $day }
    }
words-day =
    { $month ->
        [m1] { words-ordinal } janvier { $year }
        [m2] { words-ordinal } février { $year }
        [m3] { words-ordinal } mars { $year }
        [m4] { words-ordinal } avril { $year }
        [m5] { words-ordinal } mai { $year }
        [m6] { words-ordinal } juin { $year }
        [m7] { words-ordinal } juillet { $year }
        [m8] { words-ordinal } août { $year }
        [m9] { words-ordinal } septembre { $year }
        [m10] { words-ordinal } octobre { $year }
        [m11] { words-ordinal } novembre { $year }
       *[m12] { words-ordinal } décembre { $year }
    }
words-list-pair = { $first } et { $second }
words-list-more = { $first }, { $second }
words-list-last = { $first } et { $second }
