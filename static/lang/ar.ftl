# العربية. The layout mirrors; times and flight numbers stay left to right.
onward-sub = مساعدة مباشرة أثناء العبور في رحلات إعادة التوطين
skip = انتقل إلى المحتوى
menu = القائمة
language = اللغة
post = نقطة العمل
close = إغلاق
back = رجوع
details = التفاصيل
signed-in-as = الحساب
sign-out = تسجيل الخروج
theme-day = ألوان النهار
theme-night = ألوان الليل
demo-other-roles = كل أدوار العرض
replay = يوم مسجَّل يُعاد أسرع { $rate } مرة

fresh-live = مباشر
fresh-sending = مباشر، يُرسَل { $n }
fresh-connecting = جارٍ الاتصال
fresh-as-of = حتى { $time }
fresh-offline = بلا شبكة، حتى { $time }
fresh-offline-never = بلا شبكة
fresh-offline-waiting = بلا شبكة، { $n } بانتظار الإرسال
fresh-silent = المصدر صامت منذ { $min } د
fresh-silent-never = المصدر صامت
fresh-away = الخادم لا يحفظ، حتى { $time }
fresh-away-never = الخادم لا يحفظ
fresh-state-live = الصورة مباشرة.
fresh-state-catching-up = جارٍ التحديث.
fresh-state-silent = أحد مصادر الرحلات صامت.
fresh-state-away = لا يصل الخادم إلى سجلاته. ما تفعله محفوظ وسيُرسَل لاحقًا.
fresh-state-offline = لا توجد شبكة. ما تفعله محفوظ وسيُرسَل لاحقًا.

band-safe = آمن
band-watch = للمتابعة
band-tight = ضيّق
band-broken = منقطع
band-none = في الطريق
margin-spare = يتبقى { $n } دقيقة
margin-short = ينقص { $n } دقيقة

sign-in-title = تسجيل الدخول
sign-in = دخول
sign-in-busy = جارٍ الدخول …
account = الحساب
password = كلمة المرور
session-expired = انتهت جلستك. سجّل الدخول من جديد: لم يضع شيء.
session-revoked = أُغلق هذا الحساب على هذا الجهاز، ومُحي ما كان محفوظًا هنا.
problem-bad-credentials = الحساب أو كلمة المرور غير صحيح.
problem-too-many = محاولات كثيرة. انتظر دقيقة ثم حاول مجددًا.
problem-no-network = لا يمكن الوصول إلى الخادم من هنا. تحقق من الشبكة وحاول مجددًا.
start-title = كل مجموعة مع من يرافقها، والجميع على علم
start-1 = ترى هنا كيف يتابع Onward مجموعات تبدّل الطائرات في رحلة طويلة، ويُخبر فريق كل مطار ومن يستقبلهم والمرافق بما يتغير لحظة تغيره.
start-2 = الرحلات الجوية من يوم حقيقي، { $day }. أما الأشخاص فمن الخيال.
start-2-titled = الرحلات الجوية من يوم حقيقي، { $day }: { $title }. أما الأشخاص فمن الخيال.
start-3 = يمر اليوم أسرع { $rate } مرة. اختر من تريد أن تكون، وافعل شيئًا، وشاهد شاشات الآخرين تتبعه.
start-again = بدأ اليوم المسجَّل من جديد. اختر من تريد أن تكون.
start-roles = افتح بصفة
start-recorded = مسجَّل
start-derived = مستنتج أو متخيَّل
pulse-title = ما حدث للتو
pulse-none = أول الأخبار بعد لحظة.
pulse-moving = مجموعات في الطريق
pulse-broken = وصلات منقطعة
pulse-cancelled = رحلات ملغاة

board-sub = { $n ->
    [one] دفعة واحدة
    [two] دفعتان
    [few] { $n } دفعات
   *[other] { $n } دفعة
  }، { $people ->
    [one] شخص واحد
    [two] شخصان
    [few] { $people } أشخاص
   *[other] { $people } شخصًا
  }
waves = { $n ->
    [one] دفعة واحدة
    [two] دفعتان
    [few] { $n } دفعات
   *[other] { $n } دفعة
  }
filter-all = الكل
filter-tight = الضيقة
filter-mine = دفعاتي
search-board = الرمز أو الرحلة
band-of-now = الآن
band-of-now-hint = على الأرض، أو خلال 30 دقيقة، أو بانتظار جوابك
band-of-next = الساعتان القادمتان
band-of-next-hint = لا عمل بعد، الأسوأ أولًا
band-of-later = لاحقًا
band-of-later-hint = بعد أكثر من ساعتين
band-of-done = غادروا
wave-name = { $labels }، { $n } شخصًا
groups = { $n ->
    [two] مجموعتان
    [few] { $n } مجموعات
   *[other] { $n } مجموعة
  }
in-arms = + { $n } محمولون
escorts = { $n ->
    [one] مرافق واحد
    [two] مرافقان
    [few] { $n } مرافقين
   *[other] { $n } مرافقًا
  }
people = { $n ->
    [one] شخص
    [two] شخصان
    [few] أشخاص
   *[other] شخصًا
  }
