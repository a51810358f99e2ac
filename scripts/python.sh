# Sourced: `python_with_scikit_learn NAME` prints the Python of a virtual environment that has the packages of
# tests/golden/requirements.txt, made if it is missing; without Python 3 or a network it says so and prints nothing.
# NAME: who is speaking, such as bench.
python_with_scikit_learn() {
    local name=$1 venv=target/bench/venv wanted=tests/golden/requirements.txt
    if ! command -v python3 >/dev/null; then
        printf '%s: Python 3 is missing: going on without scikit-learn\n' "$name" >&2
        return
    fi
    if ! cmp -s "$wanted" "$venv/installed.txt"; then
        printf '%s: installing scikit-learn into %s\n' "$name" "$venv" >&2
        mkdir -p target/bench
        # Not --clear: a half-made one is made anew by the same command.
        if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet -r "$wanted"; } >&2; then
            printf '%s: scikit-learn could not be installed (its error stands above): going on without it\n' "$name" >&2
            return
        fi
        cp "$wanted" "$venv/installed.txt"
    fi
    echo "$venv/bin/python"
}
