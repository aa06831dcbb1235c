#!/bin/sh
# espeak-ng, the voice that reads aloud, where it is missing: from Debian's packages, as root. Elsewhere says how to get it.
set -eu
if command -v espeak-ng >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "espeak-ng is missing: nothing can be read aloud by the server. Install it, for example: sudo apt-get install espeak-ng" >&2
    exit 1
fi
echo "Installing espeak-ng"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends espeak-ng >/dev/null
