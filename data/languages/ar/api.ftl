# What the API says: titles, descriptions, labels and the names of problems.

site-title = nearcare
site-description = زمن الوصول إلى الرعاية للناجين من الذخائر المتفجرة، وأين تنقص الرعاية.
site-warning = عدم وجود خطر مسجّل لا يعني أن المكان آمن. لا تُستخدم للملاحة.
site-skip = إلى المحتوى
site-navigation = الرئيسية
site-other-formats = أشكال أخرى لهذه الصفحة
site-language-note = تبقى أسماء كل إصدار ونصوصه باللغة التي أُعدّ بها.

page-home = الصفحة الأولى
page-releases = الإصدارات
page-runs = حسابات { $release }
page-collections = المجموعات
page-items = عناصر { $collection }
page-item = العنصر { $feature } من { $collection }
page-conformance = المطابقة
page-api = واجهة البرمجة، عملية بعد عملية
page-queryables = خصائص { $collection }
page-links = روابط
page-next = الصفحة التالية
page-previous = الصفحة السابقة
page-matched =
    { $matched ->
        [zero] لا عناصر
        [one] { $returned } من عنصر واحد
        [two] { $returned } من عنصرين
        [few] { $returned } من { $matched } عناصر
        [many] { $returned } من { $matched } عنصرًا
       *[other] { $returned } من { $matched } عنصر
    }
page-none = لا يوجد هنا ما يمكنك رؤيته.
page-outline = حدود العناصر في هذه الصفحة؛ والجدول يقول الشيء نفسه.
page-no-outline = ليس لهذه العناصر مكان على الخريطة.
page-parameters = المعاملات
page-example = مثال
page-required = إلزامي
page-yes = نعم
page-no = لا

link-tiles = مربعات { $release } وصوره النقطية
link-comparisons = مقارنات { $release }
link-report = تقرير الفجوات في { $release }
link-point = ما يقال عن مكان في { $release }
link-processes = العمليات
link-jobs = المهام
link-health = حالة الخادم
link-map = الخريطة
link-maps = الخرائط
link-offline-map = خريطة تُفتح دون شبكة
link-text = التقرير
link-comparison = مقارنة: { $name }

word-title = العنوان
word-description = الوصف
word-property = الخاصية
word-unit = الوحدة
word-type = النوع
word-extent = النطاق (غرب، جنوب، شرق، شمال)
word-as-of = حتى تاريخ
word-country = البلد
word-tier = مستوى الاطلاع
word-version = النسخة
word-created = تاريخ الإنشاء
word-threshold = العتبة (بالدقائق)
word-bands = الفئات (بالدقائق)
word-sources = المصادر والتراخيص
word-source = المصدر
word-licence = الترخيص
word-date = التاريخ
word-disclaimers = يجب الانتباه إلى ما يلي
word-pages = الخريطة والتقرير
word-people = السكان
word-people-beyond = السكان خارج العتبة
word-gaps = المناطق قليلة الخدمة
word-median = الوسيط (بالدقائق)

layer-areas = الوحدات الإدارية
layer-areas-about = الوحدات الإدارية في الدراسة وسكانها.
layer-access = الوصول بحسب الوحدة والحساب
layer-access-about = عدد سكان كل وحدة الذين يصلون إلى الرعاية ضمن كل فئة، في كل حساب. لا حدود لصف المجموع ولا لصف السكان خارج جميع الوحدات.
layer-gaps = المناطق قليلة الخدمة
layer-gaps-about = مناطق متصلة يعيش فيها سكان خارج العتبة، في كل حساب.
layer-regions = المناطق قليلة الخدمة وأسبابها
layer-regions-about = المناطق قليلة الخدمة، وأسباب بُعد الرعاية عنها، وما الذي يغيّر ذلك، وترتيبها.
layer-centres = مراكز الرعاية
layer-centres-about = المراكز كما استُخدمت في الدراسة.
layer-hazards = المناطق الخطرة المسجّلة
layer-hazards-about = مناطق مسجّلة يُشتبه في خطورتها أو تأكدت خطورتها ويجوز عرضها. عدم وجود خطر مسجّل لا يعني أن المكان آمن.
layer-clearance = التطهير والوصول
layer-clearance-about = ما الذي يغيّره الإفراج عن كل منطقة خطرة في الطريق إلى الرعاية. الترتيب بحسب الوصول وحده.
layer-disputed_roads = طرق تمر بمناطق خطرة مسجّلة
layer-disputed_roads-about = مقاطع طرق تمر بمناطق خطرة مسجّلة، والسكان الذين يعتمدون عليها.
layer-places = أماكن مسماة
layer-places-about = المدن والبلدات والقرى وغيرها من التجمعات السكانية التي تسميها الدراسة. هي أماكن، وليست أشخاصًا أبدًا.

legend-no-data = لا جواب
legend-no-way = لا طريق

problem-400 = لا يمكن استخدامه كما هو
problem-401 = من أنت؟
problem-403 = غير مسموح
problem-404 = غير موجود
problem-405 = تلزم طريقة أخرى
problem-406 = لا يمكن تقديمه بهذا الشكل
problem-409 = غير ممكن في هذه الحالة
problem-413 = أكبر من المسموح
problem-415 = نوع غير مقبول
problem-429 = طلبات كثيرة الآن
problem-500 = خلل في nearcare نفسه
problem-503 = ليس الآن