few = قليلون
left = غادروا
from-city = من { $city }
to-city = إلى { $city }
terminal = المبنى
gate = البوابة
was = كان
diverted-to = حُوِّلت إلى { $city }
sources-differ = المصادر مختلفة
time-scheduled-in = مقرر
time-estimated-in = متوقع
time-actual-in = عند الموقف
time-scheduled-out = مقرر
time-estimated-out = متوقع
time-actual-out = غادرت الموقف
time-unknown = الوقت غير معروف
mode-bus = حافلة
mode-road = برًّا
mode-walk = مشيًا
mode-hotel = فندق
status-scheduled = مقرر
status-moved = وقت جديد
status-out = غادرت الموقف
status-off = في الجو
status-on = هبطت
status-in = عند الموقف
status-cancelled = ملغاة
status-diverted = حُوِّلت
status-returned = عادت إلى الموقف
claim-nobody = لم يتولَّها أحد بعد
claim-by = تولّاها
claim-mine = توليتَها
claim-there = في المكان الآن:
claim-mine-there = أنت في المكان
not-sent-yet = لم يُرسَل بعد
do-claim = أتولّاها
do-arrived = أنا هنا
do-count = عُدَّهم
do-count-label = عُدَّ { $label }
do-unclaim = إعادة الدفعة
call = اتصل: { $who }
needed-minutes = فيمَ تُقضى الدقائق الـ{ $n }
minutes = { $n } د
minutes-ago = قبل { $n } د

strip-door = { $limit ->
    [check-in-close] التسجيل
    [departure] المغادرة
   *[door-close] الباب
  } { $time }
why-spare = يلزم { $needed } دقيقة من وصول الموقف، والمتاح { $available } حتى { $limit ->
    [check-in-close] إغلاق التسجيل
    [departure] المغادرة
   *[door-close] إغلاق الباب
  } عند { $time }: يتبقى { $n } دقيقة.
why-short = يلزم { $needed } دقيقة من وصول الموقف، والباقي { $available } حتى { $limit ->
    [check-in-close] إغلاق التسجيل
    [departure] المغادرة
   *[door-close] إغلاق الباب
  } عند { $time }: ينقص { $n } دقيقة.
why-longest = الأطول: { $part }، { $min } دقيقة.
why-reason-only = أطول جزء في الطريق: { $part }.
why-unknown = لا هامش بعد: أحد الأوقات غير معروف.
why-out-cancelled = الرحلة التالية ملغاة. لا وصلة بعد الآن.
why-in-cancelled = الرحلة القادمين عليها ملغاة.
why-in-diverted = الرحلة القادمين عليها تذهب إلى مكان آخر.
why-last = هذا آخر مطار لهم: هنا من يستقبلهم.
why-first = من هنا تبدأ رحلتهم.
why-ground = يكملون برًّا: السيارة تنتظرهم.
way-broken = وصلة في الطريق لا تكفي. المكتب يعمل على حلها، وستُخبَر حالما يُعرف وقت جديد.
way-tight = وصلة في الطريق ضيقة. ستُخبَر إن تغير الوقت عند الباب.
part-disembark = النزول
part-border = الحدود
part-bags = الحقائب
part-airport = المطار
part-terminal = المبنى
part-security = التفتيش
part-walk = المشي
part-wheelchair = الكرسي
part-children = الأطفال
part-group = المجموعة
part-language = اللغة
part-mct = الأدنى

count-title = عدّ { $label }
count-here = الحاضرون
count-in-arms = المحمولون
count-escorts = المرافقون
count-hint = عُدَّهم، ثم اكتب العدد.
count-erase = امحُ رقمًا
count-right = { $here }: كما هو متوقع
count-missing = { $here } من { $expected }: ينقص { $n }
count-over = { $here }، والمتوقع { $expected }: زيادة { $n }
count-send = سجّل { $n }
count-send-arms = سجّل { $n } + { $arms } محمولين
count-send-empty = سجّل
counted-right = { $here } هنا: الجميع
counted-missing = { $here } من { $expected } هنا: ينقص { $n }
counted-over = { $here } هنا، زيادة { $n }
counted-other = عدٌّ آخر يقول { $here }
counted-desk = عُدّ { $here } من { $expected } { $place }
place-off-the-aircraft = عند النزول من الطائرة
place-gate = عند البوابة
place-with-escort = مع المرافق

acknowledge = علمتُ
seen = رأيتُه
acknowledge-all = علمتُ بها كلها ({ $n })
seen-all = رأيتُها كلها ({ $n })
notice-broken-plain = الوصلة في { $city } لا تكفي.
notice-tight-plain = الوصلة في { $city } ضيقة.
notice-watch-plain = تابع الوصلة في { $city }.
notice-recovered-plain = الوصلة في { $city } تكفي من جديد.
notices-more = { $n } أخرى بانتظار جوابك
next-word = الخبر التالي قبل { $time }
next-word-late = كان الخبر التالي منتظرًا عند { $time }
notice-cancelled = أُلغيت { $flight } من { $city }.
notice-reinstated = عادت { $flight } من { $city } إلى الجدول.
notice-returned = عادت { $flight } إلى الموقف في { $city }.
notice-departed = غادرت { $flight } من { $city }.
notice-broken = الوصلة في { $city } لا تكفي: ينقص { $min } دقيقة.
notice-tight = الوصلة في { $city } ضيقة: يتبقى { $min } دقيقة.
notice-watch = تابع الوصلة في { $city }: يتبقى { $min } دقيقة.
notice-recovered = عاد للوصلة في { $city } هامش { $min } دقيقة.
notice-door = عند الباب { $late ->
    [earlier] أبكر
   *[later] أبعد
  } بـ{ $min } دقيقة مما قيل: { $from } إلى { $to }.
