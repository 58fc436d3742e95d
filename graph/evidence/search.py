"""Full-text search over pages and names, within a clearance.

The index holds folded text (:mod:`graph.folding`), so that hamza and alef forms, ta marbuta, digits and marks
make no difference; snippets are cut from the original. A hit is ranked by what it shows itself, never by
statistics of texts that the reader may not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.codes import written
from graph.evidence.database import Row, listed, rows
from graph.evidence.drafts import NameHit, PageHit
from graph.evidence.pages import newest_pages
from graph.evidence.slices import Slice, Version
from graph.evidence.visibility import usable, with_targets
from graph.folding import fold, folded_words, tokens
from graph.model.kinds import KINDS

# So many hits are looked at for ranking; a search that finds more is better made narrower.
CANDIDATES = 2_000
CONTEXT = 80
# So many words of a text are looked up among the names, the longest first.
MOST_WORDS = 400
# What is written together with the next word in Arabic: the article, and one-letter words before it.
_PREFIXES = ("ال", "وال", "بال", "فال", "كال", "لل", "و", "ب", "ل", "ف", "ك")
# A single word of a name makes one think of it where at most so many records bear it.
FEW = 4
# Words in names that tell nobody from anybody, folded.
_SMALL = frozenset(
    "the and of in at for from with that was is are his her two one all who this they them abu abou um umm ibn bin"
    " bint ben al el de la le les des du من في علي عن الي ان كان قال هو هي ابو ابي ام بن ابن بنت ال او و".split()
)
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word that is searched for: the folded forms that count, and whether longer words count as well."""

    forms: frozenset[str]
    prefix: bool

    def matches(self, folded: str) -> bool:
        """Whether a folded word of a text is this word."""
        if folded in self.forms:
            return True
        return self.prefix and any(folded.startswith(form) for form in self.forms)

    def query(self) -> str:
        """The word as FTS5 reads it; folded words hold no quotation marks."""
        mark = "*" if self.prefix else ""
        return "(" + " OR ".join(f'"{form}"{mark}' for form in sorted(self.forms)) + ")"


def words_of(text: str, *, variants: bool, prefix_all: bool = False) -> list[Word]:
    """The words of a search; of the last one, which may still be typed, the beginning is enough."""
    folded = [word for word, _, _ in tokens(text)]
    return [
        Word(
            forms=_forms(word) if variants else frozenset({word}),
            prefix=prefix_all or at == len(folded) - 1,
        )
        for at, word in enumerate(folded)
    ]


def _forms(word: str) -> frozenset[str]:
    if not any("\u0621" <= char <= "\u064a" for char in word):
        return frozenset({word})
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    return frozenset({word, bare, *(prefix + bare for prefix in _PREFIXES)})


def search_pages(
    connection: Connection, text: str, *, clearance: int, limit: int, variants: bool, known_on: str | None = None
) -> list[PageHit]:
    """See :meth:`graph.evidence.store.Evidence.search_pages`."""
    words = words_of(text, variants=variants)
    if not words:
        return []
    found = rows(
        connection,
        "SELECT p.id, p.thread, p.revision FROM vault.page_text t JOIN vault.page p ON p.id = t.rowid"
        " WHERE page_text MATCH ? LIMIT ?",
        " AND ".join(word.query() for word in words),
        CANDIDATES * 5,
    )
    known = with_targets(connection, {row[1] for row in found}, known_on)
    shown = usable(known, clearance)
    newest = newest_pages(connection, shown, known_on)
    wanted = [row[0] for row in found if newest.get(row[1]) == row[2]][:CANDIDATES]
    best = _best_pages(connection, wanted, known, words, limit)
    pages = rows(
        connection,
        f"SELECT thread, number, label, words FROM vault.page WHERE id {_IN}",
        listed(best),
    )
    hits = [_page_hit(page, known.codes.get(page[0], ""), words) for page in pages]
    return sorted(hits, key=_page_rank)


def _page_rank(hit: PageHit) -> tuple[int, str, int]:
    return -hit.matches, hit.code, hit.number


