questions-show = عرض
questions-pillar = الخدمة
questions-profile = وسيلة التنقّل
questions-scenario = الوضع
questions-season = الموسم
questions-direction = الاتجاه
questions-hazards = المناطق الخطرة
questions-said = { $label }: { $value }
questions-hazards-left-out = غير مدرجة في هذه البيانات؛ قد تكون الطرق الفعلية أطول
questions-nearest = لا توجد هذه التركيبة؛ يُعرض بدلًا منها: { $value }.
questions-pillar-any = أي خدمة
questions-pillar-physical-rehab = إعادة التأهيل البدني والأطراف الصناعية والأجهزة التقويمية
questions-pillar-emergency-care = رعاية الطوارئ والإصابات
questions-pillar-continuing-care = الرعاية الطبية المستمرة
questions-pillar-psychosocial = الدعم النفسي والنفسي الاجتماعي
questions-pillar-social-inclusion = الإدماج الاجتماعي
questions-pillar-economic-inclusion = الإدماج الاقتصادي
questions-profile-default = سيرًا على الأقدام وبالمركبة
questions-profile-walk = سيرًا على الأقدام
questions-profile-vehicle = سيرًا على الأقدام وبالمركبة
questions-profile-wheelchair = بكرسي متحرك
questions-profile-crutches = بالعكازات
questions-scenario-base = كما هو
questions-season-all-year = طوال السنة
questions-direction-to = إلى المركز
questions-direction-from = من المركز
questions-hazards-hazards = المناطق الخطرة كما هي مسجّلة
questions-hazards-no-hazards = بعد الإفراج عن جميع المناطق الخطرة
questions-threshold = العتبة
questions-threshold-less = زمن أقصر
questions-threshold-more = زمن أطول
questions-threshold-own = عتبة الدراسة: { $time }
questions-threshold-said = خلال { $time }: { $share } من أصل { $everyone } شخص
questions-threshold-nobody = خلال { $time }: لا يعيش أحد هنا بحسب هذه البيانات
questions-fewer-than-one = أقل من 1
questions-answer-to =
    { $n ->
        [zero] { $service }: لا يصل أحد من أصل { $everyone } شخص ({ $share }) إلى أقرب مركز خلال { $time }.
        [one] { $service }: يصل شخص واحد ({ $reached }) من أصل { $everyone } ({ $share }) إلى أقرب مركز خلال { $time }.
        [two] { $service }: يصل شخصان ({ $reached }) من أصل { $everyone } ({ $share }) إلى أقرب مركز خلال { $time }.
        [few] { $service }: يصل { $reached } أشخاص من أصل { $everyone } ({ $share }) إلى أقرب مركز خلال { $time }.
        [many] { $service }: يصل { $reached } شخصًا من أصل { $everyone } ({ $share }) إلى أقرب مركز خلال { $time }.
       *[other] { $service }: يصل { $reached } شخص من أصل { $everyone } ({ $share }) إلى أقرب مركز خلال { $time }.
    }
questions-answer-from =
    { $n ->
        [zero] { $service }: لا يمكن الوصول إلى أحد من أصل { $everyone } شخص ({ $share }) من أقرب مركز خلال { $time }.
        [one] { $service }: يمكن الوصول من أقرب مركز إلى شخص واحد ({ $reached }) من أصل { $everyone } ({ $share }) خلال { $time }.
        [two] { $service }: يمكن الوصول من أقرب مركز إلى شخصين ({ $reached }) من أصل { $everyone } ({ $share }) خلال { $time }.
        [few] { $service }: يمكن الوصول من أقرب مركز إلى { $reached } أشخاص من أصل { $everyone } ({ $share }) خلال { $time }.
        [many] { $service }: يمكن الوصول من أقرب مركز إلى { $reached } شخصًا من أصل { $everyone } ({ $share }) خلال { $time }.
       *[other] { $service }: يمكن الوصول من أقرب مركز إلى { $reached } شخص من أصل { $everyone } ({ $share }) خلال { $time }.
    }
questions-answer-none = { $service }: من أصل { $everyone } شخص، لا أحد على بُعد { $time } أو أقل من مركز.
questions-answer-all = { $service }: جميع السكان وعددهم { $everyone } على بُعد { $time } أو أقل من مركز.
questions-answer-empty = { $service }: لا يعيش أحد هنا بحسب هذه البيانات، فلا يوجد من يُحسب.
questions-answer-no-way =
    { $n ->
        [zero] لا يوجد أحد ({ $people }) بلا طريق إلى مركز.
        [one] شخص واحد ({ $people }) لا طريق له إلى أي مركز.
        [two] شخصان ({ $people }) لا طريق لهما إلى أي مركز.
        [few] { $people } أشخاص لا طريق لهم إلى أي مركز.
        [many] { $people } شخصًا لا طريق لهم إلى أي مركز.
       *[other] { $people } شخص لا طريق لهم إلى أي مركز.
    }
