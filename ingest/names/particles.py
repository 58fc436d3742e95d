"""The words of names that are not names: articles, sons and fathers, titles, what Abd and al-Din join with.

All in folded letters (:func:`graph.folding.fold`).
"""

from __future__ import annotations

KUNYA = {
    "abu": "abu", "abou": "abu", "abo": "abu", "aboo": "abu", "abi": "abu", "aba": "abu", "ابو": "abu", "ابا": "abu",
    "ابي": "abu", "umm": "umm", "um": "umm", "oum": "umm", "oumm": "umm", "om": "umm", "ام": "umm",
}  # fmt: skip
SON = frozenset("bin ibn ben bn ould wuld walad wald bint bent binti binte ibne ag بن ابن بنت ولد اغ".split())
ARTICLES = frozenset("al el ul il".split())
SUN_ARTICLES = frozenset("as ash ad an ar at az adh ath es esh ech ed en er et ez edh us ush ud un ur ut uz ou".split())
"""Articles only before the sun letter that they have taken on: ash-Shami, ar-Rawi."""
ABD = frozenset("abd abdul abdel abdal abdoul abdol abdil abdur abder abdar abdus abdes abdas abdun abden abdan "
                "abdush abdesh abdech abdoun abdour abdous abed عبد".split())  # fmt: skip
DIN = frozenset("din deen dine deene dien aldin eldin uddin eddin eddine uldin uldeen addin udin دين الدين".split())
LAH = frozenset("allah ullah ullh lah llah alah ellah olah الله اللہ لله".split())
JOINED = frozenset("rahman rehman rahmaan rahmane rahim haq haqq hak islam zaman الرحمن الرحمان الحق الاسلام".split())
"""What joins the name before it where an article stands between: Shams ur-Rahman, Zia ul-Haq, Saif al-Islam."""

TITLES = frozenset(
    "mr mrs ms miss dr prof professor eng sheikh shaykh shaikh sheik cheikh chekh sheykh mullah mulla molla maulana "
    "mawlana maulvi mawlawi mawlavi moulavi molavi mawlvi maulawi qari qaari hafiz ustad ustaz ustadh imam mufti "
    "ayatollah hojatoleslam gen general lt lieutenant col colonel maj major capt captain cpt sgt sergeant brig "
    "brigadier commander cdr cmdr admiral marshal corporal coronel capitan teniente comandante mayor sargento "
    "jr sr sir lord lady don dona ing lic "
    "الشيخ شيخ الدكتور دكتور د الاستاذ استاذ المهندس مهندس الملا ملا المولوي مولوي العقيد عقيد الرائد رائد النقيب نقيب "
    "العميد عميد اللواء لواء الفريق فريق الملازم ملازم المقدم مقدم العريف عريف الرقيب رقيب المقاتل الشهيد شهيد".split()
)
MAYBE_TITLES = frozenset(
    "hajji haji hajj hadj hadji haj hage elhadj elhadji alhaji alhaj sayyid sayid sayyed sayed seyyed seyed syed "
    "saiyid amir emir ameer mir malik agha aqa akhund akhond الحاج حاج حاجي السيد سيد "
    "الامير امير مير ملك اغا اخوند".split()
)
"""Titles that are given names too; taken as titles only before a name of two other words."""

FILLERS = frozenset("fnu lnu mnu nmn na nfn nln unknown alias aka".split())
LINKS = frozenset("de del della da do dos das di du la las los van von der den ter zu y e le".split())
"""Small words of European surnames, left out inside a name of at least three words."""
SHORT = {
    "abdoulaye": "abdullah", "abdulaye": "abdullah", "abdulai": "abdullah", "abdullahi": "abdullah",
    "abdulahi": "abdullah",     "abdilahi": "abdullah", "abdillahi": "abdullah",
    "mohd": "mohammad", "mohamd": "mohammad", "muhd": "muhammad", "mhd": "mohammad", "md": "mohammad",
}  # fmt: skip

KNOWN = (
    ABD
    | ARTICLES
    | DIN
    | FILLERS
    | JOINED
    | LAH
    | LINKS
    | MAYBE_TITLES
    | SON
    | SUN_ARTICLES
    | TITLES
    | {*KUNYA, *SHORT}
)
"""Every word above."""