stage-told = قيل
stage-delivered = وصل
stage-seen = رُئي
stage-acknowledged = عُلِم

what = ماذا
value = القيمة
source = المصدر
said = متى قيل
field-scheduled-out = المغادرة المقررة
field-estimated-out = المغادرة المتوقعة
field-actual-out = غادرت الموقف
field-scheduled-off = الإقلاع المقرر
field-estimated-off = الإقلاع المتوقع
field-actual-off = أقلعت
field-scheduled-on = الهبوط المقرر
field-estimated-on = الهبوط المتوقع
field-actual-on = هبطت
field-scheduled-in = الوصول المقرر
field-estimated-in = الوصول المتوقع
field-actual-in = عند الموقف
field-gate-out = بوابة المغادرة
field-terminal-out = مبنى المغادرة
field-gate-in = بوابة الوصول
field-terminal-in = مبنى الوصول
field-belt = سير الحقائب
field-diverted-to = حُوِّلت إلى
field-cancelled = ملغاة
field-status = الحالة
source-plan = الخطة
source-demo-aidx = مصدر المطار (AIDX)
sources-and-ages = المصادر وأعمارها
staff-word = قل ما تعرفه: { $flight }
staff-word-until = يسري ساعة واحدة. وإن قال مصدر غير ذلك لاحقًا ظهر بجانبه.
staff-word-send = قُل

tray = الأعمال
understood = فهمت
waiting-since = بانتظار الإرسال منذ { $time }
outcome-rejected = رفضه الخادم.
outcome-conflict = سبقك إليه غيرك.
problem-already-claimed = تولّاها غيرك قبلك.
problem-no-such-alert = كان قد حُلّ.
problem-already-ended = كان قد انتهى.
problem-not-found = لم يعد في عهدتك.
did-claim = التولّي
did-unclaim = إعادة الدفعة
did-arrived = أنا هنا
did-count = العدّ
did-notice-ack = العلم بالخبر
did-flight-state = قول عن رحلة
did-alert-raise = رفع تنبيه
did-alert-resolve = حلّ تنبيه
did-movement-close = الإغلاق
did-movement-cancel = الإلغاء

arrivals = الوصول
arrivals-all = الوصول، كل المستقبِلين
arrivals-sub = { $who }: { $n ->
    [one] وصول واحد
    [two] وصولان
   *[other] { $n } وصول
  }، { $people ->
    [one] شخص واحد
    [two] شخصان
    [few] { $people } أشخاص
   *[other] { $people } شخصًا
  }
arrivals-day = { $n ->
    [one] وصول واحد
    [two] وصولان
   *[other] { $n } وصول
  }، { $people ->
    [one] شخص واحد
    [two] شخصان
    [few] { $people } أشخاص
   *[other] { $people } شخصًا
  }
at-the-door = عند الباب
door-none = لا وقت عند الباب بعد: ما دام الطريق منقطعًا فلن يكون صادقًا.
belt = سير الحقائب
seats = { $n ->
    [one] مقعد واحد
    [two] مقعدان
    [few] { $n } مقاعد
   *[other] { $n } مقعدًا
  }
child-seats = { $n ->
    [one] مقعد طفل
    [two] مقعدا أطفال
    [few] { $n } مقاعد أطفال
   *[other] { $n } مقعد أطفال
  }
state-planned = مقرر
state-moving = في الطريق
state-broken = الوصلة منقطعة
state-arrived = وصلوا
state-closed = أُغلق
state-cancelled = أُلغي
state-farewell = لم يعد يمر من هنا

desk-sign = المكتب
desk-title = التنسيق، { $programme }
desk-sub = { $n } مفتوحة، { $broken } منقطعة، التنبيهات { $alerts }
desk-movements = المجموعات
desk-flights = الرحلات
search-desk = الرمز أو المرجع أو الرحلة أو المطار
n-alerts = { $n ->
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $n } تنبيهات
   *[other] { $n } تنبيهًا
  }
