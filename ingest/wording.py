"""What the first sheet of the intake workbook says, in each language."""

from graph.folding import fold

DATASET = "intake"
"""Whose keys they are where the workbook does not say."""

ABOUT: dict[str, dict[str, str]] = {
    "en": {
        "sheet": "About",
        "title": "Dossier intake workbook",
        "dataset": "Name of this dataset",
        "order": "Order in dates such as 12/03/2015",
        "day first": "day first",
        "month first": "month first",
        "lists": "Lists",
    },
    "ar": {
        "sheet": "عن الدفتر",
        "title": "دفتر إدخال دوسييه",
        "dataset": "اسم مجموعة البيانات",
        "order": "الترتيب في تواريخ مثل 12/03/2015",
        "day first": "اليوم أولاً",
        "month first": "الشهر أولاً",
        "lists": "القوائم",
    },
}

LINES: dict[str, tuple[str, ...]] = {
    "en": (
        "One sheet a kind of record; fill in those that you need. Headings with * must be filled in every row.",
        "Give every row a key of your own, each once. Other sheets refer to the row by that key.",
        "Begin with Sources and Documents: every other row names the document it rests on.",
        "Write dates as the source says them: 14 March 2015, late 2014, before April 2015, 2015-03.",
        "Several values in one cell are parted by |.",
        "A row without a level is confidential.",
        "The name of the dataset above says whose keys these are: keep it the same when you load a later version.",
        "Never write routes, shelters, helpers or present addresses: there is no place for them here.",
        "Never write what somebody is: orientation, gender identity, religion, ethnicity. Accusations have a sheet.",
    ),
    "ar": (
        "ورقة لكل نوع من السجلات؛ املأ ما تحتاجه منها. العناوين المعلّمة بـ * تُملأ في كل سطر.",
        "أعط كل سطر مفتاحاً من عندك، مرة واحدة لكل مفتاح، وبه تشير إليه الأوراق الأخرى.",
        "ابدأ بالمصادر والوثائق: كل سطر آخر يذكر الوثيقة التي يستند إليها.",
        "اكتب التواريخ كما يذكرها المصدر: 14 آذار 2015، أواخر 2014، قبل نيسان 2015، 2015-03.",
        "إذا كان في الخلية أكثر من قيمة فافصل بينها بـ |.",
        "السطر الذي لا مستوى سرية له سرّي.",
        "اسم مجموعة البيانات أعلاه يبيّن صاحب المفاتيح: أبقه كما هو عند إدخال نسخة لاحقة.",
        "لا تكتب أبداً طرق العبور أو الملاجئ أو المساعدين أو العناوين الحالية: لا مكان لها هنا.",
        "لا تكتب أبداً ما هو الشخص: ميل أو هوية جندرية أو دين أو عرق. ما اتُّهم به شخص، ومن اتهمه، له ورقة خاصة به.",
    ),
}

ORDERS: dict[str, str] = {
    fold(words[which]): order
    for words in ABOUT.values()
    for which, order in (("day first", "dmy"), ("month first", "mdy"))
}
