"""harness.toml: what can be set, and what is said when it is set wrongly."""

from pathlib import Path

import pytest

from harness.settings import LARGEST, Settings, SettingsError, read_settings


def write(folder: Path, text: str, name: str = "harness.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_demo_is_set_up(tmp_path: Path) -> None:
    """A folder without settings runs against the embedded demo, one trial, seed 7."""
    settings = read_settings(tmp_path)
    assert ("demo", 1, 7) == (settings.target, settings.run.trials, settings.run.seed)
    assert "returns" in settings.vocabulary.desks


def test_pyproject_may_hold_the_settings(tmp_path: Path) -> None:
    """`[tool.harness]` in pyproject.toml is read when there is no harness.toml."""
    assert 3 == read_settings(write(tmp_path, "[tool.harness.run]\ntrials = 3\n", "pyproject.toml")).run.trials


def test_a_profile_changes_what_it_names(tmp_path: Path) -> None:
    """The profile ci holds five trials; an unknown profile is met with the nearest name."""
    settings = read_settings(tmp_path)
    assert 5 == settings.with_profile("ci").run.trials
    with pytest.raises(SettingsError, match="Did you mean 'nightly'"):
        settings.with_profile("nightley")


WRONG = [
    ("[gate]\nproove = 0.9\n", "harness.toml:2: there is no setting 'gate.proove'. Did you mean 'prove'?"),
    ("targt = 'demo'\n", "harness.toml:1: there is no setting 'targt'. Did you mean 'target'?"),
    ("[run]\ntrials = 0\n", "harness.toml:2: 'run.trials': input should be greater than or equal to 1"),
    (
        '[models."openai/gpt"]\nbase_ur = "x"\n',
        "harness.toml:2: there is no setting 'models.openai/gpt.base_ur'. Did you mean 'base_url'?",
    ),
    (
        '[models."antropic/claude"]\n',
        "harness.toml:1: 'models': there is no model 'antropic/claude'. Did you mean 'anthropic/...'?",
    ),
    ('[targets.a]\nkind = "http"\n', "harness.toml:1: 'targets.a.url': field required"),
    ('[targets.a]\nkey = "A_KEY"\n', "harness.toml:1: 'targets.a': say its `kind`: demo, http, "),
    (
        '[targets.a]\nkind = "htp"\n',
        "harness.toml:1: 'targets.a': there is no kind of target 'htp'. Did you mean 'http'?",
    ),
    (
        '[targets.a]\nkind = "command"\ncommand = ["x"]\nurl = "http://a/"\n',
        "harness.toml:4: there is no setting 'targets.a.url'. There are: command, files, idempotent, ",
    ),
    (
        '[targets.a]\nkind = "http"\nurl = "http://a/"\n[targets.a.setup]\nurl = "http://a/"\nmethd = "PUT"\n',
        "harness.toml:6: there is no setting 'targets.a.setup.methd'. Did you mean 'method'?",
    ),
    (
        '[targets.a]\nkind = "http"\nurl = "http://a/"\nkey = "tangerine"\n',
        "harness.toml:4: 'targets.a.key': this is to be the name of an environment variable",
    ),
    ("[models.gpt]\n", "harness.toml:1: 'models': there is no model 'gpt'. There are: "),
    (
        '[models."openai/gpt"]\nbase_url = "ftp://x"\n',
        "harness.toml:2: 'models.openai/gpt.base_url': this is no address such as https://",
    ),
    (
        '[models."openai/gpt"]\nbase_url = "https://me:secret@x/v1"\n',
        "harness.toml:2: 'models.openai/gpt.base_url': an address holds no user and no password here",
    ),
    (
        '[models."openai/gpt"]\nkey = "sk-live-1234567"\n',
        "harness.toml:2: 'models.openai/gpt.key': this is to be the name of an environment variable",
    ),
    (
        '[models."openai/gpt"]\ntimeout_seconds = 0\n',
        "harness.toml:2: 'models.openai/gpt.timeout_seconds': input should be greater than 0",
    ),
    ("[run\n", "harness.toml is not TOML"),
    ("\x00", "harness.toml is not TOML"),
]


@pytest.mark.parametrize(("text", "says"), WRONG, ids=[text.strip()[:20] for text, _ in WRONG])
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    """A mistake in the settings gets a sentence, a line and the nearest name."""
    with pytest.raises(SettingsError) as caught:
        read_settings(write(tmp_path, text))
    assert str(caught.value).startswith(says)
    assert "sk-live" not in str(caught.value)
    assert "secret@" not in str(caught.value)


def test_what_is_no_settings_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are not text, and files of megabytes, are refused with a sentence."""
    (tmp_path / "harness.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_settings(tmp_path)
    (tmp_path / "harness.toml").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(SettingsError, match="no settings file"):
        read_settings(tmp_path)


def test_settings_that_cannot_be_read_are_not_passed_over(tmp_path: Path) -> None:
    """A folder called harness.toml, or a link in a circle, is an error: the defaults never stand in for it."""
    (tmp_path / "harness.toml").mkdir()
    with pytest.raises(SettingsError, match="no file that can be read"):
        read_settings(tmp_path)
    circle = tmp_path / "other"
    circle.mkdir()
    (circle / "harness.toml").symlink_to(circle / "harness.toml")
    with pytest.raises(SettingsError):
        read_settings(circle)


def test_an_unknown_target_is_named() -> None:
    """A target that is not there is met with what there is."""
    with pytest.raises(SettingsError, match=r"there is no target 'prod'\. There are: demo"):
        Settings().target_named("prod")
