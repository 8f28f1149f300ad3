# How numbers with their units, days and lists are written.
words-percent = { $number }%
words-minutes = { $minutes } min
words-hours = { $hours } h
words-hours-minutes = { $hours } h { $minutes } min
words-unknown = desconhecido
words-ordinal = { $day }
words-day =
    { $month ->
        [m1] { words-ordinal } de janeiro de { $year }
        [m2] { words-ordinal } de fevereiro de { $year }
        [m3] { words-ordinal } de março de { $year }
        [m4] { words-ordinal } de abril de { $year }
        [m5] { words-ordinal } de maio de { $year }
        [m6] { words-ordinal } de junho de { $year }
        [m7] { words-ordinal } de julho de { $year }
        [m8] { words-ordinal } de agosto de { $year }
        [m9] { words-ordinal } de setembro de { $year }
        [m10] { words-ordinal } de outubro de { $year }
        [m11] { words-ordinal } de novembro de { $year }
       *[m12] { words-ordinal } de dezembro de { $year }
    }
words-list-pair = { $first } e { $second }
words-list-more = { $first }, { $second }
words-list-last = { $first } e { $second }
