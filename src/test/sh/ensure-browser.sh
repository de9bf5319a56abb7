#!/bin/sh
# Makes sure of a Chromium for the browser tests: NOBOOKS_BROWSER, then the usual names on the PATH,
# then Debian's package where this may be installed. Fails with one sentence, never skips.
set -eu
if [ -n "${NOBOOKS_BROWSER:-}" ]; then
  [ -x "$NOBOOKS_BROWSER" ] && exit 0
  echo "NOBOOKS_BROWSER names $NOBOOKS_BROWSER, which is not an executable file." >&2
  exit 1
fi
for name in chromium chromium-browser google-chrome-stable google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji >/dev/null
  command -v chromium >/dev/null 2>&1 && exit 0
fi
echo "The browser tests need Chromium: install it, or name one in NOBOOKS_BROWSER." >&2
exit 1