n-waiting = { $n } بلا جواب
version = النسخة { $n }
journey = الرحلة
here-waiting = هم هنا
here-aboard = هم على متنها
told = من أُخبِر
told-nothing = لم يلزم إخبار أحد حتى الآن.
on-the-ground = على الأرض
party-coordinator = المكتب
party-station = المحطة
party-receiver = المستقبِل
party-authority = الجهة
party-escort = المرافق
history = ما جرى
history-none = لا يمكن قراءة ما جرى الآن.
movement-close = إغلاق
movement-close-text = إغلاق { $label }؟ وصل الجميع وهم مع من يستقبلهم. ينتهي عند كل من يتابعه.
movement-cancel = إلغاء الرحلة كلها
movement-cancel-text = إلغاء { $label }؟ لن يسافر أحد وفق هذه الخطة، ويُخبَر كل من يتابعها.
reason = السبب
free-text-hint = 200 حرف على الأكثر: لا صحة ولا وضع ولا قصة.
resolve = حلّ
alert-raise = رفع تنبيه
alert-raise-text = يبقى التنبيه أعلى كل مكتب إلى أن يحله أحد.
alert-what = عمّ هو
alert-other = تنبيه
alert-count-mismatch = العدّان مختلفان
feeds = مصادر الرحلات
feed-ok = مسموع
feed-late = متأخر
feed-silent = صامت
feed-off = موقوف
heard-ago = قبل { $n } د
feed-sums = { $accepted } مقبول، { $unmatched } بلا رحلة، { $rejected } مرفوض
feed-quiet = هادئ، لا رحلة لنا قادمة
feed-turn-off = إيقاف
feed-turn-on = تشغيل
feed-turn-off-what = إيقاف { $who }
feed-turn-on-what = تشغيل { $who }
feed-off-title = إيقاف { $who }؟
feed-off-text = يُرفض ما يرسله ولا يُسأل بعد ذلك، في كل المكاتب، إلى أن يعيد أحد تشغيله. وما قاله حتى الآن يبقى.
unmatched = بانتظار قرار شخص
unmatched-waits-min = { $n ->
    [0] وصل للتو
   *[other] ينتظر منذ { $n } د
  }
unmatched-it-is = هي { $flight }
unmatched-waits-h = ينتظر منذ { $n } س
unmatched-mass = { $n ->
    [one] إلغاء واحد أكثر من المعتاد من { $who }: هل هو حقيقي؟
   *[other] { $n } إلغاءات دفعة واحدة من { $who }: هل هي حقيقية؟
  }
unmatched-real = هي حقيقية
unmatched-which = أي الرحلات
unmatched-other = رحلة أخرى…
unmatched-other-title = أي رحلة هي { $what }؟
unmatched-search = الرقم أو التاريخ أو المطار
unmatched-aside = وضعها جانبًا
unmatched-aside-what = وضع { $what } جانبًا
unmatched-more = إظهار { $n } أخرى
unmatched-route = من { $from } إلى { $to }
unmatched-withdrawn = سُحب
unmatched-settled = تُحسب الآن للرحلة { $flight }.
unmatched-taken = تُحسب الآن، ويُبلَّغ كل من يعنيه الأمر.
unmatched-laid = وُضعت جانبًا.
unmatched-failed = لم ينجح ذلك. حاول مرة أخرى.
unmatched-why-unknown = ما تذكره لا يكفي لمعرفة الرحلة المقصودة.
unmatched-why-several = تنطبق على أكثر من رحلة.
unmatched-why-suffix = تشبه رحلة لنا أُضيف إليها حرف. هل هي نفسها؟
unmatched-why-mass-cancellation = المصدر المعطَّل يلغي كل ما لديه. لا يُبلَّغ أحد حتى تقرر.
flight = الرحلة
from = من
to = إلى
departs = المغادرة
arrives = الوصول
status = الحالة
our-people = مجموعاتنا
fact-published = نُشر
fact-claim = تولّى
fact-unclaim = أعاد الدفعة
fact-arrived = في المكان
fact-count = عُدّ
fact-notice-ack = عُلِم
fact-alert-raise = رُفع تنبيه
fact-alert-resolve = حُلّ تنبيه
fact-movement-close = أُغلق
fact-movement-cancel = أُلغي
fact-turned = رحلة
fact-notice = قيل
fact-receipt = إيصال
fact-flight-state = قول عن رحلة

escort-sign = المرافق
escort-title = رحلتك
escort-at = في { $city }
escort-to = في الطريق إلى { $city }

loading-title = لحظة
loading-text = جارٍ جلب الحال الآن.
empty-board-title = لا دفعات هنا
empty-board-text = لا أحد منا يمر بهذا المطار اليوم. ما يأتي يظهر وحده.
empty-arrivals-title = لا أحد في الطريق إليك
empty-arrivals-text = حالما تُعلَن مجموعة تظهر هنا مع وقتها عند الباب.
empty-desk-title = لا مجموعات بعد
empty-desk-text = تظهر المجموعات المنشورة هنا وحدها.
empty-escort-title = لا رحلة في عهدتك
empty-escort-text = تظهر رحلتك التالية هنا قبل بدايتها.
desk-none-title = اختر مجموعة
desk-none-text = هنا تظهر رحلتها ومن أُخبِر وما جرى.
nothing-found-title = لا شيء يطابق
nothing-found-text = غيّر التصفية أو البحث لترى الباقي.
forbidden-title = لا شيء يُعرض لهذا الحساب
forbidden-text = هذا الحساب لا يتابع أي مجموعة. ادخل بحساب نقطة عملك.

