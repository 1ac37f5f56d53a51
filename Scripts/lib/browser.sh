# What drives a browser, for scripts that source this file: `browser_python FILE…` runs Python with it.

browser_folder=.venv-browser
browser_requirements=Tests/Browser/requirements.txt
if ! cmp -s "$browser_requirements" $browser_folder/installed.txt; then
    echo "Installing $(paste -sd ' ' "$browser_requirements") into $browser_folder"
    python3 -m venv --clear $browser_folder
    # Of axe-playwright-python only axe itself is used, so nothing comes along.
    $browser_folder/bin/python -m pip install --quiet --no-deps --requirement "$browser_requirements"
    cp "$browser_requirements" $browser_folder/installed.txt
fi

browser_python() {
    PYTHONPATH=Tests/Browser .venv-browser/bin/python "$@"
}
export -f browser_python