def _best_pages(
    connection: Connection, wanted: Sequence[int], known: Slice, words: Sequence[Word], limit: int
) -> list[int]:
    """The pages (by row) with most matches. They are counted in the folded text of the index, which is many times
    faster than finding the places in the original: those are wanted only of the pages that are shown."""
    found = rows(
        connection,
        "SELECT p.id, p.thread, p.number, t.folded FROM vault.page_text t JOIN vault.page p ON p.id = t.rowid"
        f" WHERE t.rowid {_IN}",
        listed(wanted),
    )
    is_match: dict[str, bool] = {}
    ranked: list[tuple[int, str, int, int]] = []
    for own, thread, number, folded in found:
        matches = 0
        for word in folded_words(folded):
            if word not in is_match:
                is_match[word] = any(one.matches(word) for one in words)
            matches += is_match[word]
        ranked.append((-matches, known.codes.get(thread, ""), number, own))
    return [own for *_, own in sorted(ranked)[:limit]]


def _page_hit(page: Row, code: str, words: Sequence[Word]) -> PageHit:
    thread, number, label, text = page
    spans = [(start, end) for folded, start, end in tokens(text) if any(word.matches(folded) for word in words)]
    snippet, within = cut(text, spans)
    return PageHit(
        document=thread,
        code=code,
        number=number,
        label=label,
        snippet=snippet,
        spans=within,
        matches=len(spans),
    )


def cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the first of some spans, and the spans that lie within, as ranges of what is cut."""
    if not spans:
        return text[: 2 * CONTEXT], ()
    start = max(0, spans[0][0] - CONTEXT)
    end = min(len(text), spans[0][1] + CONTEXT)
    # Whole words: back to the space before, on to the space after, if they are near.
    if start and (space := text.find(" ", start, spans[0][0])) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", spans[0][1], end)) >= 0:
        end = space
    within = tuple((a - start, b - start) for a, b in spans if a >= start and b <= end)
    return text[start:end], within


def search_names(
    connection: Connection, text: str, *, clearance: int, limit: int, known_on: str | None = None
) -> list[NameHit]:
    """See :meth:`graph.evidence.store.Evidence.search_names`."""
    words = words_of(text, variants=False, prefix_all=True)
    if not words:
        return []
    named = rows(
        connection,
        "SELECT n.version, n.thread, n.words FROM vault.name_text t JOIN vault.name n ON n.id = t.rowid"
        " WHERE name_text MATCH ? LIMIT ?",
        " AND ".join(word.query() for word in words),
        CANDIDATES,
    )
    known = with_targets(connection, {row[1] for row in named}, known_on)
    shown = usable(known, clearance)
    hits = search_codes(connection, text, clearance=clearance, known_on=known_on)
    hits += [_name_hit(row, known, words) for row in named if _is_shown(row, shown)]
    asked = fold(text)
    exact = {word for word, _, _ in tokens(text)}
    best: dict[str, NameHit] = {}
    for hit in sorted(hits, key=lambda hit: _rank(hit, asked, exact)):
        best.setdefault(hit.thread, hit)
    return list(best.values())[:limit]


def search_codes(connection: Connection, text: str, *, clearance: int, known_on: str | None = None) -> list[NameHit]:
    """Threads whose code begins so, from four digits on, as far as this clearance sees them."""
    coded = _by_code(connection, text)
    if not coded:
        return []
    known = with_targets(connection, coded, known_on)
    shown = usable(known, clearance)
    return [
        NameHit(thread=thread, code=code, kind=known.kinds[thread], words="", matched=code)
        for thread, code in sorted(coded.items(), key=lambda item: item[1])
        if thread in shown
    ]


def names_in(
    connection: Connection, text: str, *, clearance: int, limit: int, known_on: str | None = None
) -> list[NameHit]:
    """See :meth:`graph.evidence.store.Evidence.names_in`."""
    said = {form for word, _, _ in tokens(text) for form in _bare_forms(word)} - _SMALL
    forms = sorted((form for form in said if len(form) > 1), key=len, reverse=True)[:MOST_WORDS]
    if not forms:
        return []
    named = rows(
        connection,
        "SELECT n.version, n.thread, n.words, h.kind FROM vault.name_text t JOIN vault.name n ON n.id = t.rowid"
        " JOIN thread h ON h.id = n.thread WHERE name_text MATCH ? AND h.kind <> 'document' LIMIT ?",
        " OR ".join(f'"{form}"' for form in forms),
        CANDIDATES * 5,
    )
    known = with_targets(connection, {row[1] for row in named[:CANDIDATES]}, known_on)
    shown = usable(known, clearance)
    found = [(row, _named(row[2], said)) for row in named[:CANDIDATES] if _is_shown(row, shown)]
    bearers: dict[str, set[str]] = {}
    for row, (matched, _) in found:
        for word in matched:
            bearers.setdefault(word, set()).add(row[1])
    best: dict[str, tuple[float, NameHit]] = {}
    for row, (matched, own) in found:
        # Two words of a name, or all of it; a single one of several only where few people are called so.
        few = row[3] == "person" and any(len(word) > 3 and len(bearers[word]) <= FEW for word in matched)
        if not matched or not (len(matched) > 1 or len(own) == 1 or few):
            continue
        weight = len(matched) + len(matched) / len(own)
        if weight > best.get(row[1], (0.0, None))[0]:
            hit = NameHit(
                thread=row[1], code=known.codes.get(row[1], ""), kind=row[3], words=row[2], matched=" ".join(matched)
            )
            best[row[1]] = (weight, hit)
    ranked = sorted(best.values(), key=lambda one: (-one[0], len(one[1].words), one[1].words, one[1].thread))
    return [hit for _, hit in ranked[:limit]]


def _bare_forms(word: str) -> frozenset[str]:
    """A folded word of a text, and without what is written together with it in Arabic."""
    cut = {word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) - len(prefix) > 2}
    return _forms(word) | {form for one in cut for form in _forms(one)}


def _named(name: str, said: set[str]) -> tuple[list[str], list[str]]:
    """The telling words of a name that are said, and all its telling words."""
    own = [word for word, _, _ in tokens(name) if word not in _SMALL and len(word) > 1]
    return [word for word in own if word in said], own


def _is_shown(row: Row, shown: dict[str, Version]) -> bool:
    version = shown.get(row[1])
    return version is not None and version.id == row[0]


def _by_code(connection: Connection, text: str) -> dict[str, str]:
    """Threads whose code begins with what was typed, from four digits on."""
    digits = "".join(char for char in fold(text) if char.isdigit())
    letter = text.strip()[:1].upper()
    if len(digits) < 4 or any(char.isalpha() for char in text.strip()[1:]):
        return {}
    found = rows(
        connection,
        "SELECT id, kind, digits FROM thread WHERE digits >= ? AND digits < ? LIMIT 100",
        digits[:4],
        digits[:4] + ":",
    )
    codes = {row[0]: written(KINDS[row[1]].letter, row[2]) for row in found}
    return {
        thread: code
        for thread, code in codes.items()
        if "".join(filter(str.isdigit, code)).startswith(digits) and (letter.isdigit() or code[0] == letter)
    }


def _name_hit(row: Row, known: Slice, words: Sequence[Word]) -> NameHit:
    thread, text = row[1], row[2]
    matched = " ".join(
        text[start:end] for folded, start, end in tokens(text) if any(word.matches(folded) for word in words)
    )
    return NameHit(
        thread=thread,
        code=known.codes.get(thread, ""),
        kind=known.kinds[thread],
        words=text,
        matched=matched,
    )


def _rank(hit: NameHit, asked: str, exact: set[str]) -> tuple[bool, bool, int, int, str, str]:
    """Codes first, then whole names, then names with most whole words of the search, then short ones."""
    own = {word for word, _, _ in tokens(hit.words)}
    return (hit.words != "", fold(hit.words) != asked, -len(own & exact), len(hit.words), hit.words, hit.thread)
