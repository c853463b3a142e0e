/// Real income (value added, where wages stay) over the levels of a sweep's first axis: the regions in focus together, those that
/// lose and gain most, the market. Levels that were solved between those of the axis stand in the lines too.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var WELFARE = '/region/welfare_pct', VALUE_ADDED = '/region/value_added_counterfactual';

/// The axes of the sweep; of all but the first the level that is nearest to the scenario as written.
function slice(data) {
    var t = desvio.tables, axes = t.labels(data, 'axis'), fixed = {};
    axes.slice(1).forEach(function(name) {
        var written = t.at(data, '/axis/written', name), levels = t.labels(data, name);
        fixed[name] = levels.reduce(
            function(best, level) { return written !== null && Math.abs(level - written) < Math.abs(best - written) ? level : best; }, levels[0]);
    });
    return {axis: axes[0], levels: t.labels(data, axes[0]), fixed: fixed, others: axes.slice(1)};
}
function at(data, path, cut, level, region) {
    if (!data.tables[path]) return null;
    var labels = data.tables[path].dimensions.map(function(
        name) { return name === cut.axis          ? level :
                    cut.fixed[name] !== undefined ? cut.fixed[name] :
                                                    region; });
    return desvio.tables.at.apply(null, [data, path].concat(labels));
}

/// What is drawn: percent by level and region, and what regions weigh beside each other in the base.
function measure(data, cut) {
    var is_rigid = desvio.tables.is_rigid(data) && !!data.tables[VALUE_ADDED], base = is_rigid ? '/region/value_added_base' : '/region/income_base';
    function weight(code) { return desvio.tables.amount(data, base, code); }
    function of_region(code, level) {
        if (!is_rigid) return at(data, WELFARE, cut, level, code);
        var after = at(data, VALUE_ADDED, cut, level, code), before = weight(code);
        return after === null || !(before > 0) ? null : 100 * (after / before - 1);
    }
    return {
        is_rigid: is_rigid,
        of_region: of_region,
        of_focus: function(level) {
            var whole = desvio.tables.sum(data.focus, weight), sum = 0;
            for (var k = 0; k < data.focus.length; ++k) {
                var value = of_region(data.focus[k], level);
                if (value === null) return null;
                sum += value * weight(data.focus[k]);
            }
            return whole > 0 ? sum / whole : null;
        }
    };
}

/// Points of a line between the levels, [ level, percent ]: the market's maximum, and where a region's change of sign was found.
function between(data, cut, line) {
    var found = [], t = desvio.tables, kinks = data.tables['/kink/level'] ? data.tables['/kink/level'].values : [];
    function of_kink(name, k) { return data.tables['/kink/' + name].values[k]; }
    if (cut.others.length) return found;
    if (line.is_market) {
        var level = t.at(data, '/optimum/' + cut.axis + '/welfare_level'), value = t.at(data, '/optimum/' + cut.axis + '/welfare_value');
        if (level !== null && value !== null) found.push([level, value]);
    }
    kinks.forEach(function(level, k) {
        if (of_kink('along', k) === cut.axis && /^(loses|gains)$/.test(of_kink('kind', k)) && of_kink('region', k) === line.code) found.push([level, 0]);
    });
    return found;
}

/// Where a line changes its sign between two of its points: [ { level, gains } ], by a straight line between them.
function crossings(points) {
    var found = [];
    for (var k = 1; k < points.length; ++k) {
        var from = points[k - 1], to = points[k];
        if (from[1] * to[1] < 0) found.push({level: from[0] + (to[0] - from[0]) * from[1] / (from[1] - to[1]), gains: to[1] > 0});
    }
    return found;
}

/// Places labels of so many px height near the wanted ones without overlap, in the order of these.
function spread(wanted, high, low, step) {
    var order = wanted.map(function(y, k) { return k; }).sort(function(a, b) { return wanted[a] - wanted[b]; }), placed = [];
    order.forEach(function(k, n) { placed[k] = Math.max(wanted[k], n ? placed[order[n - 1]] + step : high); });
    for (var n = order.length - 1, floor = low; n >= 0; --n) {
        placed[order[n]] = Math.min(placed[order[n]], floor);
        floor = placed[order[n]] - step;
    }
    return placed;
}

