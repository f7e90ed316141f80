"""The settings of the hub: who may come in, what is started, what is culled."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config import Config, PyFileConfigLoader

from course_utils.classroom.trial import CONFIG
from course_utils.places import COURSE


def settings(
    monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str] | None = None
) -> Config:
    for name in [name for name in os.environ if name.startswith(("HUB_", "COURSE_D"))]:
        monkeypatch.delenv(name)
    for name, value in (variables or {}).items():
        monkeypatch.setenv(name, value)
    return PyFileConfigLoader(CONFIG.name, path=str(CONFIG.parent)).load_config()


def learner(name: str, **options: str) -> Any:
    return SimpleNamespace(user=SimpleNamespace(name=name), user_options=options)


def test_names_on_the_list_come_in_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    c = settings(monkeypatch, {"HUB_LEARNERS": "ana ben", "HUB_ADMINS": "ben"})
    assert c.Authenticator.allowed_users == {"ana", "ben"}
    assert c.Authenticator.admin_users == {"ben"} and not c.Authenticator.allow_all
    assert settings(monkeypatch).Authenticator.allow_all


def test_a_name_is_plain_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = re.compile(settings(monkeypatch).Authenticator.username_pattern)
    names = ("ana", "ana-2", "a" * 31, "", "2ana", "ana b", "ana/..", "ana\n", "a" * 32)
    # JupyterHub asks with `match`, too.
    assert [bool(pattern.match(name)) for name in names] == [True] * 3 + [False] * 6


def test_idle_kernels_and_servers_are_shut_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    c = settings(monkeypatch)
    given = dict(one.removeprefix("--").split("=") for one in c.Spawner.args)
    idle = int(given["MappingKernelManager.cull_idle_timeout"])
    assert 600 <= idle < int(given["ServerApp.shutdown_no_activity_timeout"])
    assert int(given["MappingKernelManager.cull_interval"]) < idle
    assert c.Spawner.mem_limit == "3G"
    assert c.Spawner.cmd[-2:] == ["hub", "serve"]


def test_each_learner_has_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    c = settings(monkeypatch)
    language = c.Spawner.environment["COURSE_LANG"]
    assert language(learner("ana", lang="zh")) == "zh"
    assert language(learner("ana")) == "en"
    assert 'value="zh"' in c.Spawner.options_form
    c.Spawner.apply_user_options(learner("ana"), {"lang": "zh"})
    with pytest.raises(ValueError, match="expected en or zh"):
        c.Spawner.apply_user_options(learner("ana"), {"lang": "../.."})
    for_all = settings(monkeypatch, {"HUB_LANG": "zh"}).Spawner
    assert for_all.environment["COURSE_LANG"](learner("ana")) == "zh"
    assert "options_form" not in for_all


def test_the_public_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://class.example"
    c = settings(monkeypatch, {"HUB_PUBLIC_URL": address})
    assert c.JupyterHub.public_url == address
    assert "public_url" not in settings(monkeypatch).JupyterHub


def test_an_account_has_the_number_that_owns_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, check: ran.append(command))
    (tmp_path / "ana").mkdir()
    c = settings(monkeypatch, {"HUB_HOMES": str(tmp_path)})
    for name in ("ana", "ben"):
        c.Spawner.pre_spawn_hook(learner(name))
    owner = (tmp_path / "ana").stat().st_uid
    numbers = [command[command.index("--uid") + 1] for command in ran]
    assert numbers == [str(owner), str(max(1999, owner) + 1)]
    assert [command[-1] for command in ran] == ["ana", "ben"]


def test_no_learner_gets_an_account_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    c = settings(monkeypatch)
    with pytest.raises(ValueError, match="the system itself"):
        c.Spawner.pre_spawn_hook(learner("root"))


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_each_variable_is_explained(page: str) -> None:
    code = CONFIG.read_text("utf-8")
    told = (COURSE / "hub" / page).read_text("utf-8")
    named = {word.split('"')[0] for word in code.split('environ.get("')[1:]}
    assert len(named) == 9
    assert [name for name in sorted(named) if f"`{name}`" not in told] == []
