#!/usr/bin/env bash
# Brings what `make quality` needs beside Python: Chromium, Java, packages of npm, frictionless, and the
# fonts that the design names. It asks Debian's packages only for what is missing.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v java >/dev/null || missing+=(default-jre-headless)
command -v npm >/dev/null || missing+=(npm)
[ -n "${OPENHUB_CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null || missing+=(chromium)

# Pictures are the same on every machine only with the same fonts; without them the checks still hold.
fonts=()
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  for font in fonts-inter fonts-sil-charis; do
    dpkg -s "$font" >/dev/null 2>&1 || fonts+=("$font")
  done
fi

if [ ${#missing[@]} -gt 0 ] && { ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; }; then
  echo "make quality needs ${missing[*]} (their names on Debian); install them and try again." >&2
  exit 1
fi
if [ ${#missing[@]} -gt 0 ] || [ ${#fonts[@]} -gt 0 ]; then
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" "${fonts[@]}" >/dev/null
fi
npm ci --ignore-scripts --silent

# Validates the data package of metrics; its many dependencies stay apart from openhub's.
[ -x .frictionless/bin/frictionless ] || python3 -m venv .frictionless
.frictionless/bin/pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r ../requirements/data.txt
