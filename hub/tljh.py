"""For The Littlest JupyterHub: what a learner's server starts, in which language."""

c = get_config()  # noqa: F821 (JupyterHub gives it)

c.Spawner.cmd = ["/opt/tljh/user/bin/course", "hub", "serve"]
c.Spawner.environment = {
    "COURSE_LANG": "en",  # or "zh"
    "COURSE_NOTEBOOKS_DIR": "~/rnn-course/notebooks",
    "OMP_NUM_THREADS": "1",
}
