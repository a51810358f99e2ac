# Sourced: runs the parts of a test run, counts what they print and sums it up.
mkdir -p target/test-logs
parts=0 failed_parts=0 total_passed=0 total_failed=0 total_skipped=0
rows=()

# Sums the named counts over cargo's "test result: ok. 3 passed; 0 failed; 1 ignored; …" and node's "ℹ pass 3".
count() {
    awk -v cargo="$2" -v node="$3" '
        /^test result: / { for (i = 2; i <= NF; i++) if ($i ~ "^" cargo) n += $(i - 1) }
        NF == 3 && $2 == node && $1 !~ /[a-z0-9]/ { n += $3 }
        END { print n + 0 }' "$1"
}

# run_part NAME: runs the function of that name. A part without tests of its own counts as one check.
run_part() {
    local name=$1 log="target/test-logs/$1.log" start=$SECONDS state=ok
    printf '\n== %s\n' "$name"
    "$name" </dev/null 2>&1 | tee "$log" || state=FAILED
    local passed failed skipped by_itself
    by_itself=$(grep -c '^skipped: ' "$log")
    passed=$(($(count "$log" passed pass) - by_itself))
    failed=$(count "$log" failed fail)
    skipped=$(($(count "$log" ignored skipped) + by_itself))
    if [ "$failed" -gt 0 ]; then state=FAILED; fi
    if [ "$state" = FAILED ] && [ "$failed" = 0 ]; then failed=1; fi
    if [ "$state" = ok ] && [ $((passed + failed + skipped)) = 0 ]; then passed=1; fi
    parts=$((parts + 1))
    total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed)) total_skipped=$((total_skipped + skipped))
    [ "$state" = ok ] || failed_parts=$((failed_parts + 1))
    rows+=("$(printf '%-10s %-7s %7d %7d %8d %6d s' "$name" "$state" "$passed" "$failed" "$skipped" $((SECONDS - start)))")
}

# Prints the summary; its last line stands alone. Returns 1 if a part failed.
summary() {
    printf '\n%-10s %-7s %7s %7s %8s %8s\n' part state passed failed skipped time
    printf '%s\n' "${rows[@]}"
    [ "$failed_parts" = 0 ] || printf '%d of %d parts failed; what each printed is in target/test-logs.\n' "$failed_parts" "$parts"
    printf 'tests: %d passed, %d failed, %d skipped\n' "$total_passed" "$total_failed" "$total_skipped"
    [ "$failed_parts" = 0 ]
}
