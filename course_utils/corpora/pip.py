"""Fetch a source archive from the index that pip is set to, and run nothing of it.

`pip download` would run the `setup.py` of a source archive to learn its metadata.
The finder of PDM only downloads; it is given pip's own settings (index, mirror,
certificate, proxy), so a learner behind a mirror needs to set nothing twice.
"""

from __future__ import annotations

import ast
import logging
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.request import getproxies, proxy_bypass

from course_utils.corpora import messages as says
from course_utils.datasets.errors import FetchError
from course_utils.datasets.manifest import Archive
from course_utils.text import join

if TYPE_CHECKING:
    import httpx2
    from unearth import Link, PackageFinder
    from unearth.fetchers import Fetcher

SECTIONS = ("global", "download", ":env:")
"""pip's sections that hold for a download; the later one wins."""
CERTIFICATES = (
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
"""Where pip looks for certificates if its own settings name none, in this order."""
TIMEOUT = 60.0


def fetch_with_pip(archive: Archive, folder: Path) -> Path:
    """Download the archive into `folder`; raise a `FetchError` if that fails."""
    import httpx2
    from unearth.errors import UnpackError, URLError

    # Without a handler, what the finder has to say would be printed as it is.
    logging.getLogger("unearth").addHandler(logging.NullHandler())
    settings = pip_settings()
    try:
        finder = _make_finder(archive.package, settings)
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        reason = says.BAD_SETTINGS.format(
            certificates=find_certificates(settings) or "-",
            proxy=_without_password(settings.get("proxy", "-")),
            reason=f"{type(error).__name__}: {error}",
        )
        raise FetchError(archive, str(reason)) from error
    try:
        return _download(finder, _find_link(finder, archive), folder)
    except (httpx2.HTTPError, httpx2.InvalidURL, UnpackError, URLError) as error:
        raise FetchError(archive, f"{type(error).__name__}: {error}") from error


def pip_settings() -> dict[str, str]:
    """pip's options, from its files and the environment; empty without pip."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.partition(".")
        if section in found:
            found[section][option] = ast.literal_eval(value)
    merged: dict[str, str] = {}
    for section in SECTIONS:
        merged |= found[section]
    return merged


def find_certificates(settings: dict[str, str]) -> str | None:
    """The file or folder of certificates that pip would trust; None for the usual."""
    named = (os.environ.get(name) for name in CERTIFICATES)
    return settings.get("cert") or next(filter(None, named), None)


def find_proxy(settings: dict[str, str]) -> str | None:
    """The proxy that pip is set to; those of the environment hold by themselves."""
    proxy = settings.get("proxy")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _trusted(settings: dict[str, str]) -> ssl.SSLContext | bool:
    certificates = find_certificates(settings)
    if certificates is None and "client-cert" not in settings:
        return True
    if certificates is not None and Path(certificates).is_dir():
        context = ssl.create_default_context(capath=certificates)
    else:
        context = ssl.create_default_context(cafile=certificates)
    if "client-cert" in settings:
        context.load_cert_chain(settings["client-cert"])
    return context


def _unverified(host: str, settings: dict[str, str]) -> httpx2.HTTPTransport:
    """The way to a trusted host: PDM's own would go past the proxy."""
    import httpx2

    known = {} if proxy_bypass(host) else getproxies()
    proxy = find_proxy(settings) or known.get("https") or known.get("all")
    return httpx2.HTTPTransport(verify=False, proxy=proxy)


def _make_finder(package: str, settings: dict[str, str]) -> PackageFinder:
    from unearth import PackageFinder
    from unearth.auth import MultiDomainBasicAuth
    from unearth.fetchers import PyPIClient

    default = [source["url"] for source in PackageFinder().sources]
    indexes = settings.get("index-url", "").split() or default
    indexes += settings.get("extra-index-url", "").split()
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        indexes = []
    trusted = settings.get("trusted-host", "").split()
    session = PyPIClient(
        trusted_hosts=trusted,
        verify=_trusted(settings),
        proxy=find_proxy(settings),
        mounts={f"all://{host}": _unverified(host, settings) for host in trusted},
        timeout=float(settings.get("timeout", TIMEOUT)),
        follow_redirects=True,
    )
    session.auth = MultiDomainBasicAuth(prompting=False, index_urls=indexes)
    return PackageFinder(
        cast("Fetcher", session),  # its `get` takes more than the finder asks for
        index_urls=indexes,
        find_links=settings.get("find-links", "").split(),
        trusted_hosts=trusted,
        no_binary=[package],
    )


def _find_link(finder: PackageFinder, archive: Archive) -> Link:
    for found in finder.find_matches(f"{archive.package}=={archive.version}"):
        if found.link.filename == archive.file:
            return found.link
    places = join(_without_password(source["url"]) for source in finder.sources)
    raise FetchError(archive, str(says.NOT_IN_INDEX.format(places=places)))


def _without_password(place: str) -> str:
    from unearth import Link

    return Link(place).redacted if "://" in place else place


def _download(finder: PackageFinder, link: Link, folder: Path) -> Path:
    from tqdm import tqdm
    from unearth.preparer import download_link

    bar = tqdm(unit="B", unit_scale=True, desc=link.filename, disable=None)

    def show_progress(link: Link, completed: int, total: int | None) -> None:
        bar.total = total
        bar.update(completed - bar.n)

    with bar:
        fetched = download_link(
            finder.session, link, folder, download_reporter=show_progress
        )
    if fetched.parent == folder:
        return fetched
    # A folder of archives (--find-links) is read in place: leave its file there.
    return Path(shutil.copyfile(fetched, folder / link.filename))
