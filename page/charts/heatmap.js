/// Sectors by countries: change of the quantity produced. Most lost production first, goods before services.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var CHANGE = '/derived/output_pct';

/// Where nine of ten cells lie within: what is beyond has the colour of the bound, and its figure is written.
function bound_of(values) {
    var sizes = values.map(Math.abs).sort(function(a, b) { return a - b; });
    return sizes.length ? desvio.parts.round_up(sizes[Math.floor(0.9 * (sizes.length - 1))]) : 1;
}

/// A line below row k, over n columns.
function line_below(k, n) {
    return {
        type: 'custom',
        silent: true,
        z: 4,
        data: [[0, k]],
        renderItem: function(params, api) {
            var first = api.coord([0, k]), last = api.coord([n - 1, k]), cell = api.size([1, 1]), y = first[1] + cell[1] / 2;
            return {type: 'line', shape: {x1: 4, y1: y, x2: last[0] + cell[0] / 2, y2: y}, style: {stroke: desvio.colours.ink, lineWidth: 1.2}};
        }
    };
}

function build(data, words, options) {
    var f = desvio.format, t = desvio.tables, ledger = t.ledger(data), size = desvio.parts.size(options), width = desvio.parts.width(options);
    var columns = [
        {key: 'sector', label: f.text(words, 'column.sector'), units: ''}, {key: 'sector_code', label: f.text(words, 'column.code'), units: ''},
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'change', label: f.text(words, 'heatmap.change'), units: 'percent'}
    ];
    // A loss of production in money, so that a large fall of a small thing does not come first.
    function lost(sector, region) { return ledger.cut_of(sector, region); }
    var countries = t.sorted(data.focus, function(code) { return t.sum(t.labels(data, 'sector'), function(j) { return lost(j, code); }); });
    var shown = countries;
    if (options.compact && countries.length > 6) {
        var by_size = t.sorted(countries, function(code) { return t.amount(data, '/region/value_added_base', code); }).slice(0, 6);
        if (options.selected && countries.indexOf(options.selected) >= 0 && by_size.indexOf(options.selected) < 0) by_size[5] = options.selected;
        shown = countries.filter(function(code) { return by_size.indexOf(code) >= 0; });
    }
    function ordered(kind) {
        return t.sorted(t.sectors(data, kind), function(j) { return t.sum(data.focus, function(code) { return lost(j, code); }); });
    }
    var goods = ordered('goods'), sectors = goods.concat(ordered('services'));
    var values = [], cells = [], rows = [];
    sectors.forEach(function(j, y) {
        shown.forEach(function(code, x) {
            var value = t.at(data, CHANGE, j, code);
            rows.push({sector: f.sector(words, data, j), sector_code: j, region: f.region(words, data, code), code: code, change: value});
            if (value !== null) {
                values.push(value);
                cells.push([x, y, value]);
            }
        });
    });
    if (!values.some(function(value) { return value !== 0; })) return desvio.parts.nothing(data, words, options, columns);
    var bound = bound_of(values);
    var name_room = Math.min(
        desvio.parts.widest(sectors.map(function(j) { return f.sector(words, data, j); }), size) + 8,
        Math.round(width * (options.compact ? 0.4 : 0.24)));
    var cell_wide = (width - name_room - 8) / shown.length, cell_high = options.compact ? 20 : 20, figure_size = options.compact ? 9 : cell_wide >= 30 ? 10 : 8;
    var is_written = cell_wide >= 24;  // on paper too: 20 countries beside the names of sectors
    function figure(value) {
        var text = f.signed(value, Math.abs(value) < 9.95 ? 1 : 0, words);
        return text;
    }
    var slant = options.compact || cell_wide < 90;
    var names = shown.map(function(code) { return f.region(words, data, code); });
    var top_room =
        slant ? Math.min(150, Math.round(desvio.parts.widest(names.map(function(n) { return desvio.parts.shorten(n, size, 130); }), size)) + 8) : 24;
    var falls = rows.filter(function(row) { return row.change !== null; })
                    .map(function(row) { return {row: row, loss: lost(row.sector_code, row.code)}; })
                    .sort(function(a, b) { return b.loss - a.loss; });
    var worst = falls[0], best = falls[falls.length - 1];
    var percent = function(x) { return f.signed_percent(x, 1, words); }, money = function(x) { return f.money(x, ledger.units, words); };
    var texts = {
        sector: worst.row.sector,
        region: worst.row.region,
        in_region: f.region(words, data, worst.row.code, 'in'),
        change: percent(worst.row.change),
        money: money(Math.abs(worst.loss)),
        best_sector: best.row.sector,
        best_in_region: f.region(words, data, best.row.code, 'in'),
        best_change: percent(best.row.change),
        best_money: money(Math.abs(best.loss)),
        bound: f.percent(bound, bound < 1 ? 1 : 0, words),
        focus: f.set(words, data, data.focus),
        n: shown.length,
        of: countries.length
    };
    var title = f.text(words, worst.loss > 0 ? 'heatmap.title' : 'heatmap.title_gain', texts);
    function listed(some) {
        return f.list(
            some.map(function(x) {
                return x.row.sector + ' ' + f.region(words, data, x.row.code, 'in') + ' ' + percent(x.row.change) + ' (' +
                    f.signed_money(-x.loss, ledger.units, words) + ')';
            }),
            words);
    }
    var lost_most = falls.slice(0, 5).filter(function(x) { return x.loss > 0; });
    var gained_most = falls.slice(-3).reverse().filter(function(x) { return x.loss < 0; });
    var alternative = f.text(words, 'heatmap.alternative', texts) + ' ' + listed(lost_most) + '. ' + f.text(words, 'heatmap.alternative_gain') + ' ' +
        listed(gained_most) + '.';
    return desvio.parts.picture(data, words, {
        title: title,
        alternative: alternative,
        columns: columns,
        rows: rows,
        subtitle: f.text(words, 'heatmap.subtitle', texts) + (shown.length < countries.length ? ' ' + f.text(words, 'heatmap.some', texts) : ''),
        height: top_room + sectors.length * cell_high + 44,
        option: {
            tooltip: desvio.parts.tooltip(function(params) {
                var j = sectors[params.value[1]], code = shown[params.value[0]];
                return desvio.parts.tip(f.sector(words, data, j) + ', ' + f.region(words, data, code), [
                    f.text(words, 'heatmap.change') + ': ' + f.signed_percent(params.value[2], 2, words),
                    f.signed_money(-lost(j, code), ledger.units, words)
                ]);
            }),
            visualMap: {
                type: 'continuous',
                min: -bound,
                max: bound,
                calculable: false,
                orient: 'horizontal',
                left: options.compact ? 'center' : name_room,
                bottom: 0,
                itemWidth: 10,
                itemHeight: options.compact ? 90 : 160,
                text: [f.text(words, 'heatmap.more', texts), f.text(words, 'heatmap.less', texts)],
                textStyle: {color: desvio.colours.quiet, fontSize: size},
                inRange: {color: [-1, -0.5, -0.0001, 0.0001, 0.5, 1].map(function(x) { return desvio.colours.diverging(x, 1); })},
                seriesIndex: [0],
                dimension: 2,
                hoverLink: false
            },
            grid: {left: name_room, right: 8, top: top_room, bottom: 36},
            xAxis: {
                type: 'category',
                position: 'top',
                data: names,
                axisLine: {show: false},
                axisTick: {show: false},
                axisLabel: {
                    interval: 0,
                    rotate: slant ? 90 : 0,
                    color: desvio.colours.ink,
                    fontSize: size,
                    formatter: function(n) { return desvio.parts.shorten(n, size, 130); }
                }
            },
            yAxis: desvio.parts.name_axis(options, sectors.map(function(j) { return f.sector(words, data, j); }), null, name_room - 8),
            series:
                [{
                    type: 'heatmap',
                    itemStyle: {borderColor: '#ffffff', borderWidth: 1},
                    data: cells.map(function(cell) {
                        return {
                            value: cell,
                            label: {show: is_written, formatter: figure(cell[2]), fontSize: figure_size, color: desvio.colours.ink_on(cell[2], bound)}
                        };
                    })
                }].concat(goods.length && goods.length < sectors.length ? [line_below(goods.length - 1, shown.length)] : [])
        }
    });
}

desvio.charts.heatmap = {
    needs: 'run',
    build: build,
    fills: function(data) { return desvio.tables.has(data, CHANGE); }
};
})(this);
