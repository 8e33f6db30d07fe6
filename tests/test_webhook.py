"""A digest that is posted: taken, asked again, refused, redirected, or never reached; nothing depends on it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import stamina

from harness.secrets import Secret
from harness.webhook import post


class Hook:
    """A server on loopback that answers with these codes, the last one for ever, and keeps what it was sent."""

    def __init__(self, codes: list[int]) -> None:
        self.codes, self.seen = codes, []  # type: tuple[list[int], list[tuple[dict[str, str], object]]]
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.seen.append((dict(self.headers), json.loads(body)))
                code = hook.codes.pop(0) if len(hook.codes) > 1 else hook.codes[0]
                self.send_response(code)
                self.send_header("location", f"http://127.0.0.1:{hook.server.server_port}/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/in"


@pytest.fixture
def hook(request: pytest.FixtureRequest) -> Iterator[Hook]:
    """One that answers as the test's parameter says."""
    found = Hook(list(request.param))
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    with stamina.set_testing(True, attempts=4):
        yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


@pytest.mark.parametrize("hook", [[200], [204]], indirect=True)
def test_it_is_posted_once_with_its_key(hook: Hook) -> None:
    """JSON, and the key as a bearer token, to the address that was named."""
    assert post(hook.address, {"text": "all quiet"}, Secret("K", "sesame-open-4417")) is None
    ((headers, body),) = hook.seen
    assert ({"text": "all quiet"}, "Bearer sesame-open-4417") == (body, headers["Authorization"])


@pytest.mark.parametrize("hook", [[503, 429, 200]], indirect=True)
def test_a_busy_hook_is_asked_again(hook: Hook) -> None:
    """Twice busy, then taken."""
    assert post(hook.address, {"text": "x"}) is None
    assert 3 == len(hook.seen)


@pytest.mark.parametrize("hook", [[503]], indirect=True)
def test_a_hook_that_stays_busy_is_left_alone(hook: Hook) -> None:
    """After four attempts the reason is told, and that is all."""
    assert "it answered 503, 4 times" == post(hook.address, {"text": "x"})
    assert 4 == len(hook.seen)


@pytest.mark.parametrize("hook", [[307], [400]], indirect=True)
def test_a_redirect_is_not_followed_and_a_refusal_not_repeated(hook: Hook) -> None:
    """Whatever it points to gets nothing; a refusal is told with its code."""
    assert f"it answered {hook.codes[0]}" == post(hook.address, {"text": "x"}, Secret("K", "sesame-open-4417"))
    assert 1 == len(hook.seen)


def test_nobody_there_is_a_sentence() -> None:
    """A dead address costs a sentence, without the address in it."""
    with stamina.set_testing(True, attempts=2):
        assert "it could not be reached (ConnectError)" == post("http://127.0.0.1:9/secret-path", {"text": "x"})
    assert "no address such as" in (post("file:///etc/passwd", {}) or "")
    assert "no address such as" in (post("https://", {}) or "")
