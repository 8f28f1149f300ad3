# How numbers with their units, days and lists are written.
words-percent = { $number }%
words-minutes = { $minutes } min
words-hours = { $hours } h
words-hours-minutes = { $hours } h { $minutes } min
words-unknown = not known
words-ordinal = { $day }
words-day =
    { $month ->
        [m1] { words-ordinal } January { $year }
        [m2] { words-ordinal } February { $year }
        [m3] { words-ordinal } March { $year }
        [m4] { words-ordinal } April { $year }
        [m5] { words-ordinal } May { $year }
        [m6] { words-ordinal } June { $year }
        [m7] { words-ordinal } July { $year }
        [m8] { words-ordinal } August { $year }
        [m9] { words-ordinal } September { $year }
        [m10] { words-ordinal } October { $year }
        [m11] { words-ordinal } November { $year }
       *[m12] { words-ordinal } December { $year }
    }
words-list-pair = { $first } and { $second }
words-list-more = { $first }, { $second }
words-list-last = { $first } and { $second }