wave = الدفعة
wave-sub = { $labels } · { $n } شخصًا
board = اللوحة
open-wave = افتح
groups-of-wave = مجموعات هذه الرحلة
with-whom = من مع من
what-else = أعمال أخرى
for-chosen = للمختارين ({ $n })
people-by-case = الأشخاص حسب الملف
people-hint = ضع علامة على من يعنيه العمل التالي
choose-none = { $n } مختارون: امسح
names-not-open = الأسماء ليست مفتوحة هنا الآن. الأعداد والرموز مفتوحة.
not-on-this-flight = ليسوا على هذه الرحلة:
empty-wave-title = لم تعد هذه الدفعة هنا
empty-wave-text = غادرت، أو تغيرت خطتها. اللوحة تُظهر ما هو هنا الآن.
do-count-door = عُدَّهم عند الباب
do-accept = استلام
do-accept-label = استلام { $label }
do-checkpoint = الجميع هنا: { $place }
do-offer = تسليم
do-offer-label = تسليم { $label }
do-boarded = صعدوا
do-boarded-label = صعدوا: { $label }
do-landed = هبطنا في { $place }
all-here = الجميع هنا ورأيتهم
task-count = العدّ
task-take = استلام
task-seen = رُئوا عند …
task-hand-on = تسليم
task-outside = إلى رعاية أخرى
task-boarded = صعدوا
task-add = أضف شخصًا
task-missing = مفقود
task-found = وُجِد
task-family = أُخبرت العائلة
task-note = ملاحظة
task-callback = اتصلوا بي
fact-counted = عُدّ { $n }
fact-seen = { $place }: { $n }
fact-boarded-n = صعد { $n }
n-people = { $n ->
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
   *[other] { $n } شخصًا
  }
hours = { $n } س

count-part = العدّ كـ
count-part-none = الجميع معًا
part-name = { $kind ->
    [bus] الحافلة { $n }
    [door] الباب { $n }
   *[other] الجزء { $n }
  }
count-together = المجموع
count-so-far = { $here } من { $expected } حتى الآن
count-again = عُدَّ من جديد
share-title = { $n } عند الباب: حسب المجموعة
share-hint = قل كم شخصًا من كل مجموعة.
share-next = حسب المجموعة
share-left = بقي { $n } بلا مجموعة: { $what }
share-over = زيادة { $n }: { $what }
share-placed = وُزِّع الجميع
one-less = أقل بواحد
one-more = أكثر بواحد

party-me = أنت
party-aboard = على متن { $flight }
party-aboard-leg = في الطريق، المرحلة { $n }
party-origin = لم يُسلَّموا بعد
party-alone = وحدهم كما هو مخطط
party-ended = انتهت الرحلة
party-unknown = غير معروف
party-previous-stop = المحطة السابقة
party-next-stop = المحطة التالية
party-on-the-way = في الطريق
party-border = عند الحدود
party-here = هنا
party-out-prm = خدمة المساعدة
party-out-crew = الطاقم
party-out-border = شرطة الحدود
party-out-hotel = الفندق
party-out-hospital = المستشفى
party-out-adult = شخص بالغ معروف بالاسم
party-out-other = طرف آخر
party-person = اسم الشخص هناك، إن وُجد
with-party = مع { $party }
with-me = معك
with-out = في رعاية { $party }
with-receiver = استقبلهم { $party }
with-not-known = غير معروف
with-none = لم يقل أحد بعد مع من هم.
since = منذ
not-known-since = غير معروف منذ
seen-at = رُئي: { $place }
last-with = آخرًا: { $party }
unconfirmed = غير مؤكد
about-person = المزيد عن { $name }
unit-of = معًا: { $n }
bags = { $n ->
    [one] حقيبة واحدة
    [two] حقيبتان
    [few] { $n } حقائب
   *[other] { $n } حقيبة
  }
paper-travel-document = وثيقة سفر
paper-passport = جواز سفر
paper-visa = تأشيرة
paper-other = وثيقة أخرى
paper-missing = { $kind }: غير موجودة
paper-until = { $kind }، حتى { $date }
age = العمر
age-infant = دون السنتين
age-toddler = من 2 إلى 4
age-child = طفل
age-teen = يافع
age-adult = بالغ
age-senior = 65 فأكثر

whom = من
whom-all = الجميع ({ $n })
whom-some = بعضهم فقط
whom-these = { $n } مختارون
take-title = استلام { $label }
take-from = من: { $party }
take-from-whom = ممن
take-offers = يسلّمهم إليك
take-nobody = لا أحد ينتظر الاستلام هنا.
take-compare = قارن
take-send = استلم { $n }
take-anyway = استلم { $n } مع ذلك
take-who-not = من ليس هنا؟ ({ $n })
papers-bag-seen = رأيت حقيبة الوثائق
readback-mine = عددتَ
readback-theirs = { $who }
readback-alone = لم يذكر أحد غيرك عددًا.
readback-same = العدد نفسه.
readback-differ = الفرق { $n }. يبقى العددان مكتوبين.
by-the-record = حسب السجل
refuse = رفض
refuse-text = يبقون مع من هم معه الآن، ويُخبَر الطرفان.
hand-on-title = تسليم { $label }
hand-on-inside = محطة أو مرافق
hand-on-outside = إلى رعاية أخرى
hand-on-to = إلى من
hand-on-send = سلّم { $n } إلى: { $party }
give-send = { $n } في رعاية: { $party }
back-by = يعودون قبل
offer-coming = { $party } يسلّمهم إليك: عُدَّهم واستلمهم
offer-going = سُلِّم { $n } إلى { $party } ولم يُجب بعد
boarded-title = صعدوا: { $label }، { $flight }
boarded-send = صعد { $n }
boarded-send-behind = صعد { $n } وتخلّف { $behind }
left-behind-who = من تخلّف؟ ({ $n })

