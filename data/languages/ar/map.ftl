map-canvas = خريطة زمن الوصول إلى الرعاية
map-keys = بلوحة المفاتيح: الأسهم تحرّك الخريطة، و+ و− للتكبير والتصغير، ومفتاح الإدخال (Enter) يسأل عن المكان تحت علامة التقاطع، ومفتاح الخروج (Esc) للخروج من الخريطة.
map-buttons = أزرار الخريطة
map-zoom-in = تكبير
map-zoom-out = تصغير
map-whole = عرض المنطقة كلها
map-whole-shown = تظهر المنطقة كلها.
map-back = العودة إلى الخريطة
map-full-screen = ملء الشاشة
map-move = تحريك الخريطة دون سحبها
map-move-north = نحو الشمال
map-move-west = نحو الغرب
map-move-east = نحو الشرق
map-move-south = نحو الجنوب
map-layers = الطبقات
map-painted-with = ألوان الخريطة بحسب
map-shown-over = ما يظهر فوقها
map-layer-minutes = زمن الوصول
map-layer-status = هل يوجد طريق
map-layer-difference = الفرق
map-layer-certainty = درجة اليقين
map-set-areas = حدود الوحدات الإدارية
map-set-gaps = مناطق قليلة الخدمة
map-set-hazards = مناطق خطرة مسجّلة
map-set-roads = الطرق
map-set-centres = المراكز
map-set-names = الأسماء
map-no-difference-base = لا شيء للمقارنة: اختر وضعًا آخر أو جرّب «ماذا لو».
map-no-difference = لم يُقارَن هذا السؤال بسؤال آخر.
map-no-certainty = لم تُحسب درجة اليقين لهذا السؤال.
map-no-certainty-what-if = لا تُحسب درجة اليقين في «ماذا لو».
map-legend-minutes = زمن الوصول إلى أقرب مركز
map-legend-status = هل يوجد طريق إلى مركز
map-legend-difference = الدقائق المكتسبة والمفقودة
map-legend-certainty = مدى التأكد من أن المكان يتجاوز عتبة الدراسة
map-class-within = حتى { $upto }
map-class-between = أكثر من { $over } حتى { $upto }
map-class-beyond = أكثر من { $over }: خارج العتبة
map-class-reached = يمكن الوصول إلى مركز
map-class-no-way = لا طريق إلى مركز
map-class-inside-hazard = داخل منطقة خطرة مسجّلة
map-class-barrier = حاجز: ماء أو أرض لا يعبرها أحد
map-class-no-land-data = لا بيانات عن الأرض
map-class-beyond-limit = خارج حدود البحث
map-class-reconnected = بلا زمن قبل، ومع زمن بعد
map-class-same = بلا تغيير
map-class-cut-off = مقطوع: مع زمن قبل، وبلا زمن بعد
map-class-no-minutes = بلا زمن قبل ولا بعد
map-class-quicker = أسرع بمقدار { $over } إلى { $upto }
map-class-quicker-upto = أسرع بما لا يزيد على { $upto }
map-class-quicker-over = أسرع بأكثر من { $over }
map-class-slower = أبطأ بمقدار { $over } إلى { $upto }
map-class-slower-upto = أبطأ بما لا يزيد على { $upto }
map-class-slower-over = أبطأ بأكثر من { $over }
map-class-surely-within = ضمن العتبة شبه مؤكد: خارجها في أقل من 10% من السحبات
map-class-rather-within = ضمن العتبة على الأرجح: خارجها في 10 إلى 50%
map-class-probably-beyond = خارج العتبة على الأرجح: في 50 إلى 90%
map-class-surely-beyond = خارج العتبة شبه مؤكد: في 90% من السحبات أو أكثر
map-class-could-change = قد يتغير: بحسب ما يقع خارج حافة البيانات
map-sign-hazard-confirmed = منطقة خطرة مؤكدة
map-sign-hazard-suspected = منطقة مشتبه بخطورتها
map-sign-gap = منطقة قليلة الخدمة، بحسب عتبة الدراسة
map-sign-centre = مركز لهذه الخدمة
map-sign-centre-other = مركز لخدمة أخرى
map-sign-centre-changed = مركز مضاف أو منقول
map-sign-area = حدود وحدة إدارية
map-sign-road = طريق
map-scale-km = { $length } كم
map-scale-m = { $length } م
map-north = الشمال إلى الأعلى
map-attribution = رُسمت بواسطة MapLibre. اليابسة والحدود المتقطعة: Natural Earth. ولا تعبّر عن أي رأي في وضع أي إقليم.
map-in-view = في المشهد
map-in-view-areas =
    { $count ->
        [zero] لا وحدات إدارية
        [one] وحدة إدارية واحدة
        [two] وحدتان إداريتان
        [few] { $shown } وحدات إدارية
        [many] { $shown } وحدة إدارية
       *[other] { $shown } وحدة إدارية
    }
