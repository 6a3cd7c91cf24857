# Sourced by ./run, ./test and ./bench: a virtual environment with the locked requirements. Sets PY.
kind=$1
python=""
for candidate in python3.11 python3.12 python3.13 python3; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate; break
  fi
done
[ -n "$python" ] || { echo "Python 3.11 or newer is needed; none was found." >&2; exit 1; }
PY=.venv/bin/python
if ! "$PY" -c '' 2>/dev/null; then
  echo "Making .venv with $($python --version)" >&2
  rm -rf .venv
  "$python" -m venv .venv || { echo "The venv module is missing: apt-get install python3-venv" >&2; exit 1; }
fi
files="requirements/runtime.txt"
[ "$kind" = dev ] && files="$files requirements/dev.txt"
for file in $files; do
  stamp=.venv/$(basename "$file").sha256
  if ! sha256sum --check --status "$stamp" 2>/dev/null; then
    echo "Installing $file" >&2
    "$PY" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$file" 2> >(grep -v '^WARNING: Location' >&2)
    sha256sum "$file" > "$stamp"
  fi
done
mkdir -p var
