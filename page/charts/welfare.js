/// Real income split into terms of trade and volume of trade (first order), with the whole change and its interval.
(function (root) {
    'use strict';
    var desvio = root.desvio = root.desvio || {};
    desvio.charts = desvio.charts || {};
    var PRICES = '/region/terms_of_trade_pct', VOLUME = '/region/volume_of_trade_pct', WHOLE = '/region/welfare_pct';
    var LOW = '/region/welfare_pct_p05', HIGH = '/region/welfare_pct_p95';

    function build(data, words, options) {
        var f = desvio.format, t = desvio.tables, size = desvio.parts.size(options), width = desvio.parts.width(options);
        var has_interval = t.has(data, LOW);
        var columns = [{ key: 'region', label: f.text(words, 'column.region'), units: '' }, { key: 'code', label: f.text(words, 'column.code'), units: '' },
                       { key: 'whole', label: f.text(words, 'outcome.welfare'), units: 'percent' },
                       { key: 'prices', label: f.text(words, 'welfare.terms'), units: 'percent' },
                       { key: 'volume', label: f.text(words, 'welfare.volume'), units: 'percent' }];
        if (has_interval) columns = columns.concat([{ key: 'low', label: f.text(words, 'column.p05'), units: 'percent' },
                                                    { key: 'high', label: f.text(words, 'column.p95'), units: 'percent' }]);
        var rows = data.focus.map(function (code) {
            var row = { region: f.region(words, data, code), code: code, whole: t.at(data, WHOLE, code), prices: t.at(data, PRICES, code), volume: t.at(data, VOLUME, code) };
            if (has_interval) { row.low = t.at(data, LOW, code); row.high = t.at(data, HIGH, code); }
            return row;
        }).filter(function (row) { return row.whole !== null; });
        if (!rows.some(function (row) { return row.whole !== 0; })) return desvio.parts.nothing(data, words, options, columns);
        rows.sort(function (a, b) { return b.whole - a.whole; });
        if (rows.length > 1) rows.unshift(sum_row(data, words, has_interval));
        var percent = function (x) { return f.signed_percent(x, 2, words); };
        var name_room = Math.min(desvio.parts.widest(rows.map(function (row) { return row.region; }), size + 1) + 8, Math.round(width * (options.compact ? 0.34 : 0.28)));
        var mark_room = desvio.parts.widest(rows.map(function (row) { return percent(row.whole); }), size) + 10;
        var ends = rows.reduce(function (all, row) {
            var up = Math.max(row.prices, 0) + Math.max(row.volume, 0), down = Math.min(row.prices, 0) + Math.min(row.volume, 0);
            return all.concat([up, down, row.whole, row.low || 0, row.high || 0]);
        }, []);
        var span = desvio.parts.bounds(ends, 0.04);
        function bars(key, colour, decal) {
            return { name: f.text(words, key === 'prices' ? 'welfare.terms' : 'welfare.volume'), type: 'bar', stack: 'parts', barWidth: '58%',
                     itemStyle: { color: colour, borderColor: '#ffffff', borderWidth: 0.5, decal: decal }, data: rows.map(function (row) { return row[key]; }) };
        }
        var whole_name = f.text(words, 'welfare.whole');
        var series = [bars('prices', desvio.colours.sky), bars('volume', desvio.colours.orange), {
            name: whole_name, type: 'scatter', z: 6, symbol: 'circle', symbolSize: options.compact ? 8 : 9, itemStyle: { color: desvio.colours.ink },
            data: rows.map(function (row, k) { return [row.whole, k]; })
        }, {
            type: 'scatter', silent: true, symbolSize: 0.1, data: rows.map(function (row, k) {
                return { value: [span.high, k], label: { show: true, position: 'right', distance: 4, formatter: percent(row.whole), fontSize: size, color: desvio.colours.ink,
                                                         fontWeight: k === 0 && row.code === '' ? 'bold' : 'normal' } }; })
        }];
        if (has_interval) series.push(desvio.parts.whiskers(rows.map(function (row, k) {
            return [k, row.low === null ? row.whole : row.low, row.high === null ? row.whole : row.high]; }), desvio.colours.ink));

        var own = rows.filter(function (row) { return row.code !== ''; }), best = own[0], worst = own[own.length - 1];
        function cause(row) {
            var key = Math.abs(row.prices) >= Math.abs(row.volume) ? 'terms' : 'volume';
            return f.text(words, 'welfare.mostly_' + key, { x: percent(key === 'terms' ? row.prices : row.volume) });
        }
        var values = { best: best.region, best_value: percent(best.whole), worst: worst.region, worst_value: percent(worst.whole),
                       best_cause: cause(best), worst_cause: cause(worst), n: data.attributes.draws };
        var alternative = f.text(words, 'welfare.alternative', values) + ' ' + rows.map(function (row) {
            return row.region + ': ' + percent(row.whole) + ' (' + f.text(words, 'welfare.terms_short') + ' ' + percent(row.prices) + ', ' +
                f.text(words, 'welfare.volume_short') + ' ' + percent(row.volume) + ')';
        }).join('; ') + '.';
        var title = f.text(words, own.length === 1 ? 'welfare.title_one' : worst.whole < 0 && best.whole > 0 ? 'welfare.title_both' : worst.whole < 0 ? 'welfare.title_losses' : 'welfare.title_gains', values);
        return {
            title: title, source: desvio.parts.source(data, words), alternative: alternative, columns: columns, rows: rows,
            subtitle: f.text(words, 'welfare.subtitle') + (has_interval ? ' ' + f.text(words, 'interval.whiskers', { n: data.attributes.draws }) : ''),
            height: rows.length * (options.compact ? 25 : 24) + (options.compact ? 104 : 66),
            option: desvio.parts.option(alternative, {
                tooltip: desvio.parts.tooltip(function (params) {
                    var row = rows[params.dataIndex], lines = [f.text(words, 'outcome.welfare') + ': ' + percent(row.whole)];
                    if (has_interval && row.low !== null) lines.push(f.text(words, 'interval.range', { low: percent(row.low), high: percent(row.high) }));
                    lines.push(f.text(words, 'welfare.terms') + ': ' + percent(row.prices), f.text(words, 'welfare.volume') + ': ' + percent(row.volume));
                    return desvio.parts.tip(row.region, lines);
                }),
                legend: { top: 0, left: options.compact ? 0 : name_room, orient: options.compact ? 'vertical' : 'horizontal', itemWidth: 14, itemHeight: 10, itemGap: options.compact ? 4 : 14,
                          selectedMode: false, textStyle: { color: desvio.colours.quiet, fontSize: size },
                          data: [series[0].name, series[1].name, whole_name] },
                grid: { left: name_room, right: mark_room, top: options.compact ? 72 : 34, bottom: 24 },
                xAxis: desvio.parts.value_axis(options, function (x) { return f.percent(x, span.high - span.low > 4 ? 0 : span.high - span.low > 0.5 ? 1 : 2, words); },
                                               { min: span.low, max: span.high }),
                yAxis: desvio.parts.name_axis(options, rows.map(function (row) { return row.region; }),
                                              rows.map(function (row) { return row.code === '' || row.code === options.selected; }), name_room - 8),
                series: series
            })
        };
    }

    /// The regions in focus together: weighted by income; the interval is that of their sum, where the file has it.
    function sum_row(data, words, has_interval) {
        var t = desvio.tables, income = function (code) { return t.at(data, '/region/income_base', code); };
        var weight = t.sum(data.focus, income);
        function mean(path) {
            return t.sum(data.focus, function (code) { return t.amount(data, path, code) * t.amount(data, '/region/income_base', code); }) / weight;
        }
        var row = { region: desvio.format.set(words, data, data.focus), code: '', whole: mean(WHOLE), prices: mean(PRICES), volume: mean(VOLUME) };
        if (has_interval) { row.low = t.at(data, '/focus/welfare_pct_p05'); row.high = t.at(data, '/focus/welfare_pct_p95'); }
        return row;
    }

    desvio.charts.welfare = {
        needs: 'run', build: build,
        fills: function (data) { return desvio.tables.has(data, PRICES) && desvio.tables.has(data, VOLUME) && desvio.tables.has(data, WHOLE); }
    };
})(this);
