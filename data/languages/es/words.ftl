# How numbers with their units, days and lists are written.
words-percent = { $number } %
words-minutes = { $minutes } min
words-hours = { $hours } h
words-hours-minutes = { $hours } h { $minutes } min
words-unknown = sin conocer
words-ordinal = { $day }
words-day =
    { $month ->
        [m1] { words-ordinal } de enero de { $year }
        [m2] { words-ordinal } de febrero de { $year }
        [m3] { words-ordinal } de marzo de { $year }
        [m4] { words-ordinal } de abril de { $year }
        [m5] { words-ordinal } de mayo de { $year }
        [m6] { words-ordinal } de junio de { $year }
        [m7] { words-ordinal } de julio de { $year }
        [m8] { words-ordinal } de agosto de { $year }
        [m9] { words-ordinal } de septiembre de { $year }
        [m10] { words-ordinal } de octubre de { $year }
        [m11] { words-ordinal } de noviembre de { $year }
       *[m12] { words-ordinal } de diciembre de { $year }
    }
words-list-pair = { $first } y { $second }
words-list-more = { $first }, { $second }
words-list-last = { $first } y { $second }
