# Reads ctest's LastTest.log and prints what was skipped and why, then the line
# "N passed, N failed, N skipped" in test cases. Exit status 1 if a test case failed.
#
# A program that ends with Catch2's summary counts with its test cases; any other test counts as
# one. A skipped test case prints "SKIPPED file:line: reason" and passes as far as Catch2 knows.

/^[0-9]+\/[0-9]+ Test: / { name = $3; cases = 1; bad = 0; seen = 0; split("", skips); next }

# "All tests passed (12 assertions in 3 test cases)"
/^All tests passed \(/ {
  cases = $0; sub(/.* in /, "", cases); sub(/ .*/, "", cases); seen = 1; next
}
/^No tests ran/ { cases = 0; seen = 1; next }
# "test cases: 5 | 3 passed | 2 failed"
/^test cases: / {
  cases = $3; seen = 1
  if (match($0, /[0-9]+ failed/)) bad = substr($0, RSTART, RLENGTH) + 0
  next
}
/^SKIPPED / {
  line = $0; sub(/^SKIPPED /, "", line)
  if (index(line, root) == 1) line = substr(line, length(root) + 1)
  skips[line] = 1; next
}
/^Test (Passed|Failed)\.?/ || /^Test (timed out|Timeout)/ {
  ran = 1
  # A crash or a time-out leaves no summary, or one of an earlier run: at least one case failed.
  if ($0 !~ /^Test Passed/ && bad == 0) { bad = 1; if (cases == 0) cases = 1 }
  count = 0
  for (line in skips) { count++; reasons[++reason_count] = name ": " line }
  if (count > cases - bad) count = cases - bad
  failed += bad; skipped += count; passed += cases - bad - count
  next
}
END {
  for (i = 1; i <= reason_count; i++) print "skipped: " reasons[i]
  printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
  exit (failed > 0 || !ran)
}
