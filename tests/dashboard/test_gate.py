"""Who gets in, from where, and with what: the one gate before every answer."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app, desk_of
from graph.settings import Settings
from tests.dashboard.small_case import PROTECTED, SmallCase

HERE = {"Host": "127.0.0.1:8050"}
CALLBACK = "/_dash-update-component"


class Browser:
    """A client that has, or has not, opened the first page with its token."""

    def __init__(self, small: SmallCase) -> None:
        self.app = create_app(small.case, Settings())
        self.sessions = desk_of(self.app).sessions
        self.client: FlaskClient = self.app.server.test_client()
        self.token = self.sessions.token

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={**HERE, **headers})

    def enter(self) -> Browser:
        assert self.get(f"/?token={self.token}").status_code == 302
        return self

    def cookie(self, name: str) -> str:
        found = self.client.get_cookie(name, domain="127.0.0.1")
        return found.value if found else ""

    def post(self, body: object, **headers: str) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"X-CSRFToken": self.cookie(self.sessions.csrf_cookie), **headers}
        return self.client.post(CALLBACK, data=data, content_type="application/json", headers={**HERE, **sent})


@pytest.fixture
def browser(small: SmallCase) -> Browser:
    return Browser(small)


def test_the_token_opens_the_first_page_once_and_leaves_the_address(browser: Browser) -> None:
    answer = browser.get(f"/?token={browser.token}")
    assert answer.status_code == 302 and answer.headers["Location"] == "/en/"
    assert browser.get("/en/").status_code == 200
    browser.client.delete_cookie(browser.sessions.cookie, domain="127.0.0.1")
    assert browser.get(f"/?token={browser.token}").status_code == 403


def test_who_is_in_already_may_open_the_used_address_again(browser: Browser) -> None:
    browser.enter()
    assert browser.get(f"/?token={browser.token}").headers["Location"] == "/en/"


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/ar/explore", "/_dash-layout", "/_dash-dependencies", "/assets/10-canvas.js"]
)
def test_nothing_is_served_without_a_session(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 403
    assert browser.get("/?token=guessed").status_code == 403
    assert browser.post({"output": "change.data"}).status_code == 403


def test_the_refusal_says_what_to_do_in_the_readers_language(browser: Browser) -> None:
    assert "Ctrl-C" in browser.get("/en/").text
    arabic = browser.get("/en/", **{"Accept-Language": "ar"}).text
    assert 'lang="ar" dir="rtl"' in arabic


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8050", "127.0.0.1.evil.example", "0.0.0.0:8050", "[::2]:8050"]
)
def test_any_other_host_is_refused_even_with_the_token(browser: Browser, host: str) -> None:
    assert browser.get(f"/?token={browser.token}", Host=host).status_code == 400
    assert browser.sessions.token == browser.token


@pytest.mark.parametrize("host", ["localhost:8050", "127.0.0.1", "[::1]:8050"])
def test_trusted_hosts_are_served(browser: Browser, host: str) -> None:
    assert browser.get(f"/?token={browser.token}", Host=host).status_code == 302


def test_cookies_are_strict_and_the_session_is_hidden_from_scripts(browser: Browser) -> None:
    answer = browser.get(f"/?token={browser.token}")
    cookies = {each.partition("=")[0]: each for each in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {browser.sessions.cookie, browser.sessions.csrf_cookie}
    assert all("SameSite=Strict" in each for each in cookies.values())
    assert "HttpOnly" in cookies[browser.sessions.cookie]


def test_two_cases_have_two_cookies() -> None:
    from dashboard.sessions import Sessions

    assert Sessions("one").cookie != Sessions("two").cookie


@pytest.mark.parametrize("headers", [{"X-CSRFToken": ""}, {"X-CSRFToken": "other"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_change_from_another_site_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.enter().post({"output": "x"}, **headers).status_code == 403


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", {}, {"output": 3}, {"output": "no.such"},
     {"output": "change.data"}, {"output": "empty.children", "outputs": {}, "inputs": "x", "changedPropIds": []}],
)  # fmt: skip
def test_what_is_no_callback_is_400_never_500(browser: Browser, body: object) -> None:
    assert browser.enter().post(body).status_code == 400


@pytest.mark.parametrize("path", ["/no-such-page", "/en/secret", "/fr/", "/en/explore/../../etc", "/_dash-config"])
def test_there_are_no_other_pages(browser: Browser, path: str) -> None:
    assert browser.enter().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/en/", "/_dash-layout", "/no-such-page"])
def test_every_answer_says_that_it_loads_nothing_from_elsewhere(browser: Browser, path: str) -> None:
    headers = browser.enter().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "frame-ancestors 'none'" in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert re.fullmatch(r"script-src 'self'( 'sha256-[\w+/=]+')+", scripts)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "opening"), [("/en/", '<html lang="en" dir="ltr">'), ("/ar/explore", '<html lang="ar" dir="rtl">')]
)
def test_the_page_says_its_language_and_its_title_says_nothing(browser: Browser, path: str, opening: str) -> None:
    page = browser.enter().get(path).text
    assert opening in page and "<title>Dossier</title>" in page
    assert "Small case" not in page and "://" not in re.sub(
        r"http://www\.w3\.org\S*|https://dash-version[^\"]*", "", page
    )


def test_a_fault_of_ours_leaves_no_words_of_the_case_in_the_log(
    browser: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(PROTECTED[0])

    monkeypatch.setattr("queries.explore.search", fail)
    browser.enter()
    with caplog.at_level(logging.DEBUG):
        answer = browser.post(
            {
                "output": "found.children",
                "outputs": {"id": "found", "property": "children"},
                "inputs": [
                    {"id": "search", "property": "value", "value": PROTECTED[0]},
                    {"id": "search-variants", "property": "value", "value": ["yes"]},
                ],
                "state": [{"id": "words", "property": "data", "value": {"language": "en"}}],
                "changedPropIds": ["search.value"],
            }
        )
    assert answer.status_code == 204
    assert "RuntimeError" in caplog.text and PROTECTED[0] not in caplog.text
