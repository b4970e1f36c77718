# What tools/demo, tools/test and tools/lib/install_dependencies.sh share. Sourced, never run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "== $*"; }

fail() {
  printf '%s\n' "error: $*" >&2
  exit 1
}

# quietly LOG COMMAND…: the output goes to LOG; if the command fails, its last lines are shown.
quietly() {
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    fail "\`$*\` failed; the whole output is in $log"
  fi
}

# How many compilers to run: one a core, but 1.5 GB of memory each, since a file with Boost.Graph,
# Cap'n Proto and sanitizers can take 1.2 GB.
build_jobs() {
  local cores memory_kb by_memory
  cores=$(nproc)
  memory_kb=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo 2>/dev/null || true)
  by_memory=$((${memory_kb:-3000000} / 1500000))
  ((by_memory < 1)) && by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}

# build PRESET [TARGET…]: configures if needed and builds. Ninja re-runs CMake where needed.
build() {
  local preset=$1 directory="$ROOT/build/$1" jobs
  shift
  # A precompiled header is usable from the cache only if ccache may overlook its time stamp.
  export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}
  # Paths below the checkout are cached relative to it, so that two checkouts share a cache.
  export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$ROOT} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
  jobs=$(build_jobs)
  mkdir -p "$directory"
  if [[ ! -f $directory/build.ninja ]]; then
    say "configuring (preset $preset)"
    (cd "$ROOT" && quietly "$directory/configure.log" cmake --preset "$preset")
  fi
  say "building ${*:-everything} with $jobs jobs into build/$preset"
  ninja -C "$directory" -j "$jobs" --quiet "$@" </dev/null ||
    fail "the build failed; the messages are above. To start afresh: rm -r $directory"
}