function build(data, words, options) {
    var f = desvio.format, t = desvio.tables, size = desvio.parts.size(options), width = desvio.parts.width(options), cut = slice(data);
    var unit = (data.tables['/axis/unit'] || {values: []}).values[0], is_rate = unit === 'fraction', axis = desvio.axis;
    var scale = is_rate ? 100 : 1, level_text = function(x) { return axis.level(data, words, cut.axis, x); };
    var measured = measure(data, cut), outcome = f.text(words, measured.is_rigid ? 'outcome.value_added' : 'outcome.welfare');
    var levels = cut.levels.slice().sort(function(a, b) { return a - b; }), last = levels[levels.length - 1];
    function of_region(code) {
        return function(level) { return measured.of_region(code, level); };
    }
    var of_focus = measured.of_focus;
    // Who is drawn: all in focus together, the market, and the largest losers and winners at the last level.
    var solved = levels.filter(function(level) { return of_focus(level) !== null; });
    var columns = [
        {key: 'level', label: f.text(words, 'ladder.level'), units: is_rate ? 'fraction' : String(unit || '1')},
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'value', label: outcome, units: 'percent'}
    ];
    var has_bands = !measured.is_rigid && !!data.tables[WELFARE + '_p05'] && !!data.tables[WELFARE + '_p95'];
    if (has_bands)
        columns.push(
            {key: 'low', label: f.text(words, 'column.p05'), units: 'percent'}, {key: 'high', label: f.text(words, 'column.p95'), units: 'percent'});
    if (!solved.length) return desvio.parts.nothing(data, words, options, columns);
    last = solved[solved.length - 1];
    var each = options.compact ? 1 : 2, members = data.focus.filter(function(code) { return code !== data.market; });
    var sorted = t.sorted(members, function(code) { return measured.of_region(code, last); });
    var chosen = sorted.length <= 2 * each ? sorted : sorted.slice(0, each).concat(sorted.slice(-each));
    if (options.selected && t.regions(data).indexOf(options.selected) >= 0 && options.selected !== data.market &&
        chosen.indexOf(options.selected) < 0)
        chosen.push(options.selected);
    var lines = data.focus.length > 1 ? [{key: 'focus', code: '', name: f.set(words, data, data.focus), figure: of_focus, is_main: true}] : [];
    lines.push({key: 'market', code: data.market, name: f.region(words, data, data.market), figure: of_region(data.market), is_market: true});
    chosen.forEach(function(code) {
        lines.push({key: code, code: code, name: f.region(words, data, code), figure: of_region(code), is_main: code === options.selected});
    });
    // Winners blue, losers orange, whoever the reader asked for green; the market is dashed besides.
    var palette = {focus: desvio.colours.ink, market: desvio.colours.purple}, up = [desvio.colours.blue, desvio.colours.sky],
        down = [desvio.colours.vermilion, desvio.colours.orange];
    lines.forEach(function(line) {
        var rank = sorted.indexOf(line.code), from_end = sorted.length - 1 - rank, is_asked = rank < 0 || (rank >= each && from_end >= each);
        line.colour = palette[line.key] || (is_asked ? desvio.colours.green : line.figure(last) < 0 ? down[from_end % 2] : up[rank % 2]);
    });

    var rows = [], values = [];
    lines.forEach(function(line) {
        var own = measured.is_rigid ? [] : between(data, cut, line).filter(function(point) { return levels.indexOf(point[0]) < 0; });
        line.points = levels.map(function(level) { return [level, line.figure(level)]; }).concat(own);
        line.points.sort(function(a, b) { return a[0] - b[0]; });
        line.points.forEach(function(point) {
            var row = {level: point[0], region: line.name, code: line.code, value: point[1]};
            if (has_bands) {
                var path = line.key === 'focus' ? WELFARE.replace('region', 'focus') : WELFARE;
                row.low = at(data, path + '_p05', cut, point[0], line.code);
                row.high = at(data, path + '_p95', cut, point[0], line.code);
            }
            rows.push(row);
            [row.value, row.low, row.high].forEach(function(value) { if (typeof value === 'number') values.push(value); });
        });
    });
    var span = desvio.parts.bounds(values, 0.03, options), height = options.compact ? 380 : 430, grid = {top: 42, bottom: 46};
    var percent = function(x) { return f.fine_percent(x, words); };
    function y_of(value) { return grid.top + (span.high - value) / (span.high - span.low) * (height - grid.top - grid.bottom); }
    // Labels at the ends of the lines: a name and its figure, in two lines on a phone.
    var label_step = options.compact ? 2 * size + 6 : size + 4;
    var label_room = Math.min(
        Math.round(width * 0.34),
        24 +
            (options.compact ? desvio.parts.widest(lines.map(function(line) { return line.name; }), size) :
                               desvio.parts.widest(lines.map(function(line) { return line.name + ' ' + percent(line.figure(last)); }), size)));
    function end_text(line) {
        var figure = percent(line.figure(last));
        if (options.compact) return desvio.parts.shorten(line.name, size, label_room - 14) + '\n' + figure;
        return desvio.parts.shorten(line.name, size, label_room - 14 - desvio.parts.text_width(' ' + figure, size)) + ' ' + figure;
    }
    var placed = spread(lines.map(function(line) { return y_of(line.figure(last) || 0); }), grid.top, height - grid.bottom, label_step);

    var series = lines.map(function(line, k) {
        return {
            name: line.name,
            type: 'line',
            symbol: 'circle',
            symbolSize: line.is_main ? 6 : 4,
            showSymbol: true,
            z: line.is_main ? 5 : 3,
            lineStyle: {width: line.is_main ? 3.5 : 2, color: line.colour, type: line.is_market ? 'dashed' : 'solid'},
            itemStyle: {color: line.colour},
            connectNulls: false,
            data: line.points.filter(function(p) { return p[1] !== null; }).map(function(p) {
                return [scale * p[0], p[1]];
            }),
            endLabel: {
                show: true,
                color: line.colour === desvio.colours.orange || line.colour === desvio.colours.sky || line.colour === desvio.colours.purple ?
                    desvio.colours.ink :
                    line.colour,
                fontSize: size,
                fontWeight: line.is_main ? 'bold' : 'normal',
                distance: 8,
                formatter: end_text(line),
                lineHeight: size + 2,
                offset: [0, placed[k] - y_of(line.figure(last) || 0)]
            }
        };
    });
    if (has_bands) bands(lines, rows, scale, series);

    // Where the market's real income and its duties are highest.
    var best = [];
    ['welfare', 'revenue'].forEach(function(what) {
        var level = t.at(data, '/optimum/' + cut.axis + '/' + what + '_level'), value = t.at(data, '/optimum/' + cut.axis + '/' + what + '_value');
        if (level === null || cut.others.length || (measured.is_rigid && what === 'welfare')) return;
        best.push({what: what, level: level, value: value, at_end: t.at(data, '/optimum/' + cut.axis + '/' + what + '_at_end') === 1});
    });
    series[0].markLine = {
        silent: true,
        symbol: 'none',
        lineStyle: {color: desvio.colours.quiet, type: 'dotted', width: 1.5},
        data: best.map(function(mark, k) {
            var is_left = scale * mark.level < 0.55 * scale * (levels[levels.length - 1] - levels[0]) + scale * levels[0];
            return {
                xAxis: scale * mark.level,
                label: {
                    show: true,
                    position: 'end',
                    align: is_left ? 'left' : 'right',
                    color: desvio.colours.quiet,
                    fontSize: size - 1,
                    distance: [0, 3 + (k % 2) * (size + 3)],
                    formatter: f.text(words, 'ladder.best_' + mark.what + (options.compact ? '_short' : ''), {level: level_text(mark.level)})
                }
            };
        })
    };
    // Kinks: where a line drawn changes sign, and flows that die.
    var marks = kinks(data, cut, measured.is_rigid ? [] : lines, words, level_text), has_crossing = false;
    lines.forEach(function(line) {
        if (line.code && !measured.is_rigid) return;
        crossings(line.points.filter(function(p) { return p[1] !== null; })).forEach(function(at) {
            has_crossing = true;
            marks.signs.push({
                level: at.level,
                text: f.text(words, at.gains ? 'ladder.about_gains' : 'ladder.about_loses', {name: line.name, level: level_text(at.level)})
            });
        });
    });
    if (marks.signs.length)
        series.push({
            name: 'kinks',
            type: 'scatter',
            symbol: 'diamond',
            symbolSize: 9,
            z: 7,
            itemStyle: {color: '#ffffff', borderColor: desvio.colours.ink, borderWidth: 1.5},
            data: marks.signs.map(function(mark) {
                return {value: [scale * mark.level, 0], text: mark.text};
            })
        });
    if (marks.deaths.length)
        series.push({
            name: 'deaths',
            type: 'scatter',
            symbol: 'rect',
            symbolSize: [2, 9],
            z: 7,
            itemStyle: {color: desvio.colours.ink},
            data: marks.deaths.map(function(mark) {
                return {value: [scale * mark.level, span.low], text: mark.text};
            })
        });

    var of_market = f.region(words, data, data.market, 'of'), the_market = f.capital(f.region(words, data, data.market, 'the'));
    var main = data.focus.length > 1 ? of_focus : of_region(data.focus[0]);
    var by_welfare = best.filter(function(mark) { return mark.what === 'welfare'; })[0],
        by_revenue = best.filter(function(mark) { return mark.what === 'revenue'; })[0];
    var texts = {
        of_market: of_market,
        the_market: the_market,
        last: axis.level_name(data, words, cut.axis, last, by_welfare && !by_welfare.at_end),
        focus: f.set(words, data, data.focus),
        of_focus: f.set(words, data, data.focus, 'of'),
        focus_last: percent(main(last)),
        market_last: percent(of_region(data.market)(last)),
        best: by_welfare ? axis.level_name(data, words, cut.axis, by_welfare.level) : '',
        best_value: by_welfare ? percent(by_welfare.value) : '',
        revenue: by_revenue ? axis.level_name(data, words, cut.axis, by_revenue.level) : '',
        revenue_value: by_revenue ? f.money(by_revenue.value, t.units(data, '/optimum/' + cut.axis + '/revenue_value'), words) : ''
    };
    var title = f.text(
        words,
        measured.is_rigid                     ? 'ladder.title_value_added' :
            by_welfare && !by_welfare.at_end ? 'ladder.title_best' :
                                               'ladder.title',
        texts);
    var alternative = [title + '.'];
    lines.forEach(function(line) {
        alternative.push(f.text(words, 'ladder.line', {
            name: line.name,
            list: solved.filter(function(level, k) { return k === 0 || k === solved.length - 1 || k === Math.floor(solved.length / 2); })
                      .map(function(level) { return percent(line.figure(level)) + ' ' + f.text(words, 'ladder.at', {level: level_text(level)}); })
                      .join(', ')
        }));
    });
    if (by_revenue) alternative.push(f.text(words, by_revenue.at_end ? 'ladder.revenue_end' : 'ladder.revenue', texts));
    if (marks.signs.length) alternative.push(marks.signs.map(function(mark) { return mark.text; }).join('; ') + '.');
    var told = alternative.join(' ');
    return desvio.parts.picture(data, words, {
        title: title,
        alternative: told,
        height: height,
        columns: columns,
        rows: rows,
        subtitle: f.text(words, measured.is_rigid ? 'ladder.subtitle_value_added' : 'ladder.subtitle') +
            (axis.duty(data, cut.axis) && axis.has_other_rules(data) ? ' ' + f.text(words, 'ladder.others') : '') +
            (marks.signs.length ? ' ' + f.text(words, 'ladder.diamonds') : '') +
            (has_crossing ? ' ' + f.text(words, measured.is_rigid ? 'ladder.crossings' : 'ladder.crossing', texts) : '') +
            (marks.deaths.length ? ' ' + f.text(words, 'ladder.ticks') : '') +
            (has_bands ? ' ' + f.text(words, 'interval.bands', {n: data.attributes.draws}) : '') +
            cut.others
                .map(function(name) {
                    return ' ' + f.text(words, 'ladder.fixed', {name: axis.path(data, name), level: f.number(cut.fixed[name], 2, words)});
                })
                .join(''),
        option: {
            tooltip: desvio.parts.tooltip(function(params) {
                if (params.data && params.data.text) return desvio.parts.tip(params.data.text, []);
                return desvio.parts.tip(params.seriesName, [
                    f.text(words, 'ladder.at', {level: level_text(params.value[0] / scale)}),
                    outcome + ': ' + percent(params.value[1])
                ]);
            }),
            grid: {left: 52, right: label_room, top: grid.top, bottom: grid.bottom},
            xAxis: desvio.parts.value_axis(
                options, {
                    low: scale * levels[0],
                    high: scale * levels[levels.length - 1],
                    step: desvio.parts.round_up(scale * (levels[levels.length - 1] - levels[0]) / (options.compact ? 4 : 6)) || 1
                },
                function(x) { return is_rate && axis.duty(data, cut.axis) !== 'add' ? f.percent(x, x === Math.round(x) ? 0 : 1, words) : f.number(x, x === Math.round(x) ? 0 : 1, words); },
                {
                    name: desvio.parts.shorten(axis.name(data, words, cut.axis), size, width - 52 - label_room + 2 * Math.min(44, label_room - 8)),
                    nameLocation: 'middle',
                    nameGap: 26,
                    nameTextStyle: {color: desvio.colours.quiet, fontSize: size},
                    splitLine: {show: false},
                    axisLine: {show: true, onZero: false, lineStyle: {color: desvio.colours.line}}
                }),
            yAxis: desvio.parts.value_axis(options, span, function(x) { return f.signed_percent(x, desvio.parts.decimals(span.step), words); }),
            series: series
        }
    });
}

