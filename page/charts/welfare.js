/// Real income split into terms of trade and volume of trade (first order) and what these leave: changed costs of trade and what is
/// of second order. The parts add up to the whole change, a dot with its interval.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var PRICES = '/region/terms_of_trade_pct', VOLUME = '/region/volume_of_trade_pct', WHOLE = '/region/welfare_pct';
var LOW = '/region/welfare_pct_p05', HIGH = '/region/welfare_pct_p95';

function build(data, words, options) {
    var f = desvio.format, t = desvio.tables, size = desvio.parts.size(options), width = desvio.parts.width(options);
    var has_interval = t.has(data, LOW);
    var columns = [
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'whole', label: f.text(words, 'outcome.welfare'), units: 'percent'},
        {key: 'prices', label: f.text(words, 'welfare.terms'), units: 'percent'},
        {key: 'volume', label: f.text(words, 'welfare.volume'), units: 'percent'},
        {key: 'rest', label: f.text(words, 'welfare.rest'), units: 'percent'}
    ];
    if (has_interval)
        columns = columns.concat([
            {key: 'low', label: f.text(words, 'column.p05'), units: 'percent'}, {key: 'high', label: f.text(words, 'column.p95'), units: 'percent'}
        ]);
    var rows = data.focus
                   .map(function(code) {
                       var row = {
                           region: f.region(words, data, code),
                           code: code,
                           whole: t.at(data, WHOLE, code),
                           prices: t.at(data, PRICES, code),
                           volume: t.at(data, VOLUME, code)
                       };
                       if (has_interval) {
                           row.low = t.at(data, LOW, code);
                           row.high = t.at(data, HIGH, code);
                       }
                       return row;
                   })
                   .filter(function(row) { return row.whole !== null; });
    if (!rows.some(function(row) { return row.whole !== 0; })) return desvio.parts.nothing(data, words, options, columns);
    rows.sort(function(a, b) { return b.whole - a.whole; });
    if (rows.length > 1) rows.unshift(sum_row(data, words, has_interval));
    rows.forEach(function(row) { row.rest = row.whole - row.prices - row.volume; });
    var percent = function(x) { return f.signed_percent(x, 2, words); };
    var name_room = Math.min(
        desvio.parts.widest(rows.map(function(row) { return row.region; }), size + 1) + 8, Math.round(width * (options.compact ? 0.34 : 0.28)));
    var mark_room = desvio.parts.widest(rows.map(function(row) { return percent(row.whole); }), size) + 10;
    var ends = rows.reduce(function(all, row) {
        var up = Math.max(row.prices, 0) + Math.max(row.volume, 0) + Math.max(row.rest, 0),
            down = Math.min(row.prices, 0) + Math.min(row.volume, 0) + Math.min(row.rest, 0);
        return all.concat([up, down, row.whole, row.low || 0, row.high || 0]);
    }, []);
    var span = desvio.parts.bounds(ends, 0, options);
    function bars(key, short, colour) {
        return {
            name: f.capital(f.text(words, short)),
            type: 'bar',
            stack: 'parts',
            barWidth: '58%',
            itemStyle: {color: colour, borderColor: '#ffffff', borderWidth: 0.5},
            data: rows.map(function(row) { return row[key]; })
        };
    }
    var whole_name = f.text(words, 'welfare.whole');
    var series = [
        bars('prices', 'welfare.terms_short', desvio.colours.sky), bars('volume', 'welfare.volume_short', desvio.colours.orange),
        bars('rest', 'welfare.rest_short', '#b8c1cc'), {
            name: whole_name,
            type: 'scatter',
            z: 6,
            symbol: 'circle',
            symbolSize: options.compact ? 8 : 9,
            itemStyle: {color: desvio.colours.ink},
            data: rows.map(function(row, k) {
                return [row.whole, k];
            })
        },
        {
            type: 'scatter',
            silent: true,
            symbolSize: 0.1,
            data: rows.map(function(row, k) {
                return {
                    value: [span.high, k],
                    label: {
                        show: true,
                        position: 'right',
                        distance: 10,
                        formatter: percent(row.whole),
                        fontSize: size,
                        color: desvio.colours.ink,
                        fontWeight: k === 0 && row.code === '' ? 'bold' : 'normal'
                    }
                };
            })
        }
    ];
    if (has_interval)
        series.push(desvio.parts.whiskers(
            rows.map(function(row, k) {
                return [k, row.low === null ? row.whole : row.low, row.high === null ? row.whole : row.high];
            }),
            desvio.colours.ink));

    var own = rows.filter(function(row) { return row.code !== ''; }), best = own[0], worst = own[own.length - 1];
    function cause(row) {
        // The largest part that goes the way of the whole.
        var parts = {terms: row.prices, volume: row.volume, rest: row.rest}, sign = row.whole < 0 ? -1 : 1;
        var key = ['terms', 'volume', 'rest'].sort(function(a, b) { return sign * (parts[b] - parts[a]); })[0];
        return f.text(words, 'welfare.mostly_' + key, {x: percent(parts[key])});
    }
    var values = {
        best: best.region,
        best_value: percent(best.whole),
        worst: worst.region,
        worst_value: percent(worst.whole),
        best_cause: cause(best),
        worst_cause: cause(worst),
        n: data.attributes.draws
    };
    var alternative = f.text(words, 'welfare.alternative', values) + ' ' +
        rows.map(function(row) {
                return row.region + ': ' + percent(row.whole) + ' (' + f.text(words, 'welfare.terms_short') + ' ' + percent(row.prices) + ', ' +
                    f.text(words, 'welfare.volume_short') + ' ' + percent(row.volume) + ', ' + f.text(words, 'welfare.rest_short') + ' ' +
                    percent(row.rest) + ')';
            })
            .join('; ') +
        '.';
    var title = f.text(words, 'welfare.title_' + (own.length === 1 ? 'one' : desvio.parts.verdict(best.whole, worst.whole)), values);
    return desvio.parts.picture(data, words, {
        title: title,
        alternative: alternative,
        columns: columns,
        rows: rows,
        subtitle: f.text(words, 'welfare.subtitle') + (has_interval ? ' ' + f.text(words, 'interval.whiskers', {n: data.attributes.draws}) : ''),
        height: rows.length * (options.compact ? 28 : 24) + (options.compact ? 82 : 66),
        option: {
            tooltip: desvio.parts.tooltip(function(params) {
                var row = rows[params.dataIndex], lines = [f.text(words, 'outcome.welfare') + ': ' + percent(row.whole)];
                if (has_interval && row.low !== null) lines.push(f.text(words, 'interval.range', {low: percent(row.low), high: percent(row.high)}));
                lines.push(
                    f.text(words, 'welfare.terms') + ': ' + percent(row.prices), f.text(words, 'welfare.volume') + ': ' + percent(row.volume),
                    f.text(words, 'welfare.rest') + ': ' + percent(row.rest));
                return desvio.parts.tip(row.region, lines);
            }),
            legend: {
                top: 0,
                left: options.compact ? 4 : name_room,
                itemWidth: 14,
                itemHeight: 10,
                itemGap: options.compact ? 8 : 18,
                selectedMode: false,
                textStyle: {color: desvio.colours.quiet, fontSize: size},
                data: [series[0].name, series[1].name, series[2].name, whole_name]
            },
            grid: {left: name_room, right: mark_room + 6, top: options.compact ? 50 : 34, bottom: 24},
            xAxis: desvio.parts.value_axis(options, span, function(x) { return f.percent(x, desvio.parts.decimals(span.step), words); }),
            yAxis: desvio.parts.name_axis(
                options, rows.map(function(row) { return row.region; }),
                rows.map(function(row) { return row.code === '' || row.code === options.selected; }), name_room - 8, options.compact),
            series: series
        }
    });
}

/// The regions in focus together: weighted by income; the interval is that of their sum, where the file has it.
function sum_row(data, words, has_interval) {
    var t = desvio.tables, income = function(code) { return t.at(data, '/region/income_base', code); };
    var weight = t.sum(data.focus, income);
    function mean(path) {
        return t.sum(data.focus, function(code) { return t.amount(data, path, code) * t.amount(data, '/region/income_base', code); }) / weight;
    }
    var row = {region: desvio.format.set(words, data, data.focus), code: '', whole: mean(WHOLE), prices: mean(PRICES), volume: mean(VOLUME)};
    if (has_interval) {
        row.low = t.at(data, '/focus/welfare_pct_p05');
        row.high = t.at(data, '/focus/welfare_pct_p95');
    }
    return row;
}

desvio.charts.welfare = {
    needs: 'run',
    build: build,
    fills: function(data) { return desvio.tables.has(data, PRICES) && desvio.tables.has(data, VOLUME) && desvio.tables.has(data, WHOLE); }
};
})(this);
