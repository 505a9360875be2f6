#!/bin/sh
# Runs tools/environment.py, which builds .venv, under the first Python that works. A candidate is called, not looked up:
# a version manager's shim can be on the path and fail.
cd "${0%/*}/.." || exit 2
candidates=${PYTHON:-.venv/bin/python python3.14 python3.13 python3.12 python3}
for candidate in $candidates; do
    if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
        exec "$candidate" tools/environment.py "$@"
    fi
done
echo "No Python 3.12 or newer with its venv module was found (tried: $candidates)." >&2
echo "Install one, on Debian for example: apt-get install python3 python3-venv; or name it: make PYTHON=/path/to/python3." >&2
exit 2
