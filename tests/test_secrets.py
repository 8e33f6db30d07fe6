"""What stands in the environment as a secret is written nowhere, in no form."""

import ast
import base64
import json
import re
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.record import Writer, read
from harness.run import load
from harness.secrets import HIDDEN, Secret, forms, hide, refused, scrub, scrubber
from harness.target.nouns import Event, Reply, TargetError
from harness.testing import LinesTarget, ToldClock
from tests.typed import typed

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "harness"
KEY = 'p/8+é "Q" <w>\\=&'
PLAIN = "tangerine-4417-lighthouse"

# ---- every writer -------------------------------------------------------------------------------------------

WRITES = {
    *("print", "input", "echo", "secho", "write", "writelines", "write_text", "write_bytes", "FileIO"),
    *("dump", "mkstemp", "NamedTemporaryFile", "fdopen", "show", "basicConfig", "copyfileobj"),
}
CLEANS = {"scrub", "_scrub", "scrubbed", "scrubber"}
ELSEWHERE = {
    "cli/tidying.py:_write": "the author's own file, whose words it may not change",
    "cli/interrupting.py:tell_at_once": "our own words, said inside a signal",
    "record/tail.py:_cut": "the torn end of a record, which was scrubbed when it was written",
    "target/command.py:_Process": "what a customer says, to the agent that it is for",
    "budget/shared.py:Shared": "amounts of money, and an empty file",
    "lanes.py:_Wire": "what is sent to an agent or a model, in one piece: a key goes to whom it is for",
    "testing/model_server.py:_Handler": "what a double sends over loopback",
    "testing/chaos.py:_Handler": "what a double sends over loopback",
}
"""Writers without a scrubber, and why."""


def writers() -> dict[str, bool]:
    """Each function or class at the top of a module that prints or writes a file -> whether it scrubs."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            parts = list(ast.walk(node))
            if any(_writes(part) for part in parts if isinstance(part, ast.Call)):
                names = {_name(part) for part in parts if isinstance(part, ast.Name | ast.Attribute)}
                where = f"{path.relative_to(PACKAGE).as_posix()}:{getattr(node, 'name', node.lineno)}"
                found[where] = bool(names & CLEANS)
    return found


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _writes(call: ast.Call) -> bool:
    name = _name(call.func)
    words = [
        one.value
        for one in [*call.args[:2], *(key.value for key in call.keywords if key.arg == "mode")]
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    opened = name == "open" and any(set(word) <= set("rwxab+t") and set(word) & set("wxa+") for word in words)
    return opened or name in WRITES


def test_every_writer_goes_through_the_scrubber() -> None:
    """Whoever prints or writes a file takes secrets out first; who does not is named here, with a reason."""
    found = writers()
    assert {"record/writer.py:Writer", "cli/printing.py:say", "cli/main.py:_typed"} <= set(found)
    assert set() == {where for where, cleans in found.items() if not cleans} - set(ELSEWHERE)


# ---- every form ---------------------------------------------------------------------------------------------


def test_each_form_is_hidden() -> None:
    """Plain, URL-encoded, in base64 alone or inside something longer, as JSON and HTML write it."""
    raw = KEY.encode()
    told = [
        KEY,
        quote(KEY, safe=""),
        quote_plus(KEY),
        re.sub("%..", lambda sign: sign.group().lower(), quote(KEY, safe="")),
        json.dumps(KEY),
        json.dumps(KEY, ensure_ascii=False),
        json.dumps(KEY).replace("/", "\\/"),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        *(base64.b64encode(b"u" * before + raw + b":tail").decode() for before in range(4)),
    ]
    clean = scrubber({"SHOP_KEY": KEY})
    assert [] == [one for one in told if HIDDEN not in clean(f"before {one} after")]
    assert all(form not in clean(f"before {one} after") for one in told for form in forms(KEY))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=8, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_form_of_any_value_gets_through(value: str, before: str, after: str) -> None:
    """Whatever the secret is, and whatever stands around it."""
    secret = Secret("A_KEY", value)
    for form in forms(value):
        assert value not in secret.scrub(f"{before}{form}{after}").replace(HIDDEN, "")


def test_each_line_of_a_key_of_many_lines_is_hidden() -> None:
    """A private key is told line by line on a terminal."""
    clean = scrubber({"SIGNING_KEY": "-----BEGIN-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END-----"})
    assert f"  {HIDDEN}," == clean("  MIIEvQIBADANBgkq,")


NAMES = [
    ("ANTHROPIC_API_KEY", True),
    ("APIKEY", True),
    ("SHOP_TOKEN", True),
    ("GITHUB_TOKEN", True),
    ("PASSWORD", True),
    ("DB_PASSWORD", True),
    ("client_secret", True),
    ("SECRET_SAUCE", True),
    ("PGPASSWORD", True),
    ("AWS_CREDENTIALS", True),
    ("PWD", False),
    ("OLDPWD", False),
    ("PATH", False),
    ("KEYBOARD", False),
    ("SSH_AUTH_SOCK", False),
    ("AUTHOR", False),
]


@pytest.mark.parametrize(("name", "secret"), NAMES)
def test_a_variable_that_is_called_like_a_secret_is_one(name: str, secret: bool) -> None:
    """By its name: the folder one is in is none."""
    assert (HIDDEN if secret else PLAIN) == scrubber({name: PLAIN})(PLAIN)


def test_a_variable_that_settings_name_is_a_secret_whatever_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings say that it holds a key."""
    monkeypatch.setattr("harness.secrets._named", set())
    monkeypatch.setenv("HEARTH_ACCESS", PLAIN)
    assert PLAIN == scrub(PLAIN)
    hide(["HEARTH_ACCESS"])
    assert HIDDEN == scrub(PLAIN)


