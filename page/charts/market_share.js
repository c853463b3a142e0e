/// Who takes the market: shares of its imports before and after, the largest gains and losses.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};

/// Imports after the change at base prices, as the program's own table has them; in values where there is no such ledger.
function imports(data) {
    var t = desvio.tables, is_volume = t.has(data, '/redirection_volume/loss'), ledger = t.ledger(data);
    return {
        is_volume: is_volume,
        units: t.units(data, '/market/import_base'),
        before: function(code) { return t.amount(data, '/market/import_base', code); },
        after: function(code) {
            return is_volume ? t.amount(data, '/market/import_base', code) - ledger.loss(code) :
                               t.amount(data, '/market/import_counterfactual', code);
        }
    };
}

function build(data, words, options) {
    var f = desvio.format, t = desvio.tables, figures = imports(data);
    var exporters = t.labels(data, 'exporter').filter(function(code) { return code !== data.market; });
    var before = t.sum(exporters, figures.before), after = t.sum(exporters, figures.after);
    var columns = [
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'share_before', label: f.text(words, 'market_share.before'), units: '1'},
        {key: 'share_after', label: f.text(words, 'market_share.after'), units: '1'},
        {key: 'before', label: f.text(words, 'market_share.imports_before'), units: figures.units},
        {key: 'change', label: f.text(words, 'market_share.imports_change'), units: figures.units}
    ];
    var all = exporters.map(function(code) {
        return {
            region: f.region(words, data, code),
            code: code,
            share_before: figures.before(code) / before,
            share_after: figures.after(code) / after,
            before: figures.before(code),
            change: figures.after(code) - figures.before(code)
        };
    });
    if (!all.some(function(row) { return Math.abs(row.change) > 1e-9 * before; })) return desvio.parts.nothing(data, words, options, columns);
    all.sort(function(a, b) { return (b.share_after - b.share_before) - (a.share_after - a.share_before); });
    var each = options.compact ? 5 : 7;
    var gaining = all.filter(function(row) { return row.share_after > row.share_before; });
    var losing = all.filter(function(row) { return row.share_after < row.share_before; });
    var rows = gaining.slice(0, each).concat(losing.slice(-each));
    if (options.selected && !rows.some(function(row) { return row.code === options.selected; })) {
        rows = all.filter(function(row) { return rows.indexOf(row) >= 0 || row.code === options.selected; });
    }
    // Decimals that show the largest change: three at most.
    var largest = Math.max(
        gaining.length ? gaining[0].share_after - gaining[0].share_before : 0,
        losing.length ? losing[losing.length - 1].share_before - losing[losing.length - 1].share_after : 0);
    var decimals = largest >= 0.005 ? 1 : largest >= 0.0005 ? 2 : 3;
    var points = function(row) { return f.text(words, 'points', {x: f.signed(100 * (row.share_after - row.share_before), decimals, words)}); };
    var share = function(x) { return f.share(x, decimals, words); };
    var in_market = f.region(words, data, data.market, 'in');
    var first = all[0], last = all[all.length - 1];
    var values = {
        of_market: f.region(words, data, data.market, 'of'),
        in_market: in_market,
        winner: f.region(words, data, first.code, 'the'),
        winner_points: points(first),
        loser: f.region(words, data, last.code, 'the'),
        loser_before: share(last.share_before),
        loser_after: share(last.share_after),
        winner_before: share(first.share_before),
        winner_after: share(first.share_after),
        total: f.signed_money(after - before, figures.units, words)
    };
    values.Winner = f.capital(values.winner);
    values.Loser = f.capital(values.loser);
    var alternative = f.text(words, 'market_share.alternative', values) + ' ' +
        f.list(rows.map(function(row) { return row.region + ' ' + share(row.share_before) + ' \u2192 ' + share(row.share_after); }), words) + '. ' +
        f.text(words, 'market_share.total', values);
    return desvio.dumbbell(data, words, options, {
        title: f.text(words, 'market_share.title', values),
        subtitle: f.text(words, figures.is_volume ? 'market_share.subtitle' : 'market_share.subtitle_values', values),
        alternative: alternative,
        columns: columns,
        rows: rows,
        before: 'share_before',
        after: 'share_after',
        row_height: 27,
        strong: function(row) { return data.focus.indexOf(row.code) >= 0 || row.code === options.selected; },
        mark: points,
        decimals: decimals + 1,
        amounts: function(row) { return [f.money(row.before, figures.units, words), f.money(row.before + row.change, figures.units, words)]; },
        more: function(row) { return f.text(words, 'column.change') + ': ' + points(row) + ', ' + f.signed_money(row.change, figures.units, words); }
    });
}

desvio.charts['market-share'] = {
    needs: 'run',
    build: build,
    fills: function(data) { return desvio.tables.has(data, '/market/import_base'); }
};
})(this);
