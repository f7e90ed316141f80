"""The settings of a JupyterHub for a class: each learner has an account and a home.

What may have to be changed is said by variables; README.md beside this file lists them.
"""

import os
import pwd
import subprocess
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub gives it)

HOMES = Path(os.environ.get("HUB_HOMES", "/home"))
STATE = Path(os.environ.get("HUB_STATE", "/srv/rnn-hub"))
DATA = os.environ.get("COURSE_DATA_DIR", "/course-data")
LANGUAGE = os.environ.get("HUB_LANG", "")
PUBLIC = os.environ.get("HUB_PUBLIC_URL", "")

# --- where it is reached, and what outlives a restart --------------------------------

c.JupyterHub.bind_url = os.environ.get("HUB_BIND_URL", "http://:8000")
if PUBLIC:  # as learners write it, when a proxy with HTTPS stands before the hub
    c.JupyterHub.public_url = PUBLIC
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = f"{STATE / 'cookie_secret'}"
c.ConfigurableHTTPProxy.pid_file = f"{STATE / 'proxy.pid'}"
c.JupyterHub.cleanup_servers = False  # kernels run on while the hub restarts

# --- who may come in -----------------------------------------------------------------

# Each chooses a password at the first visit. With a list of names nobody else comes in.
c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
c.FirstUseAuthenticator.dbm_path = f"{STATE / 'passwords.dbm'}"
c.FirstUseAuthenticator.create_users = True
c.Authenticator.admin_users = set(os.environ.get("HUB_ADMINS", "").split())
c.Authenticator.allowed_users = set(os.environ.get("HUB_LEARNERS", "").split())
c.Authenticator.allow_all = not c.Authenticator.allowed_users
# JupyterHub compares only the beginning of a name, so the pattern asks for its end.
c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,30}\Z"


def make_account(spawner):
    """Give a learner an account of this computer, with the number that owns the home.

    So a home of an older container goes to whom it belongs.
    """
    name = spawner.user.name
    try:
        if pwd.getpwnam(name).pw_uid < 1000:
            raise ValueError(f"{name}: the system itself has an account of this name")
    except KeyError:
        home = HOMES / name
        taken = [each.stat().st_uid for each in HOMES.iterdir()]
        number = home.stat().st_uid if home.is_dir() else max([1999, *taken]) + 1
        command = ["useradd", "--create-home", "--key", "UMASK=077", "--shell"]
        command += ["/bin/bash", "--uid", f"{number}", "--home-dir", f"{home}", name]
        subprocess.run(command, check=True)


c.Spawner.pre_spawn_hook = make_account

# --- what each learner's server is ---------------------------------------------------

c.Spawner.cmd = [sys.executable, "-m", "course_utils.cli", "hub", "serve"]
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=1800",  # seconds: half an hour
    "--MappingKernelManager.cull_interval=120",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
c.Spawner.mem_limit = os.environ.get("HUB_MEMORY", "3G")
c.Spawner.start_timeout = 300  # seconds: a whole class comes in at once
c.Spawner.http_timeout = 180
c.Spawner.environment = {
    "COURSE_DATA_DIR": DATA,
    "COURSE_NOTEBOOKS_DIR": "~/rnn-course/notebooks",
    "COURSE_LANG": lambda spawner: spawner.user_options.get("lang", LANGUAGE or "en"),
    "OMP_NUM_THREADS": "1",  # else learners take each other's processors
    # Memory that is free again goes back to the computer sooner: measured in lesson 09,
    # 70 MB less for 4 more seconds of processor time.
    "MALLOC_MMAP_THRESHOLD_": f"{4 << 20}",
    "MALLOC_TRIM_THRESHOLD_": f"{32 << 20}",
}

# --- in which language: the learner says, unless HUB_LANG does -----------------------

FORM = """
<fieldset style="border: 0; font-size: larger">
  <legend>Which language would you like to learn in?<br>
    <span lang="zh">你想用哪种语言学习？</span></legend>
  <label><input type="radio" name="lang" value="en" required> English</label><br>
  <label lang="zh"><input type="radio" name="lang" value="zh"> 中文</label>
</fieldset>
"""


def check_language(spawner, options):
    """Refuse anything but the two languages: it need not come from the form."""
    if options.get("lang", "en") not in ("en", "zh"):
        raise ValueError(f"expected en or zh, found {options['lang']!r}")


c.Spawner.apply_user_options = check_language
c.Spawner.options_from_form = "simple"
if not LANGUAGE:
    c.Spawner.options_form = FORM