seen-title = رُئوا: { $label }
seen-where = أين
seen-send = رُئي { $n }: { $place }
place-check-in = تسجيل السفر
place-exit-control = مراقبة الخروج
place-border = الحدود
place-bags = الحقائب
place-security = التفتيش
place-boarded = على المتن
place-door = عند الباب
place-kerb = الرصيف
place-washroom = دورة المياه
place-shops = المتاجر
place-aircraft = الطائرة
add-title = أضف شخصًا إلى { $label }
add-text = شخص يسير معهم وليس في أي قائمة. المكتب يؤكد من هو.
add-send = أضف، غير مؤكد
called = يُنادى (قد يبقى فارغًا)
walks-with = يسير مع
nobody-here = لا أحد بعينه
missing-title = مفقود: { $label }
missing-where = آخر مكان رُئي فيه
missing-more = المزيد إن كان يفيد
missing-send = قل إن { $n } غير معروف مكانهم
found-title = وُجِد: { $label }
found-where = وُجِد في
found-send = وُجِد { $n }
found-nobody = لا أحد مفقود هنا.

note-title = ملاحظة عن { $label }
note-to = إلى
note-text = الملاحظة
note-send = أرسل الملاحظة
callback-title = اتصلوا بي بشأن { $label }
callback-when = متى
callback-now = الآن
callback-soon = قريبًا
callback-later = لاحقًا
callback-about = بشأن
callback-send = اطلب مكالمة
family-title = أُخبرت العائلة: { $label }
family-text = بأي لغة قيل لهم ما يأتي؟
family-in = قيل بلغة: { $language }
family-told-in = أُخبرت العائلة بلغة: { $language } ({ $party })

sign-show = ارفع لافتة { $label }
sign-of = لافتة { $label }: { $symbol }
sign-hold-up = ارفعها
symbol-tree = شجرة
symbol-cloud = غيمة
symbol-boat = قارب
symbol-umbrella = مظلة
symbol-kite = طائرة ورقية
symbol-leaf = ورقة شجر
symbol-cup = فنجان
symbol-key = مفتاح
symbol-hat = قبعة
symbol-house = بيت
symbol-flower = زهرة
symbol-butterfly = فراشة

just-done = تم للتو
just-done-more = { $n } أخرى تمت للتو
just-done-less = أظهر أقل
undo = تراجع
undo-what = تراجع: { $what }
undo-for = يمكن التراجع خلال { $n } د
queue-waiting = { $n } بانتظار الإرسال
queue-sending = يُرسَل { $n }
queue-read-out = لم يضع شيء. إن كان لا يحتمل الانتظار فاتصل بالمكتب واقرأ الرمز.
person-at-post = في هذه النقطة:
person-nobody = من هنا؟
person-title = من في هذه النقطة؟
person-text = اسم قصير. يُذكر مع كل ما يُفعل هنا ويبقى على هذا الجهاز.
person-name = اسم قصير
person-send = أنا هو
person-none = لا أحد
did-for = عن { $party }
did-handover-offer = تسليم
did-handover-accept = استلام
did-handover-refuse = رفض
did-handover-give = إلى رعاية أخرى
did-handover-take = استلام
did-boarded = صعدوا
did-left-behind = تخلّفوا
did-landed = هبوط
did-sighting = رُئوا
did-traveller-add = إضافة شخص
did-traveller-drop = لم يعد يسافر
did-traveller-correct = تصحيح شخص
did-person-missing = مفقود
did-person-found = وُجِد
did-callback = اتصلوا بي
did-note = ملاحظة
did-told-family = أُخبرت العائلة
did-booking-changed = ما فعلته شركة الطيران
did-reroute-approve = طريق آخر
did-movement-split = تقسيم
did-movement-join = ضم
did-reception-ready = جاهزون
did-reception-problem = مشكلة
did-reception-received = استقبال
did-undo = تراجع

do-ready = نحن جاهزون
do-problem = مشكلة
do-received = استقبلناهم …
ready-since = جاهزون
received-of = استُقبل { $n } من { $expected }
received-title = الاستقبال: { $label }
received-send = استُقبل { $n } من { $expected }
on-your-list = في قائمتك
problem-title = مشكلة: { $label }
problem-what = ما الذي يمنع
problem-send = أخبر المكتب
problem-kind-late = سنتأخر
problem-kind-vehicle = لا مركبة أو هي صغيرة
problem-kind-interpreter = لا مترجم
problem-kind-room = لا غرفة أو أسرّة
problem-kind-people = ليسوا من كنا ننتظرهم
problem-kind-other = شيء آخر

