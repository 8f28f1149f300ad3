what-if-intro = غيّر المراكز أو المناطق الخطرة أو الطرق، وانظر فورًا من يصل حينئذ إلى الرعاية. لا يُحفظ شيء على الخادم: عنوان هذه الصفحة يحمل تغييراتك.
what-if-needs-script = لتجربة تغيير تحتاج هذه الصفحة إلى JavaScript.
what-if-only-base = التجربة تغيّر البلد كما هو. المعروض الآن وضع آخر من الدراسة.
what-if-show-base = اعرض البلد كما هو
what-if-form = تغيير
what-if-kind = ماذا تريد أن تغيّر؟
what-if-choose = اختر
what-if-add-centre = إضافة مركز
what-if-move-centre = نقل مركز
what-if-upgrade-centre = إضافة خدمات إلى مركز
what-if-close-centre = إغلاق مركز
what-if-release-hazard = الإفراج عن منطقة خطرة بعد تطهيرها
what-if-open-road = فتح طريق مغلق أو مقطوع
what-if-upgrade-road = جعل طريق أسرع
what-if-field-name = اسم المركز الجديد
what-if-new-centre = مركز جديد { $number }
what-if-field-centre = المركز
what-if-field-hazard = المنطقة الخطرة المسجّلة
what-if-field-road = معرّف الطريق
what-if-field-road-hint = عدد صحيح كما في مصدر الطرق.
what-if-field-speed = سرعة المركبات، كم/س
what-if-field-services = الخدمات
what-if-field-place = المكان
what-if-field-lon = خط الطول، درجات شرقًا
what-if-field-lat = خط العرض، درجات شمالًا
what-if-pick = اختر على الخريطة
what-if-take-place = خذ المكان المعروض
what-if-picking-place = انقر المكان على الخريطة، أو اذهب إليه بأسهم لوحة المفاتيح واضغط مفتاح الإدخال (Enter). مفتاح الخروج (Esc) للإلغاء.
what-if-picking-road = انقر الطريق على الخريطة، أو اذهب إليه بأسهم لوحة المفاتيح واضغط مفتاح الإدخال (Enter). مفتاح الخروج (Esc) للإلغاء.
what-if-picking-hazard = انقر المنطقة الخطرة على الخريطة، أو اذهب إليها بأسهم لوحة المفاتيح واضغط مفتاح الإدخال (Enter). مفتاح الخروج (Esc) للإلغاء.
what-if-picked-place = المكان المختار: { $place }
what-if-picked-road = الطريق { $road } ({ $class })
what-if-picked-none = لم يُختر شيء.
what-if-no-map = لا توجد خريطة للاختيار عليها؛ اكتبه بدلًا من ذلك.
what-if-hazard-ranked = { $hazard } (الرقم { $rank } في ترتيب التطهير)
what-if-hazards-more = القائمة تضم المناطق الأولى فقط؛ غير المدرج فيها: { $told }. اخترها على الخريطة.
what-if-add = جرّب هذا التغيير
what-if-save = احفظ هذا التغيير
what-if-cancel = إلغاء
what-if-fault-kind = هذا النوع من التغيير غير معروف، أو القائمة ممتلئة: { $most } تغييرًا على الأكثر.
what-if-fault-name = أعط المركز اسمًا لا يزيد على 200 حرف.
what-if-fault-place = أعط خط طول من −180 إلى 180 وخط عرض من −90 إلى 90، أو اختر المكان.
what-if-fault-services = اختر خدمة واحدة على الأقل.
what-if-fault-centre = اختر مركزًا.
what-if-fault-hazard = اختر منطقة خطرة.
what-if-fault-road = أعط معرّف طريق، وهو عدد صحيح، أو اختر الطريق.
what-if-fault-speed = أعط سرعة أكبر من 0 ولا تزيد على 300 كم/س.
what-if-fault-twice = القائمة تغيّر هذا من قبل. عدّل ذلك التغيير أو اختر غيره.
what-if-fault-most = القائمة ممتلئة: { $most } تغييرًا على الأكثر. احذف واحدًا أولًا.
what-if-list = التغييرات
what-if-nothing = لم يُغيَّر شيء.
what-if-said-add = أُضيف: { $name } عند { $place }: { $services }
what-if-said-move = نُقل المركز { $name } إلى { $place }
what-if-said-upgrade = يقدّم المركز { $name } أيضًا: { $services }
what-if-said-close = أُغلق المركز { $name }
what-if-said-release = أُفرج عن المنطقة الخطرة { $hazard }
what-if-said-open = فُتح الطريق { $road }
what-if-said-faster = الطريق { $road } بسرعة { $speed } كم/س
what-if-said-unknown = تغيير لا يمكن قراءته
what-if-left-out = لا يمكن إجراء هذا التغيير ولم يُحسب:
what-if-some-left-out = تغييرات لا يمكن إجراؤها ولم تُحسب: { $changes }. القائمة تذكر السبب.
what-if-some-unknown = تغييرات في الرابط لا يمكن قراءتها: { $changes }. والأخرى باقية.
what-if-opened = هذا الرابط يحمل تغييرات: { $changes }. يجري حساب الجواب.
what-if-edit = عدّل
what-if-edit-of = عدّل: { $change }
what-if-remove = احذف
what-if-remove-of = احذف: { $change }
what-if-undo = تراجع
what-if-redo = أعد
what-if-clear = احذف الكل
what-if-undone = تم التراجع.
what-if-redone = تمت الإعادة.
what-if-working = يجري الحساب، { $seconds } ث. الجواب الأول من الخادم يستغرق حتى دقيقة.
what-if-give-up = توقف
what-if-gave-up = توقف الحساب. تغييراتك باقية في القائمة.
what-if-again = حاول مرة أخرى
what-if-stays = تغييراتك باقية في القائمة.
what-if-busy = { $time ->
    [short] لدى الخادم عمل كثير. حاول مرة أخرى بعد { $seconds } ث.
   *[long] لدى الخادم عمل كثير. حاول مرة أخرى بعد { $minutes } د.
}
what-if-when = اعرض على الخريطة
what-if-when-before = قبل
what-if-when-after = بعد
what-if-when-difference = الفرق
what-if-more = { $n ->
    [zero] لا أحد يصل زيادةً إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [one] شخص واحد إضافي يصل إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [two] شخصان إضافيان يصلان إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [few] { $more } أشخاص إضافيين يصلون إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [many] { $more } شخصًا إضافيًا يصلون إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
   *[other] { $more } شخص إضافي يصلون إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
}
what-if-fewer = { $n ->
    [zero] العدد الذي يصل إلى { $service } خلال { $time } كما هو: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [one] شخص واحد لم يعد يصل إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [two] شخصان لم يعودا يصلان إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [few] { $more } أشخاص لم يعودوا يصلون إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
    [many] { $more } شخصًا لم يعودوا يصلون إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
   *[other] { $more } شخص لم يعودوا يصلون إلى { $service } خلال { $time }: قبل { $before } ({ $before_share })، بعد { $after } ({ $after_share }) من { $people } شخص.
}
what-if-same = العدد نفسه كما قبل يصل إلى { $service } خلال { $time }: { $after } ({ $after_share }) من { $people }.
what-if-nobody-lives = بحسب بيانات السكان لا يسكن أحد هنا، فلا أحد يمكن أن يستفيد.
what-if-reconnected = { $n ->
    [zero] لا أحد ممن لم يكن لهم طريق يصبح له طريق.
    [one] شخص واحد لم يكن له طريق أصبح له طريق.
    [two] شخصان لم يكن لهما طريق أصبح لهما طريق.
    [few] { $people } أشخاص لم يكن لهم طريق أصبح لهم طريق.
    [many] { $people } شخصًا لم يكن لهم طريق أصبح لهم طريق.
   *[other] { $people } شخص لم يكن لهم طريق أصبح لهم طريق.
}
what-if-quicker = { $n ->
    [zero] لا أحد يصل أسرع.
    [one] شخص واحد يصل أسرع بـ { $minutes } (توفير { $total } شخص-دقيقة في الاتجاه الواحد).
    [two] شخصان يصلان أسرع بـ { $minutes } في المتوسط (توفير { $total } شخص-دقيقة في الاتجاه الواحد).
    [few] { $people } أشخاص يصلون أسرع بـ { $minutes } في المتوسط (توفير { $total } شخص-دقيقة في الاتجاه الواحد).
    [many] { $people } شخصًا يصلون أسرع بـ { $minutes } في المتوسط (توفير { $total } شخص-دقيقة في الاتجاه الواحد).
   *[other] { $people } شخص يصلون أسرع بـ { $minutes } في المتوسط (توفير { $total } شخص-دقيقة في الاتجاه الواحد).
}
what-if-nobody-gains = لا أحد يستفيد من هذه التغييرات.
what-if-losing = { $n ->
    [zero] لا أحد يستغرق وقتًا أطول من قبل.
    [one] شخص واحد يستغرق وقتًا أطول من قبل.
    [two] شخصان يستغرقان وقتًا أطول من قبل.
    [few] { $people } أشخاص يستغرقون وقتًا أطول من قبل.
    [many] { $people } شخصًا يستغرقون وقتًا أطول من قبل.
   *[other] { $people } شخص يستغرقون وقتًا أطول من قبل.
}
what-if-cut-off = { $n ->
    [zero] لا أحد يفقد الطريق الذي كان له.
    [one] شخص واحد يفقد الطريق الذي كان له.
    [two] شخصان يفقدان الطريق الذي كان لهما.
    [few] { $people } أشخاص يفقدون الطريق الذي كان لهم.
    [many] { $people } شخصًا يفقدون الطريق الذي كان لهم.
   *[other] { $people } شخص يفقدون الطريق الذي كان لهم.
}
what-if-nobody-loses = لا أحد يخسر.
what-if-areas = من يستفيد، بحسب الوحدة الإدارية
what-if-no-areas = لا أحد يستفيد أو يخسر في أي وحدة إدارية.
what-if-all-areas = اعرض جميع الوحدات الإدارية ({ $areas })
what-if-outside = خارج جميع الوحدات
what-if-column-area = الوحدة
what-if-column-more = زيادة الأشخاص خلال { $time }
what-if-column-quicker = من يصلون أسرع
what-if-column-reconnected = من أصبح لهم طريق
what-if-column-worse = من يخسرون
what-if-scenario = نزّله سيناريو لدراسة
what-if-scenario-hint = ملف zip فيه سيناريو لملف الدراسة، وطبقة للمراكز الجديدة، وملاحظة تذكر ما يجب فعله.
what-if-scenario-again = نسي الخادم الجواب، ويجري حسابه من جديد. ثم نزّله مرة أخرى.
what-if-too-wide = هذه التغييرات أوسع من أن يُجاب عنها فورًا. يمكن لمهمة أن تحسبها في بضع دقائق.
what-if-as-job = احسبها بمهمة
what-if-job-asking = يجري طلب المهمة.
what-if-job-forbidden = لا يجوز للقراء بلا مفتاح طلب مهام هنا. غيّر أقل في المرة الواحدة، أو اطلب مفتاحًا ممن يدير الخادم.
what-if-job-waiting = المهمة تنتظر دورها ({ $share }).
what-if-job-running = المهمة جارية: أُنجز { $share }.
what-if-job-cancel = ألغ المهمة
what-if-job-cancelled = أُلغيت المهمة. تغييراتك باقية في القائمة.
what-if-job-failed = فشلت المهمة. غيّر أقل في المرة الواحدة، أو أخبر من يدير الخادم.
what-if-job-gone = لم يعد الخادم يعرف المهمة. اطلبها من جديد.
what-if-job-lost = الخادم لا يجيب. ربما تستمر المهمة هناك؛ انظر مرة أخرى بعد قليل.
what-if-job-done = انتهت المهمة.
what-if-job-link = النتيجة كاملة بصيغة JSON
what-if-job-sentence = خلال { $time } من { $service }: يدخل { $came }، ويخرج { $went } من الأشخاص.
