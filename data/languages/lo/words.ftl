# How numbers with their units, days and lists are written.
words-percent = { $number }%
words-minutes = { $minutes } ນາທີ
words-hours = { $hours } ຊມ
words-hours-minutes = { $hours } ຊມ { $minutes } ນາທີ
words-unknown = ບໍ່ຮູ້
words-ordinal = { $day }
words-day =
    { $month ->
        [m1] { words-ordinal } ມັງກອນ { $year }
        [m2] { words-ordinal } ກຸມພາ { $year }
        [m3] { words-ordinal } ມີນາ { $year }
        [m4] { words-ordinal } ເມສາ { $year }
        [m5] { words-ordinal } ພຶດສະພາ { $year }
        [m6] { words-ordinal } ມິຖຸນາ { $year }
        [m7] { words-ordinal } ກໍລະກົດ { $year }
        [m8] { words-ordinal } ສິງຫາ { $year }
        [m9] { words-ordinal } ກັນຍາ { $year }
        [m10] { words-ordinal } ຕຸລາ { $year }
        [m11] { words-ordinal } ພະຈິກ { $year }
       *[m12] { words-ordinal } ທັນວາ { $year }
    }
words-list-pair = { $first } ແລະ { $second }
words-list-more = { $first }, { $second }
words-list-last = { $first } ແລະ { $second }