desk-do-call = دوّن مكالمة
desk-do-reroute = طريق آخر
desk-do-booking = ما فعلته شركة الطيران
desk-do-split = تقسيم
desk-do-join = ضم
desk-do-drop = لم يعد يسافر
desk-do-alert = رفع تنبيه
desk-do-close = إغلاق
desk-do-cancel = إلغاء الرحلة كلها
call-title = دوّن مكالمة: { $label }
call-who = من اتصل
call-heard = كيف سُمع
call-when = متى كان
call-pick = اختر من اتصل، ثم دوّن ما قاله باسمه.
call-more = دُوِّن. قد يكون هناك المزيد.
just-now = الآن
heard-phone = بالهاتف
heard-radio = باللاسلكي
heard-in-person = شخصيًا
heard-for = { $party }، { $how }
said-known = على علم بها كلها ({ $n })
said-claims = يتولى الدفعة
said-there = في المكان
said-landed = هبط
said-ready = جاهز
said-problem = لديه مشكلة
said-received = استقبلهم …
drop = لم يعد يسافر
drop-title = لم يعد يسافر: { $label }
drop-text = لا يُقال للآخرين إلا: ليس على هذه الرحلة. السبب يبقى في المكتب.
drop-why = لماذا
drop-send = أخرج { $n } من هذه الرحلة
outcome-stayed-at-origin = بقي في نقطة الانطلاق
outcome-own-decision = بقراره
outcome-with-authorities = لدى السلطات
outcome-hospital = في المستشفى
outcome-other-travel = يسافر بطريقة أخرى
outcome-not-found = لم يوجد
outcome-died = تُوفي
confirm-person = أكّد هذا الشخص
receptions = المستقبِلون
not-answered = لا جواب بعد
refused-title = { $n } بلاغات لم يمكن تطبيقها
at-time = من كان مع من عند …
at-time-ask = أظهر
at-time-was = كما كان عند { $time }
day = اليوم
time = الوقت
time-utc = الوقت (UTC)
from-party = من { $party }
to-party = إلى { $party }
back-at = يعود قبل { $time }
bookings = الحجوزات
booking-title = ما فعلته شركة الطيران: { $label }
locator = رمز الحجز
booking-by = غيّره
booking-by-airline = شركة الطيران
booking-by-desk = المكتب
booking-cut = يفرّق العائلة
booking-papers = وثائق لم تعد مناسبة:
booking-send = سجّل التغيير
reroute-title = طريق آخر: { $label }
reroute-none = غادرت كل المراحل: لا شيء أمامها ليُغيَّر.
reroute-from = من أي مرحلة
reroute-whom = لمن
reroute-apart = يصبحون مجموعة مستقلة.
reroute-wrong = بعض الحقول غير مقروء. كل منها يقول ما ينقصه.
reroute-send = وافق وأخبر الجميع
whole-units = عائلات كاملة
told-will = من سيُخبَر
told-ack = عليه أن يؤكد:
told-farewell = يخرج من الطريق وتصله كلمة أخيرة:
told-join = ينضم إلى الطريق:
leg-add = أضف مرحلة
leg-remove = احذف المرحلة
leg-n = المرحلة { $n }
leg-kind = بواسطة
flight-number = رقم الرحلة
local-time = بالتوقيت المحلي
wrong-flight = مثل B6 130
wrong-airport = رمز مطار، مثل BUF
wrong-time = اليوم والوقت؛ الوصول بعد المغادرة
wrong-chain = تبدأ حيث تنتهي المرحلة السابقة
wrong-chain-time = تغادر قبل وصول المرحلة السابقة
split-title = تقسيم { $label }
split-text = اختر العائلات التي تكمل مجموعةً مستقلة.
split-counts = يذهب { $n } ويبقى { $rest }
split-send = افصل { $n }
split-into = قُسِّمت إلى
split-from = فُصلت عن مجموعة أخرى
join-title = ضم مجموعة أخرى إلى { $label }
join-text = تكمل المجموعة الأخرى مع هذه تحت هذا الرمز.
join-none = لا مجموعة أخرى على إحدى هذه الرحلات.
join-send = ضمّهم

who-meets = من يستقبلكم

alert-custody-contradiction = طرفان يقولان إن الأشخاص أنفسهم معهما
alert-not-seen = لم يُرَ حين كان متوقعًا
alert-late-return = لم يعد في الوقت
alert-alone-overdue = وحدهم أطول مما خُطط
alert-person-missing = مفقود
alert-left-behind = تخلّف
alert-handover-refused = لم يُستلموا
alert-callback = يطلب مكالمة
alert-reception-problem = لدى مستقبِل مشكلة
alert-not-received = لم يُستقبلوا
alert-alone-too-long = الخطة تتركهم وحدهم أطول مما يجوز
problem-unknown-traveller = هذا الشخص ليس في هذه المجموعة.
problem-unknown-notice = لم يعد هذا الخبر موجودًا.
problem-not-your-command = ليس هذا من عمل هذه النقطة.
problem-not-your-airport = تلك الرحلة ليست في هذا المطار.
problem-text-too-long = النص طويل.
problem-malformed-command = لم يمكن قراءته. حدّث الصفحة وأعد المحاولة.
problem-unknown-command = الخادم لا يعرف هذا العمل بعد.
problem-too-many-facts = امتلأت هذه المجموعة: أغلقها وانشر أخرى.
problem-command-id-reused = استُعمل من قبل. أعد المحاولة.
fact-handover-offer = عُرض التسليم
fact-handover-accept = استُلموا
fact-handover-refuse = لم يُستلموا
fact-handover-give = إلى رعاية أخرى
fact-handover-take = استُلموا
fact-boarded = صعدوا
fact-left-behind = تخلّفوا
fact-landed = هبطت
fact-sighting = رُئوا
fact-traveller-add = أُضيف شخص
fact-traveller-drop = لم يعد يسافر
fact-traveller-correct = صُحّح شخص
fact-person-missing = مفقود
fact-person-found = وُجِد
fact-callback = يطلب مكالمة
fact-note = ملاحظة
fact-told-family = أُخبرت العائلة
fact-booking-changed = تغيّر الحجز
fact-reroute-approve = طريق آخر
fact-movement-split = تقسيم
fact-movement-join = ضم
fact-reception-ready = جاهزون
fact-reception-problem = مشكلة
fact-reception-received = استُقبلوا
fact-undo = تراجع
fact-whereabouts = مع من
fact-refused = لم يمكن تطبيقه

