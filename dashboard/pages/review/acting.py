"""A key, a filter or an address becomes the next pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard.components.markup import html, in_browser
from dashboard.desk import Desk
from dashboard.pages.review import drawing
from dashboard.pages.review.ids import CLUSTER_PART, VERDICTS, Ids
from dashboard.pages.review.state import Sittings, filter_in, sitting_in, sitting_out, tick_in
from dashboard.wording import Words, words_of
from graph.clusters import cluster_of
from graph.errors import DossierError
from graph.identity import JOINABLE
from ingest.reviewing import PEOPLE, REFUSED, WHOSE, Filter, Pair, Queue, place, together
from ingest.reviewing_acts import Judging, Sitting
from ingest.reviewing_pair import compare

NOTHING = (no_update,) * 9
SIDES = {"only_left": 0, "only_right": 1}
"""Acts that look at the open pairs of one side alone."""


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the queue."""
    asking = Asking(desk, Queue(desk.case))

    @app.callback(
        Output(Ids.STATE, "data"),
        Output(Ids.PAIR, "children"),
        Output(Ids.PROGRESS, "children"),
        Output(Ids.WHO, "options"),
        Output(Ids.KIND, "options"),
        Output(Ids.LOAD, "options"),
        Output(Ids.WHO, "value"),
        Output(Ids.KIND, "value"),
        Output(Ids.LOAD, "value"),
        Input(Ids.ASK, "data"),
        State("here-review", "data"),
        State(Ids.WHO, "value"),
        State(Ids.KIND, "value"),
        State(Ids.LOAD, "value"),
        State(Ids.STATE, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def act(ask: Any, here: Any, who: Any, kind: Any, load: Any, kept: Any, told: Any) -> tuple[Any, ...]:
        if not isinstance(here, dict) or here.get("page") != "review" or not isinstance(ask, dict):
            return NOTHING
        words, now, do, window = words_of(told), sitting_in(kept), ask.get("do"), ask.get("window")
        resumed = None if kept else asking.sittings.of(window)
        if resumed is not None:
            now = resumed
        try:
            if do == "choose":
                answer = asking.choose(now, who, kind, load)
            elif do == "look":
                answer = asking.look_again(now)
            elif do == "open":
                answer = asking.open(now, here.get("parts"))
            else:
                answer = asking.act(now, ask)
        except DossierError as error:
            return asking.drawn(Answer(now=now, redraw=False), words, tick_in(kept), told=words.said(error))
        asking.sittings.keep(window, answer.now)
        said = words(f"review.told_{answer.told}") if answer.told else ""
        if do in ("open", "choose", "again"):
            asking.count_refused()
        options = do in ("open", "choose", "look", "again", "everybody", *SIDES)
        drawn = asking.drawn(answer, words, tick_in(kept), told=said, options=options)
        if resumed is not None:
            return *drawn[:6], resumed.chosen.who, resumed.chosen.kind, resumed.chosen.load
        return drawn

    # One question at a time, in the browser's hands: of two at once only the later one's answer would be heard.
    in_browser(app)(
        ClientsideFunction("dossier", "reviewAsks"),
        Output(Ids.ASK, "clear_data"),
        Input("here-review", "data"),
        Input("revision", "data"),
        Input(Ids.WHO, "value"),
        Input(Ids.KIND, "value"),
        Input(Ids.LOAD, "value"),
    )
    in_browser(app)(
        ClientsideFunction("dossier", "reviewed"),
        Output(Ids.STATE, "clear_data"),
        Input(Ids.STATE, "data"),
        prevent_initial_call=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where the reviewer is now, and what must be told; without ``redraw`` the pair stays as it stands."""

    now: Sitting
    told: str = ""
    redraw: bool = True


class Asking:
    """What a browser asks of the queue, checked."""

    def __init__(self, desk: Desk, queue: Queue) -> None:
        self._desk, self._queue = desk, queue
        self.sittings = Sittings()

    def act(self, now: Sitting, ask: Any) -> Answer:
        """One act by key or button."""
        do = str(ask.get("do")) if isinstance(ask, dict) else ""
        judging = self._judging()
        if do in VERDICTS:
            now, told = judging.verdict(now, do, str(ask.get("why") or "")[:2_000])
            return Answer(now=now, told=told)
        if do == "undo":
            now, told = judging.undo(now)
            return Answer(now=now, told=told, redraw=not told)
        if do == "later":
            return Answer(now=judging.put_off(now))
        if do in ("next", "back"):
            return Answer(now=judging.step(now, 1 if do == "next" else -1))
        if do in SIDES and now.pair is not None:
            return Answer(now=judging.choose(now, replace(now.chosen, of=now.pair[SIDES[do]])))
        if do == "everybody":
            return Answer(now=judging.choose(now, replace(now.chosen, of="")))
        return Answer(now=judging.opened(now, now.pair))

    def choose(self, now: Sitting, who: Any, kind: Any, load: Any) -> Answer:
        """Another filter; the one that is set already draws nothing anew."""
        chosen = filter_in(who, kind, load, now.chosen.of)
        if chosen == now.chosen and now.pair is not None:
            return Answer(now=now, redraw=False)
        return Answer(now=self._judging().choose(now, chosen))

    def open(self, now: Sitting, parts: Any) -> Answer:
        """The pair that the address names by two codes, or the open pairs of the one that it names; else the pair that
        was on the screen, else the first."""
        judging = self._judging()
        if isinstance(parts, list) and len(parts) == 1:
            thread = next(iter(self._desk.reader().threads_by_code([str(parts[0])]).values()), "")
            if not thread:
                return Answer(now=judging.opened(now, now.pair), told="no_such_one")
            return Answer(now=judging.choose(now, replace(now.chosen, of=thread)))
        if not isinstance(parts, list) or len(parts) != 2 or parts[1] == CLUSTER_PART:
            return Answer(now=judging.opened(now, now.pair))
        pair = self._named([str(part) for part in parts])
        if pair is None:
            return Answer(now=judging.opened(now, now.pair), told="no_such_pair")
        return Answer(now=judging.opened(now, pair))

    def look_again(self, now: Sitting) -> Answer:
        """The case has changed: the pair stays, unless its verdict is another one now."""
        again = self._judging().opened(now, now.pair)
        changed = now.pair is not None and again.shown != now.shown
        return Answer(now=again, told="meanwhile" if changed else "", redraw=changed or now.pair is None)

    def drawn(
        self, answer: Answer, words: Words, tick: int, *, told: str = "", options: bool = False
    ) -> tuple[Any, ...]:
        """State, pair, progress, the options of the filters and what they are set to, as far as that is drawn anew."""
        now, me = answer.now, self._desk.user
        reader = self._desk.reader()
        clearance = int(reader.clearance)
        waiting = self._queue.waiting(clearance, now.chosen, now.later, me=me)
        where = place(waiting, now.pair)
        pair: Any = no_update
        if answer.redraw:
            both = now.pair and compare(reader, *now.pair, language=words.language)
            stands = next((one for one in waiting if one.pair == now.pair), None)
            beside = together(self._queue.all(clearance), now.pair) if now.pair else []
            verdict = stands or (self._verdict(now.pair) if now.pair else None)
            if both and now.pair:
                about = self._about(now.pair, verdict, clearance)
                shown = drawing.pair(both, verdict, beside, about, words)
            else:
                doubted = sum(1 for one in self._queue.all(clearance) if one.who == PEOPLE)
                shown = drawing.empty(now, doubted, words)
            pair = html.Div(shown, **{"data-tick": str(tick + 1)})  # by which the keys know that it stands there
        choices: tuple[Any, ...] = (no_update,) * 3
        if options:
            choices = self._options(now, clearance, words)
        said = drawing.progress(where, now, self._code(now.chosen.of), words)
        return sitting_out(now, tick + 1, told), pair, said, *choices, *(no_update,) * 3

    def _options(self, now: Sitting, clearance: int, words: Words) -> tuple[Any, ...]:
        """What the three filters offer."""
        everything = self._queue.waiting(clearance, Filter(who=now.chosen.who), me=self._desk.user)
        counts = {
            who: len(self._queue.waiting(clearance, Filter(who=who), me=self._desk.user))
            for who in WHOSE
            if who != REFUSED
        }
        counts[REFUSED] = self._queue.last_refused(clearance)
        loads = self._desk.case.evidence.loads()
        return drawing.whose(counts, words), drawing.kinds(everything, words), drawing.loads(everything, loads, words)

    def count_refused(self) -> None:
        """Count the verdicts that have no effect, for the filter that shows them."""
        self._queue.refused(int(self._desk.reader().clearance))

    def _about(self, pair: Pair, verdict: Any, clearance: int) -> drawing.About:
        """What the page must say around a pair: how much else is open on either side, and whose word is missing."""
        everything = self._queue.all(clearance)
        n_open = tuple(sum(1 for one in everything if end in one.pair) for end in pair)
        because: tuple[str, ...] = ()
        if getattr(verdict, "verdict", "") == "same":
            found = cluster_of(self._desk.case.evidence, pair[0], clearance, edge=False).refused
            ends = next((one.because for one in found if one.pair == pair), ())
            codes = self._desk.case.evidence.codes(ends) if ends else {}
            because = tuple(codes[end] for end in ends)
        return drawing.About(
            n_open=(n_open[0], n_open[1]),
            because=because,
            two_people=self._desk.case.evidence.two_people(),
            me=self._desk.user,
        )

    def _code(self, thread: str) -> str:
        return str(self._desk.case.evidence.codes([thread]).get(thread, "")) if thread else ""

    def _judging(self) -> Judging:
        return Judging(self._desk.case, self._queue, self._desk.actor(), int(self._desk.reader().clearance))

    def _verdict(self, pair: Pair) -> Any:
        found = self._desk.reader().pair_verdicts(pair)
        return next((one for one in found if set(one.pair) == set(pair)), None)

    def _named(self, codes: list[str]) -> Pair | None:
        """The two records of two codes, of one kind that can be joined and seen by whoever asks."""
        reader = self._desk.reader()
        threads = reader.threads_by_code(codes)
        found = reader.records([threads[code] for code in codes if code in threads])
        if len(found) != 2 or found[0].kind != found[1].kind or found[0].kind not in JOINABLE:
            return None
        return found[0].thread, found[1].thread
