/// Dependence on China: the share of each country's exports that goes there, before and after.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var BEFORE = '/concentration/destination_share_base', AFTER = '/concentration/destination_share_counterfactual';

/// Several exporters together, at base prices: exports there over exports everywhere.
function together(data, exporters, partner) {
    var t = desvio.tables, ledger = t.ledger(data), importers = t.labels(data, 'importer');
    var there = 0, abroad = 0, there_change = 0, abroad_change = 0;
    exporters.forEach(function(e) {
        importers.forEach(function(n) {
            if (n === e) return;
            var base = t.amount(data, '/derived/exports_base', e, n);
            var change = n === data.market ? -ledger.loss(e) : ledger.to(e, n);
            abroad += base;
            abroad_change += change;
            if (n === partner) {
                there += base;
                there_change += change;
            }
        });
    });
    return abroad > 0 ? {before: there / abroad, after: (there + there_change) / (abroad + abroad_change)} : null;
}

function build(data, words, options) {
    var f = desvio.format, t = desvio.tables, partner = 'CHN';
    var columns = [
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'before', label: f.text(words, 'china.before'), units: '1'}, {key: 'after', label: f.text(words, 'china.after'), units: '1'}
    ];
    var exporters = data.focus.filter(function(code) { return code !== partner && t.at(data, BEFORE, code, partner) !== null; });
    var rows = exporters.map(function(code) {
        return {region: f.region(words, data, code), code: code, before: t.at(data, BEFORE, code, partner), after: t.at(data, AFTER, code, partner)};
    });
    rows.sort(function(a, b) { return b.before - a.before; });
    if (!rows.some(function(row) { return Math.abs(row.after - row.before) > 1e-12; })) return desvio.parts.nothing(data, words, options, columns);
    var all = exporters.length > 1 ? together(data, exporters, partner) : null;
    if (all) rows.unshift({region: f.set(words, data, data.focus), code: '', before: all.before, after: all.after});
    var own = rows.filter(function(row) { return row.code !== ''; });
    var moved = own.slice().sort(function(a, b) { return Math.abs(b.after - b.before) - Math.abs(a.after - a.before); })[0];
    var points = function(row) { return f.text(words, 'points', {x: f.signed(100 * (row.after - row.before), 1, words)}); };
    var head = all ? rows[0] : own[0];
    var values = {
        Who: f.capital(all ? f.set(words, data, data.focus, 'the') : f.region(words, data, head.code, 'the')),
        of_who: all ? f.set(words, data, data.focus, 'of') : f.region(words, data, head.code, 'of'),
        before: f.share(head.before, 1, words),
        after: f.share(head.after, 1, words),
        to_partner: f.region(words, data, partner, 'to'),
        on_partner: f.region(words, data, partner, 'of'),
        moved: moved.region,
        moved_before: f.share(moved.before, 1, words),
        moved_after: f.share(moved.after, 1, words)
    };
    var alternative = f.text(words, 'china.alternative', values) + ' ' +
        f.list(
            own.map(function(row) { return row.region + ' ' + f.share(row.before, 1, words) + ' \u2192 ' + f.share(row.after, 1, words); }), words) +
        '.';
    var key = values.after === values.before ? 'china.title_same' : head.after > head.before ? 'china.title_more' : 'china.title_less';
    return desvio.dumbbell(data, words, options, {
        title: f.text(words, key, values) + (all ? f.text(words, 'china.title_moved', values) : ''),
        subtitle: f.text(words, 'china.subtitle', values),
        alternative: alternative,
        columns: columns,
        rows: rows,
        strong: function(row) { return row.code === '' || row.code === options.selected; },
        mark: points,
        more: points
    });
}

desvio.charts.china = {
    needs: 'run',
    build: build,
    fills: function(data) {
        return desvio.tables.has(data, BEFORE) && desvio.tables.labels(data, 'importer').indexOf('CHN') >= 0 &&
            data.focus.some(function(code) { return code !== 'CHN'; });
    }
};
})(this);
