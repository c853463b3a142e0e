"""Figures of a page beside those of the result file that it shows. Shared by the tests beside it."""

import h5py


def labelled(file):
    """{(path, label): value} of every table of one dimension of a result or sweep."""
    values = {}

    def take(path, table):
        if not isinstance(table, h5py.Dataset) or table.ndim != 1 or table.dtype.kind != "f" or not len(table.dims[0]):
            return
        labels = table.dims[0][0][()]
        if labels.dtype.kind == "f":
            return
        for label, value in zip(labels, table[()]):
            values["/" + path, label.decode() if isinstance(label, bytes) else str(label)] = float(value)

    file.visititems(take)
    return values


def figures_with_place(browser, within="body"):
    """[((path, label), value)] of the figures that name one number of one table, as they stand there and not its negative;
    those of the ladder are of another file."""
    found = browser.run(
        "return [...document.querySelectorAll(arguments[0] + ' data[data-path^=\"/\"][data-label]')]"
        ".filter(d => !d.dataset.formula && !d.closest('#ladder'))"
        ".map(d => [d.dataset.path, d.dataset.label, d.getAttribute('value')])", within)
    return [((path, label), float(value)) for path, label, value in found if value not in (None, "")]


def assert_same(test, browser, file, tolerance, within="body", least=20):
    """Every figure that names its place has the value that the file holds there, within the tolerance times the largest
    number of its table: changes in percent are differences of numbers near one, and those near zero keep few digits."""
    wanted, compared, largest = labelled(file), 0, {}
    for (path, _), value in wanted.items():
        largest[path] = max(largest.get(path, 0.0), abs(value) if value == value else 0.0)
    for place, value in figures_with_place(browser, within):
        # Residuals are rounding: the same to the bit in the same file, and anything near zero elsewhere.
        is_rounding = tolerance > 0.0 and place[0].startswith("/diagnostics/")
        if place not in wanted or wanted[place] != wanted[place] or is_rounding:
            continue
        test.assertLessEqual(abs(value - wanted[place]), tolerance * largest[place[0]], place)
        compared += 1
    test.assertGreaterEqual(compared, least, "figures compared")
