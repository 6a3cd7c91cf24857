"""What must be there before anything starts: system libraries, the secret key, assets, translations."""

import ctypes.util
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"

# Library or program -> Debian package. WeasyPrint draws with Pango, which breaks Thai words by libthai.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
PROGRAMS = {"pdftotext": "poppler-utils"}
BROWSER = {"chromium": "chromium"}


def everything(*, quiet: bool = False, browser: bool = False) -> int:
    """Prepare this checkout. Returns 1, having said what to install, if something is missing."""
    VAR.mkdir(exist_ok=True)
    if not _system(browser=browser):
        return 1
    _secret_key()
    _assets()
    translations()
    if not quiet:
        print("Ready. Start with ./run")
    return 0


def missing_packages(*, browser: bool) -> list[str]:
    """Debian packages that this machine lacks."""
    programs = {**PROGRAMS, **(BROWSER if browser else {})}
    lacking = [package for name, package in LIBRARIES.items() if not ctypes.util.find_library(name)]
    return lacking + [package for name, package in programs.items() if not shutil.which(name)]


def _system(*, browser: bool) -> bool:
    packages = missing_packages(browser=browser)
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        _say(f"Installing {' '.join(packages)}")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=env)  # noqa: S603
        packages = missing_packages(browser=browser)
    if packages:
        _say(f"Please install these and start again:\n    sudo apt-get install {' '.join(packages)}")
    return not packages


def _secret_key() -> None:
    path = VAR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)


def _assets() -> None:
    sources = [ROOT / "assets" / "package-lock.json", *_files(ROOT / "assets", skip=("node_modules", "dist"))]
    if _changed("assets", sources) or not (ROOT / "assets" / "dist").is_dir():
        _say("Building styles and fonts")
        subprocess.run([sys.executable, "assets/build.py"], cwd=ROOT, check=True)
        _stamp("assets", sources)


def static_files(env: Mapping[str, str]) -> Callable[[], None]:
    """Begin to gather and compress what browsers load, where it has changed. Call what is returned to wait for it."""
    sources = [ROOT / "requirements" / "runtime.txt", *_files(ROOT / "assets" / "dist", skip=())]
    if not _changed("static", sources) and (VAR / "static" / "staticfiles.json").exists():
        return lambda: None
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: S603 - our own program

    def wait() -> None:
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)
        _stamp("static", sources)

    return wait


def translations() -> None:
    """Compile the catalogues that are newer than their compiled form."""
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    for po in catalogues:
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            subprocess.run(  # noqa: S603
                [sys.executable, "-m", "babel.messages.frontend", "compile", "-i", str(po), "-o", str(mo)],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


def _files(folder: Path, *, skip: tuple[str, ...]) -> list[Path]:
    return sorted(
        p for p in folder.rglob("*") if p.is_file() and not set(skip) & set(p.relative_to(folder).parts)
    )


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()


def _changed(name: str, paths: list[Path]) -> bool:
    stamp = VAR / f"{name}.sha256"
    return not stamp.exists() or stamp.read_text() != _digest(paths)


def _stamp(name: str, paths: list[Path]) -> None:
    (VAR / f"{name}.sha256").write_text(_digest(paths))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
