page-title = { $release }: الطريق إلى الرعاية
skip-to-table = إلى جدول الوحدات الإدارية
warning = عدم وجود خطر مسجّل لا يعني أن المكان آمن. لا تُستخدم للملاحة.
map-name = الخريطة
questions-name = السؤال
place-name = هذا المكان
areas-name = الوحدات الإدارية
what-if-name = ماذا لو؟
take-away-name = للحفظ والمشاركة
fault-layer = لا توجد طبقة «{ $asked }»؛ تُعرض الدقائق.
fault-area = لا توجد هنا وحدة إدارية «{ $asked }»؛ تُعرض جميع الوحدات.
fault-run =
    { $dimension ->
        [pillar] لا توجد هنا خدمة «{ $asked }»؛ يُعرض أقرب سؤال موجود.
        [profile] لا توجد هنا وسيلة تنقّل «{ $asked }»؛ يُعرض أقرب سؤال موجود.
        [scenario] لا يوجد هنا وضع «{ $asked }»؛ يُعرض أقرب سؤال موجود.
        [season] لا يوجد هنا موسم «{ $asked }»؛ يُعرض أقرب سؤال موجود.
        [direction] لا يوجد هنا اتجاه «{ $asked }»؛ يُعرض أقرب سؤال موجود.
       *[hazards] لا يوجد هنا خيار «{ $asked }» للأخطار؛ يُعرض أقرب سؤال موجود.
    }
fault-threshold = لا يمكن عرض عتبة قدرها «{ $asked }» دقيقة؛ تُعرض عتبة الدراسة.
fault-place = «{ $asked }» ليس مكانًا؛ انقر على الخريطة أو ابحث.
fault-camera = لا يمكن قراءة جزء الخريطة المذكور في الرابط؛ تُعرض الخريطة كاملة.
fault-changes = لا يمكن قراءة التغييرات المذكورة في الرابط؛ لم يتغيّر شيء. اطلب ممن أرسله أن ينسخه كاملًا.
fault-version = أُعدّ الرابط لنسخة أخرى من هذا الإصدار؛ ما تراه هو نسخة { $version }. قد تختلف الأرقام.
problem-away = الخادم لا يجيب. ما تراه يبقى معروضًا؛ حاول مرة أخرى بعد قليل.
problem-late = استغرق الخادم وقتًا طويلًا. حاول مرة أخرى بعد قليل.
problem-here = حدث خلل في هذه الصفحة. أعد تحميلها؛ وإذا تكرر ذلك فأبلغ المسؤول عن الخادم.
problem-400 = لا يستطيع الخادم استخدام هذا السؤال.
problem-404 = لم يعد هذا موجودًا. أعد تحميل الصفحة.
problem-429 = أسئلة كثيرة في وقت واحد. انتظر دقيقة.
problem-500 = تعطّل الخادم. حاول مرة أخرى؛ وإذا تكرر ذلك فأبلغ المسؤول عنه.
fault-parameter = يطلب الرابط «{ $asked }»، وهو شيء لا تعرفه هذه الخريطة؛ وقد تُرك.
fault-lang = اللغة «{ $asked }» غير متاحة هنا؛ اختر لغة من أعلى الصفحة.
fault-tier = لا تعرض الخريطة المضمنة إلا ما هو متاح للعموم؛ افتح الخريطة الكاملة لرؤية الباقي.
fault-version-dated = أُنشئ الرابط لنسخة { $made }؛ وأنت ترى نسخة { $version }. قد تختلف الأرقام.
shell-what = الطريق إلى الرعاية
shell-data-of = بيانات { $day }
shell-tier =
    { $tier ->
        [partner] للشركاء، لا للعموم
       *[analyst] للمحللين، لا للعموم
    }
