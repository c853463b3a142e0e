/// Latin America by change of real income: the map, and beside it the same figures as bars with their intervals.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var MAP = 'desvio-latin-america';

function outlines() {
    return desvio.geometry ? desvio.geometry.features.map(function(f) { return f.properties.name; }) : [];
}

function register() {
    if (root.echarts && desvio.geometry && !root.echarts.getMap(MAP)) root.echarts.registerMap(MAP, desvio.geometry);
}

function build(data, words, options) {
    register();
    var f = desvio.format, t = desvio.tables, outcome = t.outcome(data), width = desvio.parts.width(options), size = desvio.parts.size(options);
    var drawn = t.sorted(
        data.focus.filter(function(code) { return t.at(data, outcome.path, code) !== null; }),
        function(code) { return t.at(data, outcome.path, code); });
    var columns = [
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'value', label: f.text(words, 'outcome.' + outcome.name), units: 'percent'}
    ];
    var has_interval = t.has(data, outcome.low);
    if (has_interval)
        columns = columns.concat([
            {key: 'low', label: f.text(words, 'column.p05'), units: 'percent'}, {key: 'high', label: f.text(words, 'column.p95'), units: 'percent'}
        ]);
    var rows = drawn.map(function(code) {
        var row = {region: f.region(words, data, code), code: code, value: t.at(data, outcome.path, code)};
        if (has_interval) {
            row.low = t.at(data, outcome.low, code);
            row.high = t.at(data, outcome.high, code);
        }
        return row;
    });
    if (!rows.some(function(row) { return row.value !== 0; })) return desvio.parts.nothing(data, words, options, columns);

    var bound = desvio.parts.round_up(Math.max.apply(null, rows.map(function(row) { return Math.abs(row.value); })));
    var percent = function(x) { return f.signed_percent(x, 2, words); };
    function tip(row) {
        var lines = [f.text(words, 'outcome.' + outcome.name) + ': ' + percent(row.value)];
        if (has_interval) lines.push(f.text(words, 'interval.range', {low: percent(row.low), high: percent(row.high)}));
        return desvio.parts.tip(row.region, lines);
    }
    var by_code = {};
    rows.forEach(function(row) { by_code[row.code] = row; });

    // The map keeps its shape; its box is as high as the bars beside it, or stands above them on a phone.
    var step = options.compact ? 27 : 24, bars_high = rows.length * step + 30;
    var map_wide = options.compact ? width - 8 : Math.round(width * 0.44);
    var map_high = Math.min(Math.round(map_wide * 1.13), options.compact ? 400 : 560);
    var height = options.compact ? map_high + 12 + bars_high : Math.max(map_high, bars_high) + 8;
    var name_room =
        Math.min(desvio.parts.widest(rows.map(function(row) { return row.region; }), size) + 8, Math.round(width * (options.compact ? 0.36 : 0.2)));
    // The axis is as much longer than bars and whiskers as the figures beyond them need.
    var plot = (options.compact ? width - name_room - 12 : width - map_wide - name_room - 24);
    var figure_room = Math.min(0.4, (desvio.parts.widest(rows.map(function(row) { return percent(row.value); }), size - 1) + 10) / plot);
    var span = desvio.parts.bounds(rows.reduce(function(all, row) {
        return all.concat([row.value, row.low || 0, row.high || 0]);
    }, []), figure_room / (1 - 2 * figure_room), options);
    // Where labels have no room beside each other every second one is written, or third, counted from zero: no hole in the axis.
    function tick(x) { return f.percent(x, desvio.parts.decimals(span.step), words); }
    var tick_room = 12 + Math.max(desvio.parts.text_width(tick(span.low), size), desvio.parts.text_width(tick(span.high), size));
    var every = Math.ceil(tick_room / (plot * span.step / (span.high - span.low)));
    var series = [
        {
            type: 'map',
            map: MAP,
            silent: false,
            selectedMode: false,
            roam: false,
            nameProperty: 'name',
            layoutCenter: options.compact ? ['50%', map_high / 2] : [map_wide / 2, height / 2],
            layoutSize: Math.round(map_high / 1.02),
            aspectScale: 0.95,
            label: {show: false},
            emphasis: {label: {show: false}, itemStyle: {areaColor: null, borderColor: desvio.colours.ink, borderWidth: 1.5}},
            itemStyle: {areaColor: desvio.colours.land, borderColor: '#ffffff', borderWidth: 0.5},
            data: outlines().map(function(code) {
                var row = by_code[code];
                if (!row) return {name: code, itemStyle: {areaColor: desvio.colours.land, borderColor: '#ffffff'}, tooltip: {show: false}};
                var is_selected = options.selected === code;
                return {
                    name: code,
                    value: row.value,
                    itemStyle: {
                        areaColor: desvio.colours.diverging(row.value, bound),
                        borderColor: is_selected ? desvio.colours.ink : '#7b8794',
                        borderWidth: is_selected ? 2 : 0.6
                    }
                };
            })
        },
        {
            type: 'bar',
            barWidth: '62%',
            data: rows.map(function(row) {
                return {value: row.value, itemStyle: {color: desvio.colours.diverging(row.value, bound), borderColor: '#7b8794', borderWidth: 0.6}};
            })
        },
        {
            // The figure stands beyond the bar and its whisker, on the side of its sign.
            type: 'scatter',
            silent: true,
            symbolSize: 0.1,
            z: 6,
            data: rows.map(function(row, k) {
                var end = row.value < 0 ? Math.min(row.value, has_interval ? row.low : 0) : Math.max(row.value, has_interval ? row.high : 0);
                return {
                    value: [end, k],
                    label: {
                        show: true,
                        formatter: percent(row.value),
                        position: row.value < 0 ? 'left' : 'right',
                        distance: 4,
                        color: desvio.colours.ink,
                        fontSize: size - 1
                    }
                };
            })
        }
    ];
    if (has_interval) series.push(desvio.parts.whiskers(rows.map(function(row, k) { return [k, row.low, row.high]; }), desvio.colours.ink));

    var best = rows[0], worst = rows[rows.length - 1], together = t.together(data, data.focus);
    var values = {
        worst: worst.region,
        worst_value: percent(worst.value),
        best: best.region,
        best_value: percent(best.value),
        what: f.text(words, 'outcome.' + outcome.name),
        focus: f.set(words, data, data.focus),
        of_focus: f.set(words, data, data.focus, 'of'),
        together: f.fine_percent(together, words)
    };
    var key = rows.length === 1 ? 'one' : desvio.parts.verdict(best.value, worst.value);
    var title = f.text(words, 'map.title_' + key, values) + (rows.length > 1 ? f.text(words, 'map.together', values) : '');
    var alternative = f.text(words, 'map.alternative', values) + ' ' +
        f.list(rows.map(function(row) { return row.region + ' ' + percent(row.value); }), words) + '.';
    return desvio.parts.picture(data, words, {
        title: title,
        alternative: alternative,
        height: height,
        columns: columns,
        rows: rows,
        subtitle: f.text(words, 'map.subtitle_' + outcome.name) +
            (has_interval ? ' ' + f.text(words, 'interval.whiskers', {n: data.attributes.draws}) : ''),
        option: {
            tooltip: desvio.parts.tooltip(function(params) {
                var row = params.seriesType === 'map' ? by_code[params.name] : rows[params.dataIndex];
                return row ? tip(row) : '';
            }),
            grid: options.compact ? {left: name_room + 4, right: 8, top: map_high + 12, bottom: 22} :
                                    {left: map_wide + name_room + 12, right: 12, top: Math.max(4, (height - bars_high) / 2), height: bars_high - 26},
            xAxis: desvio.parts.value_axis(options, span, function(x) { return Math.round(x / span.step) % every === 0 ? tick(x) : ''; }),
            yAxis: desvio.parts.name_axis(
                options, rows.map(function(row) { return row.region; }), rows.map(function(row) { return row.code === options.selected; }),
                name_room - 6, options.compact),
            series: series
        }
    });
}

desvio.charts.map = {
    needs: 'run',
    build: build,
    fills: function(data) {
        var known = outlines();
        return desvio.tables.has(data, desvio.tables.outcome(data).path) && data.focus.some(function(code) { return known.indexOf(code) >= 0; });
    }
};
})(this);
