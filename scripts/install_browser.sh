#!/bin/sh
# Chromium for the browser tests, where it is missing: from Debian's packages, as root. Elsewhere says how to get it.
set -eu
if command -v chromium >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is missing: the browser tests will be skipped. Install it, for example: sudo apt-get install chromium" >&2
    exit 0
fi
echo "Installing Chromium for the browser tests"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
