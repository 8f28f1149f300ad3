areas-caption-to = السكان الذين يصلون إلى أقرب مركز، بحسب الوحدة الإدارية
areas-caption-from = السكان الذين يمكن الوصول إليهم من أقرب مركز، بحسب الوحدة الإدارية
areas-scroll = جدول الوحدات الإدارية
areas-name-column = الوحدة
areas-within = خلال { $time }
areas-beyond = أكثر من { $time }
areas-people = السكان
areas-change = التغيّر خلال { $time }
areas-no-way = لا طريق
areas-inside = داخل مناطق خطرة مسجّلة
areas-median = الزمن الوسيط
areas-everyone = جميع السكان
areas-outside = خارج جميع الوحدات
areas-nobody = لا يعيش أحد هناك
areas-suppressed = غير منشور
areas-median-no-way = لا طريق
areas-median-no-time = لا زمن
areas-share-people = { $share } ({ $people })
areas-filter = البحث عن وحدة في الجدول
areas-none-found = لا يحتوي اسم أي وحدة على «{ $asked }».
areas-shown = { $first } إلى { $last } من { $count }
areas-previous = الوحدات السابقة
areas-next = الوحدات التالية
areas-sorted-up = مرتّب بحسب { $column }، الأصغر أولًا
areas-sorted-down = مرتّب بحسب { $column }، الأكبر أولًا
areas-close = إغلاق
areas-report-html = تقرير الفجوات لهذه الوحدة
areas-report-pdf = التقرير نفسه بصيغة PDF
areas-left =
    { $n ->
        [zero] لا توجد وحدات أخرى ({ $count }) في الجدول الذي تعطيه واجهة البرمجة.
        [one] توجد وحدة أخرى ({ $count }) في الجدول الذي تعطيه واجهة البرمجة.
        [two] توجد وحدتان أخريان ({ $count }) في الجدول الذي تعطيه واجهة البرمجة.
        [few] توجد { $count } وحدات أخرى في الجدول الذي تعطيه واجهة البرمجة.
        [many] توجد { $count } وحدة أخرى في الجدول الذي تعطيه واجهة البرمجة.
       *[other] توجد { $count } وحدة أخرى في الجدول الذي تعطيه واجهة البرمجة.
    }
areas-gained = +{ $people }
areas-lost = −{ $people }
areas-unchanged = بلا تغيّر
