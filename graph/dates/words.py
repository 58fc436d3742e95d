"""The words of dates: months in every family that our sources use, seasons, and what stands around them.

`canonical` turns a folded text into one small vocabulary, in which `reading` has a single grammar for all languages:
mMM (month), hMM (Hijri month), sNN (season, EDTF code), early mid late start, before after since until by between
from to and about, earlier later, unit words, AH.
"""
# ruff: noqa: E501  (tables of words read best one entry a line)

from __future__ import annotations

import re

from graph.folding import fold

# One line a month: English, French, Spanish | Levantine | Egyptian and Gulf | Maghrebi | Sorani Kurdish (the
# Gregorian names of Iraqi Kurdistan) | Kurmanji. The Kurdish solar months (خاکەلێوە …) are another calendar, and
# are not read.
MONTHS = """
january jan janvier janv enero ene|كانون الثاني,كانون ثاني,كانون٢|يناير|جانفي|کانوونی دووەم,کانونی دووەم|çileya paşîn,çile
february feb fevrier fevr febrero|شباط|فبراير|فيفري|شوبات|sibat
march mar mars marzo|آذار,اذار|مارس|مارس|ئازار,ئادار|adar
april apr avril avr abril abr|نيسان|أبريل,إبريل|أفريل|نیسان|nîsan
may mai mayo|أيار,ايار|مايو|ماي|ئایار,مایس|gulan
june jun juin junio|حزيران|يونيو,يونيه|جوان|حوزەیران,حوزەیران|hezîran
july jul juillet juil julio|تموز|يوليو,يوليه|جويلية,يوليوز|تەمموز,تەممووز,تەمووز|tîrmeh
august aug aout agosto ago|آب|أغسطس|أوت,غشت|ئاب|tebax
september sep sept septembre septiembre|أيلول|سبتمبر|شتنبر|ئەیلوول,ئەیلول|îlon
october oct octobre octubre|تشرين الأول,تشرين اول,تشرين١|أكتوبر|أكتوبر|تشرینی یەکەم|cotmeh
november nov novembre noviembre|تشرين الثاني,تشرين ثاني,تشرين٢|نوفمبر|نونبر|تشرینی دووەم|mijdar
december dec decembre diciembre dic|كانون الأول,كانون اول,كانون١|ديسمبر|دجنبر|کانوونی یەکەم,کانونی یەکەم|berfanbar,çileya pêşîn
"""

HIJRI_MONTHS = """
muharram|محرم,المحرم,محرم الحرام
safar|صفر
rabi al-awwal,rabi i,rabi al awwal,rabi 1|ربيع الأول,ربيع الاولى
rabi al-thani,rabi ii,rabi al thani,rabi al-akhir,rabi 2|ربيع الثاني,ربيع الآخر
jumada al-ula,jumada i,jumada al ula,jumada al-awwal,jumada 1|جمادى الأولى,جمادى الاول
jumada al-akhira,jumada ii,jumada al-thani,jumada al-thaniya,jumada al akhira,jumada 2|جمادى الآخرة,جمادى الثانية,جمادى الثاني,جمادى الآخر
rajab|رجب
shaban,sha'aban|شعبان
ramadan,ramadhan,ramazan|رمضان
shawwal,shawal|شوال
dhu al-qida,dhu al-qada,dhul qada,dhul-qada,dhu l-qada,zulqada|ذو القعدة,ذي القعدة
dhu al-hijja,dhu al-hijjah,dhul hijja,dhul-hijja,dhul hijjah,dhul-hijjah,dhu l-hijja,zulhijja|ذو الحجة,ذي الحجة
"""

OTHERS = {
    "s21": "spring,printemps,primavera,الربيع,ربيع,بەهار",
    "s22": "summer,ete,verano,الصيف,صيف,هاوین",
    "s23": "autumn,fall,automne,otoño,الخريف,خريف,پاییز",
    "s24": "winter,hiver,invierno,الشتاء,شتاء,زستان",
    "early": "early,beginning of,start of,the beginning of,the start of,debut,au debut de,principios de,أوائل,مطلع,بداية,اوائل,سەرەتای",
    "mid": "mid,middle of,the middle of,mi,mediados de,منتصف,أواسط,ناوەڕاستی",
    "late": "late,end of,the end of,fin,fines de,finales de,أواخر,نهاية,اواخر,کۆتایی",
    "half1": "first half of,the first half of,النصف الأول من",
    "half2": "second half of,the second half of,النصف الثاني من",
    "before": "before,prior to,avant,antes de,قبل,پێش",
    "after": "after,following,apres,despues de,بعد,دوای,پاش",
    "since": "since,starting,as of,depuis,desde,منذ,لەوەتەی",
    "until": "until,till,up to,jusqu'en,jusqu'a,hasta,حتى,لغاية,تا",
    "by": "by,no later than,at the latest by",
    "between": "between,entre,بين,ما بين,لە نێوان",
    "from": "from,من,إلى غاية,لە",
    "to": "to,through,إلى,الى,بۆ",
    "and": "and,et,y,و",
    "about": "about,around,circa,ca.,ca,c.,approximately,approx.,roughly,vers,environ,hacia,alrededor de,حوالي,نحو,تقريبا,قرابة,نزیکەی",
    "earlier": "earlier,before that,previously,ago,prior",
    "later": "later,after that,afterwards",
    "day": "days,day,يوم,أيام,يوما",
    "week": "weeks,week,أسبوع,أسابيع,اسابيع",
    "month": "months,month,شهر,أشهر,شهور",
    "year": "years,year,سنة,سنوات,عام,أعوام",
    "2 day": "يومين", "2 week": "أسبوعين", "2 month": "شهرين", "2 year": "سنتين,عامين",
    "AH": "ah,a.h.,h,hijri,هـ,هجري,هجرية,للهجرة",
    "": "monday,tuesday,wednesday,thursday,friday,saturday,sunday,الاثنين,الثلاثاء,الأربعاء,الخميس,الجمعة,السبت,"
        "الأحد,يوم الاثنين,يوم الثلاثاء,يوم الأربعاء,يوم الخميس,يوم الجمعة,يوم السبت,يوم الأحد,of,the,on,in,de,du,"
        "في,م,ميلادي,ميلادية,ce,ad,during,sometime in,dated,durante,pendant,خلال,بتاريخ,المبارك",
    "or": "or,ou,o,أو,یان",
}  # fmt: skip