def test_short_values_are_refused_and_said() -> None:
    """Hiding `abc` would spoil every third word; a switch that is on or off is no secret at all."""
    environment = {"DB_PASSWORD": "hunter2", "USE_TOKEN": "1", "NO_KEY": "", "SHOP_KEY": PLAIN}
    assert ("DB_PASSWORD is too short to be hidden: a secret has at least 8 characters.",) == refused(environment)
    assert "hunter2" == scrubber(environment)("hunter2")


@pytest.mark.parametrize("word", ["customer", "infra_error", "simulation", "certainty"])
def test_a_word_of_the_record_itself_is_refused(word: str) -> None:
    """A password that is a word of every record would make all of them unreadable."""
    assert ("DB_PASSWORD cannot be hidden: its value is a word that every record is written in.",) == refused(
        {"DB_PASSWORD": word}
    )


def test_a_record_hides_the_secrets_of_the_environment_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a record need not think of it."""
    monkeypatch.setenv("SHOP_TOKEN", PLAIN)
    with Writer(tmp_path / "run.jsonl", ToldClock()) as writer:
        writer.append("note", {"said": f"it is {PLAIN}"})
    (event,) = read(tmp_path / "run.jsonl")
    assert {"said": f"it is {HIDDEN}"} == event.data


# ---- planted everywhere -------------------------------------------------------------------------------------


def test_a_target_that_repeats_secrets_gets_them_into_no_record(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """In its words, its events, its names and its errors, in each form; the run can be read and judged all the same."""
    monkeypatch.setenv("SHOP_PASSWORD", KEY)
    monkeypatch.setenv("SHOP_TOKEN", PLAIN)
    told = " ".join((*forms(KEY), *forms(PLAIN)))
    event = Event(id=f"e {PLAIN}", kind="tool", name=PLAIN, arguments={KEY: [told]}, result={"x": {PLAIN: told}})
    lines: list[str | Reply | Exception] = [
        Reply(text=told, events=(event,), desk=PLAIN, model=PLAIN),
        TargetError(f"no route to {told}"),
    ]
    record = run("locked-out", target=LinesTarget(lines))
    kept = Path(record.folder, "run.jsonl").read_text(encoding="utf-8")
    assert not [form for form in (*forms(KEY), *forms(PLAIN)) if form in kept]
    assert HIDDEN in kept
    assert ["infra_error"] == [outcome.validity for outcome in load(Path(record.folder, "run.jsonl")).outcomes]


COMMANDS = [
    ("check", "journeys"),
    ("check", "journeys", "--format", "json"),
    ("check", "journeys", "--format", "sarif"),
    ("check", "journeys", "--format", "github"),
    ("check", "journeys", "--write-lock"),
    ("check", "journeys", "--mutate"),
    ("run", "journeys"),
    ("run", "journeys", "--format", "json"),
    ("run", "journeys", "--target", PLAIN),
    ("show", "last"),
    ("show", "last", "planted"),
    ("show", PLAIN),
    ("pin", "journeys"),
    ("doctor", "--target", PLAIN),
    ("doctor", "--target", "demo", "--format", "json"),
    (PLAIN,),
    ("run", f"--{PLAIN}"),
    ("new", f"About {PLAIN}", "--blank", "--out", "new.md"),
]


def test_secrets_in_journeys_settings_and_on_the_command_line_are_written_nowhere(tmp_path: Path) -> None:
    """Every command's output, in every format, and every file that it leaves behind, looked through for them."""
    journeys = tmp_path / "journeys"
    journeys.mkdir()
    text = next((ROOT / "journeys").rglob("locked-out.md")).read_text(encoding="utf-8")
    planted = f"\n\n## The agent should\n\n- Say {PLAIN}.\n- Frobnicate the {PLAIN}.\n- Never say “{PLAIN}”.\n"
    (journeys / "planted.md").write_text(text + planted, encoding="utf-8")
    (journeys / "wrong.md").write_text(f"# {PLAIN}\n\n## The {PLAIN}\n\nOwner: {PLAIN}\n", encoding="utf-8")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    said = [_harness(tmp_path, *words) for words in COMMANDS]
    (tmp_path / "harness.toml").write_text(f'target = "{PLAIN}"\n[gate]\n{PLAIN} = 1\n', encoding="utf-8")
    said.append(_harness(tmp_path, "run", "journeys"))
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path not in before]
    kept = {
        str(path): path.read_text(encoding="utf-8", errors="replace") for path in written if path.name != "harness.toml"
    }
    assert {"run.jsonl", "journeys.lock", "new.md"} <= {path.name for path in written}
    everything = [*said, *kept, *kept.values()]
    assert [] == [one[-2000:] for one in everything if any(form in one for form in forms(PLAIN))]
    assert HIDDEN in "".join(said)
    assert "Traceback" not in "".join(said)


def _harness(folder: Path, *words: str) -> str:
    done = typed(*words, cwd=folder, env={"SHOP_PASSWORD": PLAIN})
    return done.stdout + done.stderr
