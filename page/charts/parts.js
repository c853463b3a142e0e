/// What the charts share: texts about the source, type sizes, tooltips, room for labels, a picture of nothing.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var parts = desvio.parts = {FONT: "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"};

parts.size = function(options) { return options.compact ? 11 : 12; };
parts.width = function(options) { return options.width || (options.compact ? 360 : 900); };

/// "desvio 0.1.0, base world-2023, scenario brics-100"
parts.source = function(data, words) {
    return desvio.format.text(words, 'source', {
        version: data.attributes.desvio_version || '?',
        base: data.attributes.base_name || '?',
        scenario: data.scenario && data.scenario.name || data.attributes.scenario_name || '?'
    });
};

/// Width of a text in px, about: an upper guess, as wide as DejaVu Sans. (Duktape has nothing to measure texts with.)
parts.text_width = function(text, size) {
    var units = 0;
    for (var k = 0; k < text.length; ++k) {
        var c = text.charAt(k);
        units += /[%@MWmw]/.test(c) ? 0.97 : /[+\u2212\u2192]/.test(c) ? 0.84 : /[A-Z]/.test(c) ? 0.7 : /[.,:;ijl'()| \u00a0]/.test(c) ? 0.36 : 0.63;
    }
    return Math.ceil(units * size);
};
parts.widest = function(texts, size) { return texts.reduce(function(most, text) { return Math.max(most, parts.text_width(text, size)); }, 0); };
/// The text, cut with an ellipsis to so many px.
parts.shorten = function(text, size, room) {
    if (parts.text_width(text, size) <= room) return text;
    while (text.length > 1 && parts.text_width(text + '\u2026', size) > room) text = text.slice(0, -1);
    return text.replace(/[ ,.]+$/, '') + '\u2026';
};

/// The text in lines of so many px, two at most; what is left is cut.
parts.wrap = function(text, size, room) {
    var line = '', words = text.split(' '), k = 0;
    while (k < words.length && parts.text_width(line + words[k], size) <= room) line += words[k++] + ' ';
    if (k === 0 || k === words.length) return parts.shorten(text, size, room);
    return line.replace(/ $/, '') + '\n' + parts.shorten(words.slice(k).join(' '), size, room);
};

// Where there is no canvas, as in Duktape, texts are as wide as text_width() says.
var is_measured = typeof document !== 'undefined';
function measure_texts() {
    if (is_measured || !root.echarts) return;
    is_measured = true;
    root.echarts.setPlatformAPI({
        measureText: function(text, font) {
            var size = /(\d+(?:\.\d+)?)px/.exec(font || '');
            return {width: parts.text_width(text, size ? Number(size[1]) : 12) * (/bold/.test(font || '') ? 1.1 : 1)};
        }
    });
}

/// What every option begins with.
parts.option = function(alternative, more) {
    measure_texts();
    var option = {
        animation: false,
        backgroundColor: 'transparent',
        textStyle: {fontFamily: parts.FONT, color: desvio.colours.ink},
        aria: {enabled: true, label: {description: alternative}},
        tooltip: parts.tooltip()
    };
    for (var key in more) option[key] = more[key];
    return option;
};
parts.tooltip = function(formatter) {
    var tooltip = {
        trigger: 'item',
        confine: true,
        backgroundColor: '#ffffff',
        borderColor: desvio.colours.line,
        textStyle: {color: desvio.colours.ink, fontSize: 13},
        extraCssText: 'max-width:320px;white-space:normal'
    };
    if (formatter) tooltip.formatter = formatter;
    return tooltip;
};
/// HTML of a tooltip from a heading and lines of plain text.
parts.tip = function(heading, lines) {
    return '<strong>' + desvio.format.escape(heading) + '</strong>' +
        lines.map(function(line) { return '<br>' + desvio.format.escape(line); }).join('');
};

/// An axis of numbers from span.low to span.high (parts.bounds) with quiet lines.
parts.value_axis = function(options, span, label, more) {
    var axis = {
        type: 'value',
        min: span.low,
        max: span.high,
        interval: span.step,
        axisLabel:
            {color: desvio.colours.quiet, fontSize: parts.size(options), formatter: label, hideOverlap: true, showMinLabel: true, showMaxLabel: true},
        axisLine: {show: false},
        axisTick: {show: false},
        splitLine: {lineStyle: {color: desvio.colours.faint}}
    };
    for (var key in more) axis[key] = more[key];
    return axis;
};
/// An axis of names from top to bottom, cut or wrapped to so many px; bold ones are those of `strong`.
parts.name_axis = function(options, names, strong, room, two_lines) {
    return {
        type: 'category',
        data: names,
        inverse: true,
        axisLine: {show: false},
        axisTick: {show: false},
        axisLabel: {
            interval: 0,
            color: desvio.colours.ink,
            fontSize: parts.size(options),
            lineHeight: parts.size(options) + 1,
            formatter: function(name, k) {
                var text = room ? (two_lines ? parts.wrap : parts.shorten)(name, parts.size(options), room) : name;
                return strong && strong[k] ? '{strong|' + text.split('\n').join('}\n{strong|') + '}' : text;
            },
            rich: {strong: {fontWeight: 'bold', fontSize: parts.size(options), color: desvio.colours.ink}}
        }
    };
};

/// Bounds and step of an axis that holds all values and 0, with a part of the span added beyond them: multiples of a round step.
parts.bounds = function(values, margin, options) {
    var low = Math.min.apply(null, values.concat([0])), high = Math.max.apply(null, values.concat([0]));
    var span = high - low || 1;
    low = low < 0 ? low - margin * span : low;
    high = high > 0 ? high + margin * span : high;
    var step = parts.round_up((high - low) / (options.compact ? 4 : 6) || 1);
    return {low: step * Math.floor(low / step + 1e-9), high: step * Math.ceil(high / step - 1e-9) || (low < 0 ? 0 : step), step: step};
};
/// As many decimals as a round step needs.
parts.decimals = function(step) { return step >= 1 ? 0 : Math.min(4, Math.ceil(-Math.log(step) / Math.LN10 - 1e-9)); };
/// Which sentence fits a best and a worst change in percent: both signs, all of one, or one of them too small to be shown.
parts.verdict = function(best, worst) {
    var shown = 0.005;
    if (best >= shown && worst <= -shown) return 'both';
    if (worst <= -shown) return best < 0 ? 'losses' : 'worst';
    if (best >= shown) return worst > 0 ? 'gains' : 'best';
    return 'tiny';
};
/// The smallest of 1, 2, 5 times a power of ten that is not below value.
parts.round_up = function(value) {
    if (!(value > 0)) return 1;
    var power = Math.pow(10, Math.floor(Math.log(value) / Math.LN10)), steps = [1, 2, 5, 10];
    for (var k = 0; k < steps.length; ++k)
        if (steps[k] * power >= value * (1 - 1e-12)) return steps[k] * power;
    return 10 * power;
};

/// A chart's picture: title, subtitle, alternative, columns, rows, height and what its option has of its own; the rest is put in.
parts.picture = function(data, words, picture) {
    picture.source = parts.source(data, words);
    picture.option = parts.option(picture.alternative, picture.option);
    return picture;
};

/// The chart of an answer in which nothing is to be seen; title: what it says in place of "Nothing changes".
parts.nothing = function(data, words, options, columns, title) {
    var text = title || desvio.format.text(words, 'nothing.changes');
    return parts.picture(data, words, {
        title: text,
        subtitle: desvio.format.text(words, 'nothing.why'),
        alternative: text,
        height: 120,
        columns: columns,
        rows: [],
        option: {
            grid: {left: 0, right: 0, top: 0, bottom: 0},
            xAxis: {show: false, min: -1, max: 1},
            yAxis: {show: false, min: -1, max: 1},
            series: [{
                type: 'scatter',
                data: [[0, 0]],
                symbolSize: 0.1,
                silent: true,
                label: {show: true, formatter: text, color: desvio.colours.quiet, fontSize: 14, position: 'inside'}
            }]
        }
    });
};

/// A series of marks along x (horizontal charts): rows [ category index, from, to ]; draw(from, to, place in rows) in px.
function along(rows, z, draw) {
    return {
        type: 'custom',
        silent: true,
        z: z,
        data: rows,
        encode: {x: [1, 2], y: 0},
        renderItem: function(params, api) {
            var from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
            return draw(from, to, params.dataIndex);
        }
    };
}
function line(x1, y1, x2, y2, style) { return {type: 'line', shape: {x1: x1, y1: y1, x2: x2, y2: y2}, style: style}; }

/// A series of whiskers: rows [ category index, low, high ].
parts.whiskers = function(rows, colour) {
    var style = {stroke: colour, lineWidth: 1.5}, half = 4;
    return along(rows, 5, function(low, high) {
        return {
            type: 'group',
            children: [
                line(low[0], low[1], high[0], high[1], style), line(low[0], low[1] - half, low[0], low[1] + half, style),
                line(high[0], high[1] - half, high[0], high[1] + half, style)
            ]
        };
    });
};
/// A series of bars between two values: rows [ category index, from, to ], as arrows from `from` to `to`.
parts.spans = function(rows, colour_of) {
    return along(rows, 2, function(from, to, k) {
        return line(from[0], from[1], to[0], to[1], {stroke: colour_of(rows[k]), lineWidth: 3, opacity: 0.55});
    });
};
})(this);