NUMBERS = {
    1: "one,a,an,واحد", 2: "two,couple,اثنين", 3: "three,ثلاثة,ثلاث", 4: "four,أربعة,أربع", 5: "five,خمسة,خمس",
    6: "six,ستة,ست", 7: "seven,سبعة,سبع", 8: "eight,ثمانية,ثماني", 9: "nine,تسعة,تسع", 10: "ten,عشرة,عشر",
    11: "eleven", 12: "twelve",
}  # fmt: skip

UNKNOWN = frozenset(
    fold(word)
    for word in (
        "unknown", "not known", "undated", "no date", "n.d.", "date unknown", "غير معروف", "غير محدد", "بدون تاريخ",
        "بلا تاريخ", "نەزانراو", "inconnu", "desconocido",
    )
)  # fmt: skip


def _vocabulary() -> dict[str, str]:
    """Every folded spelling to its canonical word."""
    spellings: dict[str, str] = {}
    for number, line in enumerate(MONTHS.split("\n")[1:-1], start=1):
        latin, *families = line.split("|")
        for name in [*latin.split(), *(name for family in families for name in family.split(","))]:
            spellings[fold(name)] = f"m{number:02}"
            if "\u0600" < name[0] < "\u06ff":  # Kurdish joins month or season to its year: ئازاری ٢٠١٥
                spellings.setdefault(fold(name + "ی"), f"m{number:02}")
    for number, line in enumerate(HIJRI_MONTHS.split("\n")[1:-1], start=1):
        for name in line.replace("|", ",").split(","):
            spellings[fold(name)] = f"h{number:02}"
    for word, names in OTHERS.items():
        for name in names.split(","):
            spellings.setdefault(fold(name), word)
            if word.startswith("s2") and "\u0600" < name[0] < "\u06ff":
                spellings.setdefault(fold(name + "ی"), word)
    for count, names in NUMBERS.items():
        for name in names.split(","):
            spellings.setdefault(fold(name), str(count))
    return spellings


_SPELLINGS = _vocabulary()
_ANY = re.compile(
    # "And" is joined to the next word in Arabic: بين آذار وأيار
    r"(?<!\w)(و(?=\w))??("
    + "|".join(re.escape(name) for name in sorted(_SPELLINGS, key=len, reverse=True))
    + r")(?!\w)"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ي)\b")
_GLUED_AH = re.compile(r"(?<=\d)(?:ه|h|ah)\b")
# "The month of Ramadan", "the year 2015": the unit says nothing more.
_LEADING_UNIT = re.compile(r"\bmonth (?=[mh]\d\d\b)|\byear (?=\d{4}\b)|^day (?=\d)")
# من between a day, its month and its year: ١٤ من آذار من عام ٢٠١٥.
_OF = re.compile(r"(?<=\d) from (?=[mh]\d\d\b)|(?<=\b[mh]\d\d) from (?=\d{4}\b)")
_BRACKETED = re.compile(r"\((about)\)")
_ABBREVIATION = re.compile(r"\b(m\d\d)\.")


def canonical(folded: str) -> str:
    """A folded text in the one vocabulary; words it does not know stay, and no grammar accepts them."""
    text = re.sub("[–—−]", "-", folded).replace("،", " ").replace(",", " ").replace("ـ", "")
    text = _GLUED_AH.sub(" AH", _ORDINAL.sub("", text))
    text = re.sub(r"(?<!\w)و(?=\d)", " and ", text)
    text = re.sub(r"\bmid-|\bmi-", "mid ", text)
    text = _ANY.sub(lambda match: f" {'and ' if match[1] else ''}{_SPELLINGS[match[2]]} ", text)
    text = " ".join(_ABBREVIATION.sub(r"\1 ", text).split())
    text = _LEADING_UNIT.sub("", _BRACKETED.sub(r"\1", text.replace("( ", "(").replace(" )", ")")))
    return _OF.sub(" ", text)
