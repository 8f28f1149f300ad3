# How numbers with their units, days and lists are written.
words-percent = { $number }%
words-minutes = { $minutes } د
words-hours = { $hours } س
words-hours-minutes = { $hours } س { $minutes } د
words-unknown = غير معروف
words-ordinal = { $day }
words-day =
    { $month ->
        [m1] { words-ordinal } يناير { $year }
        [m2] { words-ordinal } فبراير { $year }
        [m3] { words-ordinal } مارس { $year }
        [m4] { words-ordinal } أبريل { $year }
        [m5] { words-ordinal } مايو { $year }
        [m6] { words-ordinal } يونيو { $year }
        [m7] { words-ordinal } يوليو { $year }
        [m8] { words-ordinal } أغسطس { $year }
        [m9] { words-ordinal } سبتمبر { $year }
        [m10] { words-ordinal } أكتوبر { $year }
        [m11] { words-ordinal } نوفمبر { $year }
       *[m12] { words-ordinal } ديسمبر { $year }
    }
words-list-pair = { $first } و{ $second }
words-list-more = { $first } و{ $second }
words-list-last = { $first } و{ $second }