questions-answer-inside =
    { $n ->
        [zero] لا يعيش أحد ({ $people }) داخل منطقة خطرة مسجّلة.
        [one] شخص واحد ({ $people }) يعيش داخل منطقة خطرة مسجّلة.
        [two] شخصان ({ $people }) يعيشان داخل منطقة خطرة مسجّلة.
        [few] { $people } أشخاص يعيشون داخل منطقة خطرة مسجّلة.
        [many] { $people } شخصًا يعيشون داخل منطقة خطرة مسجّلة.
       *[other] { $people } شخص يعيشون داخل منطقة خطرة مسجّلة.
    }
questions-answer-unknown =
    { $n ->
        [zero] لا يوجد أحد ({ $people }) بلا زمن معروف.
        [one] لا زمن معروف لشخص واحد ({ $people }): لا بيانات عن الأرض، أو أرض لا يعبرها أحد.
        [two] لا زمن معروف لشخصين ({ $people }): لا بيانات عن الأرض، أو أرض لا يعبرها أحد.
        [few] لا زمن معروف لـ { $people } أشخاص: لا بيانات عن الأرض، أو أرض لا يعبرها أحد.
        [many] لا زمن معروف لـ { $people } شخصًا: لا بيانات عن الأرض، أو أرض لا يعبرها أحد.
       *[other] لا زمن معروف لـ { $people } شخص: لا بيانات عن الأرض، أو أرض لا يعبرها أحد.
    }
questions-answer-beyond-limit =
    { $n ->
        [zero] لا يوجد أحد ({ $people }) يتجاوز طريقه حد البحث في الدراسة.
        [one] طريق شخص واحد ({ $people }) يتجاوز حد البحث في الدراسة.
        [two] طريق شخصين ({ $people }) يتجاوز حد البحث في الدراسة.
        [few] طريق { $people } أشخاص يتجاوز حد البحث في الدراسة.
        [many] طريق { $people } شخصًا يتجاوز حد البحث في الدراسة.
       *[other] طريق { $people } شخص يتجاوز حد البحث في الدراسة.
    }
questions-answer-range = جرى تغيير ما ليس معروفًا بيقين في { $draws } سحبة: في { $part } منها تقع النسبة بين { $low } و{ $high }.
questions-answer-range-elsewhere = حُسبت درجة اليقين من النسبة لعتبة { $time } وحدها.
questions-answer-dates = سكان عام { $year }؛ المناطق الخطرة والمراكز والطرق كما كانت في { $day }.
questions-answer-day = المناطق الخطرة والمراكز والطرق كما كانت في { $day }.
questions-answer-year = سكان عام { $year }.
questions-answer-before = قبل التغييرات: { $reached } شخص ({ $share }).
questions-answer-gain =
    { $n ->
        [zero] مع التغييرات لا يزيد أحد ({ $people }) ضمن { $time }.
        [one] مع التغييرات يزيد شخص واحد ({ $people }) ضمن { $time }.
        [two] مع التغييرات يزيد شخصان ({ $people }) ضمن { $time }.
        [few] مع التغييرات يزيد { $people } أشخاص ضمن { $time }.
        [many] مع التغييرات يزيد { $people } شخصًا ضمن { $time }.
       *[other] مع التغييرات يزيد { $people } شخص ضمن { $time }.
    }
questions-answer-loss =
    { $n ->
        [zero] مع التغييرات لا ينقص أحد ({ $people }) ضمن { $time }.
        [one] مع التغييرات ينقص شخص واحد ({ $people }) ضمن { $time }.
        [two] مع التغييرات ينقص شخصان ({ $people }) ضمن { $time }.
        [few] مع التغييرات ينقص { $people } أشخاص ضمن { $time }.
        [many] مع التغييرات ينقص { $people } شخصًا ضمن { $time }.
       *[other] مع التغييرات ينقص { $people } شخص ضمن { $time }.
    }
questions-answer-same = مع التغييرات يبقى عدد الأشخاص ضمن { $time } كما كان.
questions-waiting = يجري سؤال الخادم…
