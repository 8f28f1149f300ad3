map-canvas = خريطة وقت الوصول إلى الرعاية
map-keys = بلوحة المفاتيح: الأسهم تحرّك الخريطة، و+ و− للتكبير والتصغير، وEnter يسأل عن المكان تحت علامة التقاطع، وEscape للخروج من الخريطة.
map-buttons = أزرار الخريطة
map-zoom-in = تكبير
map-zoom-out = تصغير
map-whole = عرض المنطقة كلها
map-whole-shown = تظهر المنطقة كلها.
map-full-screen = ملء الشاشة
map-layers = الطبقات
map-painted-with = ألوان الخريطة بحسب
map-shown-over = ما يظهر فوقها
map-layer-minutes = وقت الوصول
map-layer-status = هل يوجد طريق
map-layer-difference = الفرق
map-layer-certainty = درجة اليقين
map-set-areas = حدود المناطق
map-set-gaps = أقاليم ناقصة الخدمة
map-set-hazards = مناطق خطرة مسجّلة
map-set-roads = الطرق
map-set-centres = المراكز
map-set-names = الأسماء
map-no-difference-base = لا شيء للمقارنة: اختر سيناريو أو جرّب «ماذا لو».
map-no-difference = لم تُقارَن هذه المسألة بأخرى.
map-no-certainty = لم تُحسب درجة اليقين لهذه المسألة.
map-no-certainty-what-if = لا تُحسب درجة اليقين في «ماذا لو».
map-legend-minutes = وقت الوصول إلى أقرب مركز
map-legend-status = هل يوجد طريق إلى مركز
map-legend-difference = الدقائق المكتسبة والمفقودة
map-legend-certainty = مدى التأكد من أن المكان يتجاوز حدّ الدراسة
map-class-within = حتى { $upto }
map-class-between = أكثر من { $over } حتى { $upto }
map-class-beyond = أكثر من { $over }: خارج الحدّ
map-class-reached = يمكن الوصول إلى مركز
map-class-no-way = لا طريق إلى مركز
map-class-inside-hazard = داخل منطقة خطرة مسجّلة
map-class-barrier = حاجز: ماء أو أرض لا يعبرها أحد
map-class-no-land-data = لا بيانات عن الأرض
map-class-beyond-limit = خارج حدود البحث
map-class-reconnected = بلا وقت قبل، ومع وقت بعد
map-class-same = بلا تغيير
map-class-cut-off = مقطوع: مع وقت قبل، وبلا وقت بعد
map-class-no-minutes = بلا وقت قبل ولا بعد
map-class-quicker = أسرع بمقدار { $over } إلى { $upto }
map-class-quicker-over = أسرع بأكثر من { $over }
map-class-slower = أبطأ بمقدار { $over } إلى { $upto }
map-class-slower-over = أبطأ بأكثر من { $over }
map-class-surely-within = داخل الحدّ شبه مؤكد: خارجه في أقل من 10 % من السحبات
map-class-rather-within = داخل الحدّ على الأرجح: خارجه في 10 إلى 50 %
map-class-probably-beyond = خارج الحدّ على الأرجح: في 50 إلى 90 %
map-class-surely-beyond = خارج الحدّ شبه مؤكد: في 90 % من السحبات أو أكثر
map-class-could-change = قد يتغير: بحسب ما يقع خارج حافة البيانات
map-sign-hazard-confirmed = منطقة خطرة مؤكدة
map-sign-hazard-suspected = منطقة يُشتبه بخطورتها
map-sign-gap = إقليم ناقص الخدمة، بحسب حدّ الدراسة
map-sign-centre = مركز لهذه الخدمة
map-sign-centre-other = مركز لخدمة أخرى
map-sign-centre-changed = مركز مضاف أو منقول
map-sign-area = حدود منطقة
map-sign-road = طريق
map-scale-km = { $length } كم
map-scale-m = { $length } م
map-north = الشمال إلى الأعلى
map-attribution = رُسمت بواسطة MapLibre. اليابسة والحدود المتقطعة: Natural Earth. ولا تعبّر عن أي رأي في وضع أي إقليم.
map-in-view = في المشهد
map-in-view-areas =
    { $count ->
        [zero] لا مناطق
        [one] منطقة واحدة
        [two] منطقتان
        [few] { $shown } مناطق
        [many] { $shown } منطقة
       *[other] { $shown } منطقة
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
        [zero] لا أقاليم ناقصة الخدمة
        [one] إقليم واحد ناقص الخدمة
        [two] إقليمان ناقصا الخدمة
        [few] { $shown } أقاليم ناقصة الخدمة
        [many] { $shown } إقليمًا ناقص الخدمة
       *[other] { $shown } إقليم ناقص الخدمة
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
map-pick = انقر مكانًا على الخريطة، أو حرّكها بالأسهم حتى يقع تحت علامة التقاطع واضغط Enter. Escape للإلغاء.
map-lost = انقطع العرض الرسومي في هذا الجهاز؛ تعود الخريطة تلقائيًا.
map-still-no-webgl = لا يستطيع هذا المتصفح رسم الخريطة المتحركة (لا WebGL 2). تحلّ محلها صورة ثابتة؛ والجدول والبحث والأرقام تعمل كالمعتاد.
map-still-failed = لم تبدأ الخريطة المتحركة. تحلّ محلها صورة ثابتة؛ أعد تحميل الصفحة للمحاولة مجددًا.
map-still-lost = تعطّل العرض الرسومي في هذا الجهاز مجددًا. تحلّ صورة ثابتة محل الخريطة؛ أعد تحميل الصفحة للمحاولة.
map-still-away = لم تصل صورة الخريطة. الجدول يقول الشيء نفسه؛ أعد تحميل الصفحة للمحاولة.
map-still-alt = خريطة { $release }: وقت الوصول إلى أقرب مركز، حتى { $threshold }، واللون أفتح كلما كان أقرب. جدول المناطق يقول الشيء نفسه.
map-still-no-pick = لا يمكن اختيار مكان على صورة ثابتة؛ اكتب خط الطول وخط العرض أو ابحث عنه.
map-tiles-missing = لم تصل أجزاء من الخريطة. الأرقام والجدول كاملة؛ حرّك الخريطة أو أعد تحميل الصفحة للمحاولة.