shell-links = صفحات ذات صلة
shell-report = تقرير الفجوات
shell-release = عن هذه البيانات
shell-maps = كل الخرائط
shell-languages = اللغة
shell-whole-map = افتح الخريطة الكاملة
shell-see-release = انظر ما هو موجود الآن
shell-no-script = تعمل هذه الصفحة دون برامج نصية: اختر ثم اضغط الزر، فتتغير الصورة والجدول.
shell-changes-need-script = يعرض الرابط افتراضًا يحتاج إلى برامج نصية. ما تراه هو من دون تغييراته.
shell-made = أُنتج باستخدام nearcare { $version } في { $day }؛ النسخة { $release }
shell-boundaries = لا تعبّر الحدود والأسماء عن أي رأي بشأن وضع أي إقليم.
shell-modelled = الأزمنة مقدّرة بنموذج وليست مقيسة؛ وكثيرًا ما تطول الرحلة أكثر.
shell-sources = المصادر والتواريخ
shell-source-no-date = بلا تاريخ
shell-source-old =
    { $n ->
        [zero] عمر جزء منها { $years } سنة
        [one] عمر جزء منها سنة واحدة
        [two] عمر جزء منها سنتان
        [few] عمر جزء منها { $years } سنوات
        [many] عمر جزء منها { $years } سنة
       *[other] عمر جزء منها { $years } سنة
    }
shell-libraries = رُسمت باستخدام
shell-no-maps = لا توجد هنا خريطة يمكنك رؤيتها.
shell-home = الصفحة الرئيسية
shell-try-again = أعد المحاولة
shell-status = الحالة { $status }
shell-pages = الصفحة { $number } من { $count }
shell-not-told = لا تبيّن هذه البيانات من يصل إلى الرعاية خلال { $threshold }.
shell-row-outside = خارج كل الوحدات الإدارية
shell-row-total = المجموع
shell-input-areas = الوحدات الإدارية
shell-input-barriers = الأنهار والحواجز الأخرى
shell-input-calibration = أزمنة وصول مقيسة
shell-input-capacity = قدرة المراكز
shell-input-centres = المراكز
shell-input-demand = الحاجة إلى الرعاية
shell-input-elevation = الارتفاع
shell-input-friction = السرعة على الأرض
shell-input-grid = الشبكة
shell-input-hazards = الأخطار المسجّلة
shell-input-land = الأرض
shell-input-land-cover = الغطاء الأرضي
shell-input-land-speeds = السرعات على الأرض
shell-input-places = الأماكن
shell-input-population = السكان
shell-input-reasons = الأسباب
shell-input-referral = الإحالة
shell-input-roads = الطرق
shell-input-survivors = الناجون
shell-input-uncertainty = عدم اليقين
shell-error-400 = لا يمكن استخدام هذا كما هو
    .do = يطلب العنوان شيئًا بصيغة غير مفهومة. تأكد من نسخ الرابط كاملًا، أو ابدأ من جديد من قائمة الخرائط.
shell-error-401 = من أنت؟
    .do = المفتاح أو الجلسة التي أرسلها متصفحك لم تعد صالحة. سجّل الدخول من جديد، أو أزلها لترى ما هو متاح للعموم.
shell-error-403 = هذا غير مسموح
    .do = لا يسمح مفتاحك بذلك. اطلب مفتاحًا يسمح به ممن يدير الخادم.
shell-error-404 = لا شيء هنا
    .do = ما يشير إليه العنوان زال أو لم يكن موجودًا أو لا يُعرض لك. اختر من قائمة الخرائط، أو اسأل من أرسل الرابط.
shell-error-410 = لم يعد هذا موجودًا
    .do = استُبدلت البيانات التي صُنع منها. ابدأ من جديد من الخريطة.
shell-error-429 = أسئلة كثيرة في وقت واحد
    .do = انتظر دقيقة ثم أعد المحاولة.
shell-error-431 = العنوان طويل جدًا
    .do = افتح الخريطة من جديد واختر ثانية؛ فالرابط الذي فيه تغييرات أقل يكون أقصر.
shell-error-500 = تعطّل الخادم
    .do = ليس الخطأ منك. أعد المحاولة؛ وإن تكرر ذلك فأخبر من يدير الخادم مع الرقم أدناه.
shell-error-503 = ليس الآن
    .do = الخادم مشغول، أو يجري استبدال هذه البيانات. أعد المحاولة بعد لحظة؛ وإن استمر ذلك فأخبر من يدير الخادم.
shell-from = المصادر:
shell-old-inputs = بيانات قديمة:
