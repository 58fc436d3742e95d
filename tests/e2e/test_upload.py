"""Sending a file from the browser: the script, the gate and the store together."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from graph.evidence.incoming import PIECE
from tests.e2e.conftest import Watched

pytestmark = pytest.mark.browser

SEND = """async (size) => {
    const bytes = new Uint8Array(size).map((_, at) => at % 251);
    const seen = [];
    const id = await dossier.upload(new File([bytes], "قائمة.csv"), (sent, total) => seen.push([sent, total]));
    return { id, seen };
}"""
SIZE = 2 * PIECE + 1000
CONTENT = bytes(at % 251 for at in range(SIZE))


def _is_there(page: Watched, own: str) -> bool:
    evidence = page.served.small.case.evidence
    upload = evidence.upload(own, owner=page.served.user)
    assert upload is not None and upload.name == "قائمة.csv"
    return b"".join(evidence.upload_bytes(own, owner=page.served.user)) == CONTENT


def test_a_file_is_sent_in_pieces_and_tells_how_far_it_is(watched: Watched) -> None:
    watched.open("/en/")
    watched.until("Boolean(window.dossier && dossier.upload)")
    sent = watched.page.evaluate(SEND, SIZE)
    assert sent["seen"] == [[0, SIZE], [PIECE, SIZE], [2 * PIECE, SIZE], [SIZE, SIZE]]
    assert _is_there(watched, sent["id"])
    assert not any("csv" in address for address in watched.asked), "its name is in no address"


def test_a_piece_whose_answer_was_lost_is_sent_again_and_counts_once(watched: Watched) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()
            route.abort()

    watched.open("/en/")
    watched.until("Boolean(window.dossier && dossier.upload)")
    watched.page.route("**/upload/*/1", lose)
    sent = watched.page.evaluate(SEND, SIZE)
    assert lost and _is_there(watched, sent["id"])
    assert watched.wrong, "the lost answer, and the piece that was there already"
    assert all("Failed to load" in one or one.startswith("409 ") for one in watched.wrong)
    watched.wrong.clear()


def test_what_the_server_refuses_comes_with_its_sentence(watched: Watched) -> None:
    watched.open("/en/")
    watched.until("Boolean(window.dossier && dossier.upload)")
    huge = '{ name: "x", size: 2 ** 40 }'
    said = watched.page.evaluate(f'() => dossier.upload({huge}).then(() => "", (error) => error.message)')
    assert "at most 1024 MiB" in said
    watched.wrong.clear()
