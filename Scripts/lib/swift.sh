# Finds the Swift toolchain where sudo has taken it out of PATH; for scripts that source this file.

if ! command -v swift >/dev/null; then
    for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/libexec/swift/bin \
        "$HOME/.local/share/swiftly/bin" "/home/${SUDO_USER:-}/.local/share/swiftly/bin"; do
        [ -x "$folder/swift" ] && PATH=$folder:$PATH && break
    done
fi
if ! command -v swift >/dev/null; then
    echo "There is no \`swift\` in PATH. Install Swift 6.2 or later: https://www.swift.org/install/" >&2
    exit 1
fi
