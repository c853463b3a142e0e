"""The charts of page/ run in Duktape by script_runner; what they build comes back as Python values."""

import json
import os
import re
import subprocess
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "page"
LANGUAGES = ("en", "es", "pt")
WIDE, PHONE = {"width": 900}, {"width": 360, "compact": True}

# A browser has these; Duktape does not.
SHIMS = "var setTimeout = function () {}, console = { log: function () {}, warn: function () {}, error: function () {} };\n"


def read(*names):
    return "".join((PAGE / name).read_text(encoding="utf-8") + "\n" for name in names)


def chart_sources():
    return read(*sorted(f"charts/{path.name}" for path in (PAGE / "charts").glob("*.js")))


def words(language):
    return json.loads(read(f"words/{language}.json"))


def run(script, drawing=False, is_plain=True):
    """The value of the script's last expression, which must be JSON text; with plain spaces for those that do not break."""
    bundle = read("vendor/charts.js", "vendor/map.js") if drawing else read("vendor/map.js")
    done = subprocess.run([os.environ["SCRIPT_RUNNER"]], input=SHIMS + bundle + chart_sources() + script,
                          text=True, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout.replace("\u00a0", " ") if is_plain else done.stdout)


def build(data, languages=LANGUAGES, options=(WIDE,), charts=None, drawing=False):
    """{ (chart, language, place in options): what it builds }, with "svg" when drawing; charts that the data cannot fill are
    left out."""
    given = {"data": data, "words": {language: words(language) for language in languages}, "options": list(options),
             "charts": charts, "drawing": drawing}
    made = run("var given = " + json.dumps(given) + ";" + """
        var made = [];
        (given.charts || Object.keys(desvio.charts)).forEach(function (name) {
            var chart = desvio.charts[name];
            if (chart.needs !== given.data.kind || !chart.fills(given.data)) return;
            Object.keys(given.words).forEach(function (language) {
                given.options.forEach(function (options, place) {
                    var built = chart.build(given.data, given.words[language], options), drawn, svg = null;
                    if (given.drawing) {
                        drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width: options.width, height: built.height });
                        drawn.setOption(built.option);
                        svg = drawn.renderToSVGString();
                    }
                    made.push([name, language, place, { title: built.title, subtitle: built.subtitle, source: built.source,
                        alternative: built.alternative, height: built.height, columns: built.columns, rows: built.rows, svg: svg,
                        option: built.option, tips: tips(built.option) }]);
                });
            });
        });
        /// What is said of every mark when it is pointed at.
        function tips(option) {
            var said = [], tell = option.tooltip && option.tooltip.formatter;
            if (tell) option.series.forEach(function (series, k) {
                if (series.silent) return;
                (series.data || []).forEach(function (datum, n) {
                    said.push(tell({ seriesType: series.type, seriesName: series.name, seriesIndex: k, dataIndex: n, data: datum, dataType: 'node',
                                     name: datum && datum.name, value: datum && datum.value !== undefined ? datum.value : datum }));
                });
                (series.links || []).forEach(function (link, n) {
                    said.push(tell({ seriesType: series.type, seriesIndex: k, dataIndex: n, data: link, dataType: 'edge', name: '', value: link.value }));
                });
            });
            return said;
        }
        JSON.stringify(made);""", drawing)
    return {(name, language, place): built for name, language, place, built in made}


def bands(data, options=WIDE):
    """{ name of a line: [ (level as drawn, low, high) ] } of the ladder's shaded bands, in the units of its axes."""
    given = {"data": data, "words": words("en"), "options": options}
    drawn = run("var given = " + json.dumps(given) + ";" + """
        var found = {}, series = desvio.charts.ladder.build(given.data, given.words, given.options).option.series;
        series.filter(function (one) { return one.type === 'custom'; }).forEach(function (one) {
            var polygon = one.renderItem({}, { coord: function (point) { return point; } });
            var lines = series.filter(function (line) { return line.type === 'line' && line.lineStyle.color === polygon.style.fill; });
            found[lines.map(function (line) { return line.name; }).join()] = polygon.shape.points;
        });
        JSON.stringify(found);""")
    # A polygon goes along the upper edge and comes back along the lower one.
    half = {name: len(points) // 2 for name, points in drawn.items()}
    pairs = {name: zip(points[:half[name]], reversed(points[half[name]:])) for name, points in drawn.items()}
    return {name: [(up[0], down[1], up[1]) for up, down in both if up[0] == down[0]] for name, both in pairs.items()}


TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")


def boxes(svg):
    """[ (left, top, right, bottom, text) ] of the level texts of a drawing, as wide as DejaVu Sans would be at most."""
    found = []
    for attributes, text in TEXT.findall(svg):
        at = re.search(r'transform="translate\(([-\d.]+)[ ,]([-\d.]+)\)"', attributes)
        if not at or not text.strip():
            continue
        offset = {key: float(value) for key, value in re.findall(r' ([xy])="([-\d.]+)"', attributes)}
        size = float(re.search(r"(\d+(?:\.\d+)?)px", attributes).group(1))
        width = size * 0.55 * len(text)
        x, y = float(at.group(1)) + offset.get("x", 0), float(at.group(2)) + offset.get("y", 0)
        left = x - {"start": 0, "middle": width / 2, "end": width}[re.search(r'text-anchor="(\w+)"', attributes).group(1)]
        found.append((left, y - 0.4 * size, left + width, y + 0.4 * size, text))
    return found