map-in-view-centres =
    { $count ->
        [zero] لا مراكز
        [one] مركز واحد
        [two] مركزان
        [few] { $shown } مراكز
        [many] { $shown } مركزًا
       *[other] { $shown } مركز
    }
map-in-view-gaps =
    { $count ->
        [zero] لا مناطق قليلة الخدمة
        [one] منطقة واحدة قليلة الخدمة
        [two] منطقتان قليلتا الخدمة
        [few] { $shown } مناطق قليلة الخدمة
        [many] { $shown } منطقة قليلة الخدمة
       *[other] { $shown } منطقة قليلة الخدمة
    }
map-in-view-more =
    { $count ->
        [zero] ولا غيرها
        [one] وواحدة أخرى: كبّر لعرضها
        [two] واثنتان أخريان: كبّر لعرضهما
        [few] و{ $more } أخرى: كبّر لعرضها
        [many] و{ $more } أخرى: كبّر لعرضها
       *[other] و{ $more } أخرى: كبّر لعرضها
    }
map-people =
    { $count ->
        [zero] لا أحد
        [one] شخص واحد
        [two] شخصان
        [few] { $people } أشخاص
        [many] { $people } شخصًا
       *[other] { $people } شخص
    }
map-pick = انقر مكانًا على الخريطة، أو حرّكها بالأسهم حتى يقع تحت علامة التقاطع واضغط مفتاح الإدخال (Enter). مفتاح الخروج (Esc) للإلغاء.
map-lost = انقطع العرض الرسومي في هذا الجهاز؛ تعود الخريطة تلقائيًا.
map-still-no-webgl = لا يستطيع هذا المتصفح رسم الخريطة المتحركة (لا WebGL 2). تحلّ محلها صورة ثابتة؛ والجدول والبحث والأرقام تعمل كالمعتاد.
map-still-failed = لم تبدأ الخريطة المتحركة. تحلّ محلها صورة ثابتة؛ أعد تحميل الصفحة للمحاولة مجددًا.
map-still-lost = تعطّل العرض الرسومي في هذا الجهاز مجددًا. تحلّ صورة ثابتة محل الخريطة؛ أعد تحميل الصفحة للمحاولة.
map-still-away = لم تصل صورة الخريطة. الجدول يقول الشيء نفسه؛ أعد تحميل الصفحة للمحاولة.
map-still-alt = خريطة { $release }: زمن الوصول إلى أقرب مركز، حتى { $threshold }، واللون أفتح كلما كان أقرب. جدول الوحدات الإدارية يقول الشيء نفسه.
map-still-no-pick = لا يمكن اختيار مكان على صورة ثابتة؛ اكتب خط الطول وخط العرض أو ابحث عنه.
map-tiles-missing = لم تصل أجزاء من الخريطة. الأرقام والجدول كاملة؛ حرّك الخريطة أو أعد تحميل الصفحة للمحاولة.