/// Shaded bands from p05 to p95, over the levels that have both.
function bands(lines, rows, scale, series) {
    lines.forEach(function(line) {
        var points = rows.filter(function(row) { return row.region === line.name && typeof row.low === 'number' && typeof row.high === 'number'; })
                         .map(function(row) { return [scale * row.level, row.low, row.high]; });
        if (points.length < 2) return;
        series.push({
            type: 'custom',
            silent: true,
            z: 1,
            data: [[points[0][0], points[0][1]]],
            renderItem: function(params, api) {
                var up = points.map(function(p) {
                    return api.coord([p[0], p[2]]);
                }),
                    down = points.slice().reverse().map(function(p) {
                        return api.coord([p[0], p[1]]);
                    });
                return {type: 'polygon', shape: {points: up.concat(down)}, style: {fill: line.colour, opacity: 0.15}};
            }
        });
    });
}

function kinks(data, cut, lines, words, level_text) {
    var f = desvio.format, found = {signs: [], deaths: []},
        get = function(name, k) { return data.tables['/kink/' + name] ? data.tables['/kink/' + name].values[k] : null; };
    var count = data.tables['/kink/level'] ? data.tables['/kink/level'].values.length : 0;
    if (cut.others.length) return found;
    for (var k = 0; k < count; ++k) {
        if (get('along', k) !== cut.axis) continue;
        var kind = get('kind', k), level = get('level', k), code = get('region', k);
        if (kind === 'loses' || kind === 'gains') {
            if (!lines.some(function(line) { return line.code === code; })) continue;
            found.signs.push(
                {level: level, text: f.text(words, 'ladder.kink_' + kind, {name: f.region(words, data, code), level: level_text(level)})});
        } else {
            found.deaths.push({
                level: level,
                text: f.text(words, 'ladder.kink_' + kind, {
                    sector: f.sector(words, data, get('sector', k)),
                    exporter: f.region(words, data, get('exporter', k)),
                    importer: f.region(words, data, code),
                    level: level_text(level)
                })
            });
        }
    }
    return found;
}

desvio.charts.ladder = {
    needs: 'sweep',
    build: build,
    fills: function(data) { return data.kind === 'sweep' && desvio.tables.has(data, WELFARE) && desvio.tables.labels(data, 'axis').length > 0; }
};
})(this);
