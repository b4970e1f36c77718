#!/usr/bin/env bash
# install_dependencies.sh build|test: installs what is missing, with apt-get; nothing and at once if
# nothing is. docs/DEPENDENCIES.md says what each package is for and under which licence it stands.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build_packages=(
  ca-certificates g++ cmake ninja-build pkg-config ccache
  librocksdb-dev capnproto libcapnp-dev libabsl-dev libsimdjson-dev
  zlib1g-dev libzstd-dev libcli11-dev rapidjson-dev libcsv-dev libutf8proc-dev
)
test_packages=("${build_packages[@]}" catch2 python3 python3-networkx zstd)
# Boost.Graph is headers only as we use it, and they are in Boost's main -dev package.
boost_version_min=108100

case ${1:-} in
  build) wanted=("${build_packages[@]}") ;;
  test) wanted=("${test_packages[@]}") ;;
  *) fail "usage: install_dependencies.sh build|test" ;;
esac

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  say "this is no Debian system; if the build fails, install these or their like by hand:" \
    "${wanted[*]} libboost1.81-dev"
  exit 0
fi

installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
  sed -n 's/^installed //p' || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
boost_header=/usr/include/boost/version.hpp
boost_version=$(sed -n 's/^#define BOOST_VERSION //p' "$boost_header" 2>/dev/null || true)
if ((${boost_version:-0} < boost_version_min)); then missing+=(boost); fi

if ((${#missing[@]} == 0)); then
  say "all ${#wanted[@]} packages are installed"
  exit 0
fi

privilege=()
if ((EUID != 0)); then
  command -v sudo >/dev/null ||
    fail "missing packages, and neither root nor sudo to install them: ${missing[*]}"
  privilege=(sudo)
fi
apt() {
  ${privilege[@]+"${privilege[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

mkdir -p "$ROOT/build"
log=$ROOT/build/install.log
say "installing ${#missing[@]} missing packages: ${missing[*]}"
# Without a network the lists that are there may do.
if ! apt update >"$log" 2>&1 </dev/null; then
  tail -n 5 "$log" >&2
  say "apt-get update failed; trying with the lists that are there"
fi

# Debian 12 has 1.74 as its default and 1.81 beside it; Debian 13's default is 1.83.
if [[ ${missing[-1]} == boost ]]; then
  boost=libboost-dev
  # Not piped into grep -q: it would end apt-cache early, which pipefail takes for a failure.
  policy=$(LC_ALL=C apt-cache policy libboost1.81-dev)
  if [[ $policy == *'Candidate: '[0-9]* ]]; then
    boost=libboost1.81-dev
  fi
  if [[ -n $boost_version ]]; then
    fail "Boost's headers are installed in version $boost_version; we need $boost_version_min or" \
      "later, and Debian allows one version at a time. To replace them: apt-get install $boost"
  fi
  missing[-1]=$boost
fi
quietly "$log" apt install --no-install-recommends --no-remove "${missing[@]}"
say "installed"