booking-text = رحلات هذا الحجز الآن. ومن عليه ومن يفرّقهم ومن لم تعد وثائقه مناسبة يُقال فورًا.
farewells = لم يعودوا يمرون من هنا
farewell-via = يمر الآن عبر
notice-not-known = { $n ->
    [0] شخص غير معروف مكانه.
    [one] شخص واحد غير معروف مكانه.
    [two] شخصان غير معروف مكانهما.
    [few] { $n } أشخاص غير معروف مكانهم.
   *[other] { $n } شخصًا غير معروف مكانهم.
  }
notice-left-behind = { $n ->
    [one] تخلّف شخص واحد.
    [two] تخلّف شخصان.
    [few] تخلّف { $n } أشخاص.
   *[other] تخلّف { $n } شخصًا.
  }
notice-contradiction = ما قيل عمّن مع من لا يتفق.
notice-rerouted = هناك طريق جديد. { $via }
notice-farewell = لم تعد هذه المجموعة تمر من هنا. { $via }
notice-split = تكمل المجموعة على أجزاء.
notice-joined = تكمل مجموعتان معًا.
notice-count-mismatch = عدٌّ ليس كما كان متوقعًا.
notice-handover-refused = أشخاص لم يُستلموا.
notice-not-received = { $n ->
    [one] شخص واحد لم يصل إلى الباب.
    [two] شخصان لم يصلا إلى الباب.
    [few] { $n } أشخاص لم يصلوا إلى الباب.
   *[other] { $n } شخصًا لم يصلوا إلى الباب.
  }
notice-reception-problem = لدى مستقبِل مشكلة.
notice-callback = أحدهم يطلب مكالمة.
notice-alone-too-long = { $n ->
    [one] شخص واحد يبقى وحده أطول مما يجوز وفق هذه الخطة.
    [two] شخصان يبقيان وحدهما أطول مما يجوز وفق هذه الخطة.
   *[other] { $n } شخصًا يبقون وحدهم أطول مما يجوز وفق هذه الخطة.
  }
problem-still-not-known = ما زال أحدهم غير معروف مكانه. قل من وُجد أو من لم يعد يسافر.
problem-unknown-booking = لا حجز لهذه المجموعة بهذا الرمز.
problem-unit-split = هذا يفرّق عائلة. اخترها كلها.
problem-already-flown = غادرت تلك المرحلة: ابدأ بعدها.
problem-gone-another-way = أحد هؤلاء يسافر الآن مع مجموعة أخرى.
problem-nobody-left = لا بد أن يبقى أحد في هذه المجموعة.
problem-too-late-to-undo = مرت عشر دقائق: قل ما هو صحيح الآن.
problem-cannot-undo = لا يمكن التراجع عنه: قل ما هو صحيح الآن.
problem-already-undone = تم التراجع عنه من قبل.
problem-unknown-command-id = لم يُطبَّق، فلا شيء للتراجع عنه.
problem-too-many-travellers = امتلأت هذه المجموعة.

need-wheelchair-to-the-door-can-manage-steps = كرسي حتى الباب، يقدر على الدرجات
need-wheelchair-no-steps = كرسي، بلا درجات
need-wheelchair-all-the-way-to-the-seat = كرسي حتى المقعد
need-wheelchair-on-board = كرسي على متن الطائرة
need-own-wheelchair-in-the-hold-meet-it-at-the-door = كرسيه في مخزن الطائرة، يُسلَّم عند الباب
need-walk-beside-say-what-is-ahead = امشِ بجانبه وقل ما أمامه
need-face-them-write-or-sign = قابله بوجهك، اكتب أو أشِر
need-speak-through-an-interpreter = تكلم عبر مترجم
need-stay-with-the-same-person = يبقى مع الشخص نفسه
need-meet-and-walk-along = استقبال ومرافقة سيرًا
need-infant-in-arms-pushchair-changing-room = رضيع محمول: عربة وغرفة تبديل
need-child-a-hand-to-hold = طفل: يد يمسكها
need-a-child-alone-never-leave-hand-over-by-name = طفل وحده: لا يُترك أبدًا ويُسلَّم بالاسم
need-something-is-due-ask-the-escort-when = هناك موعد، اسأل المرافق متى
need-walk-slowly-a-seat-while-waiting = مشي بطيء ومقعد للانتظار
need-walk-slowly-ask-what-help-is-needed = مشي بطيء، اسأل أي مساعدة يريد
need-stretcher-medical-escort-speaks-for-them = نقالة، يتكلم عنه المرافق الطبي
need-an-extra-seat = مقعد إضافي
need-an-animal-travels-along = حيوان يسافر معهم
need-an-assistance-dog-travels-along = كلب مساعدة يسافر معهم
