/// The average duty that each exporter's goods meet in the market, before and after, weighted by base trade.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var LEAST = 5e-4;  // a twentieth of a percentage point: what is shown as no change

/// Over goods where the file has duties by sector, so that a duty on all goods is seen as it is called; else over all sectors.
function averages(data) {
    var t = desvio.tables, goods = t.sectors(data, 'goods'), is_goods = t.has(data, '/derived/duty_by_sector_base') && goods.length > 0;
    function goods_average(path, exporter) {
        var weight = t.sum(goods, function(j) { return t.at(data, '/derived/market_imports_base', j, exporter); });
        return weight > 0 ?
            t.sum(goods, function(j) { return t.amount(data, path, j, exporter) * t.amount(data, '/derived/market_imports_base', j, exporter); }) /
                weight :
            null;
    }
    return {
        is_goods: is_goods,
        before: function(e) { return is_goods ? goods_average('/derived/duty_by_sector_base', e) : t.at(data, '/derived/duty_base', e); },
        after: function(
            e) { return is_goods ? goods_average('/derived/duty_by_sector_counterfactual', e) : t.at(data, '/derived/duty_counterfactual', e); }
    };
}

function build(data, words, options) {
    var f = desvio.format, t = desvio.tables, average = averages(data);
    var columns = [
        {key: 'region', label: f.text(words, 'column.region'), units: ''}, {key: 'code', label: f.text(words, 'column.code'), units: ''},
        {key: 'before', label: f.text(words, 'duties.before'), units: 'fraction'},
        {key: 'after', label: f.text(words, 'duties.after'), units: 'fraction'},
        {key: 'imports', label: f.text(words, 'market_share.imports_before'), units: t.units(data, '/market/import_base')}
    ];
    var all = t.labels(data, 'exporter').filter(function(code) { return code !== data.market && average.before(code) !== null; }).map(function(code) {
        return {
            region: f.region(words, data, code),
            code: code,
            before: average.before(code),
            after: average.after(code),
            imports: t.amount(data, '/market/import_base', code)
        };
    });
    var changed = all.filter(function(row) { return Math.abs(row.after - row.before) > 1e-9; });
    var values = {in_market: f.region(words, data, data.market, 'in'), of_market: f.region(words, data, data.market, 'of'), n: changed.length};
    if (!changed.length) return desvio.parts.nothing(data, words, options, columns, f.text(words, 'duties.title_same', values));
    // Those in focus that are hit, the largest other suppliers, and what those who are not hit pay.
    var most = options.compact ? 12 : 20;
    var is_focus = function(row) { return data.focus.indexOf(row.code) >= 0 || row.code === options.selected; };
    var by_trade = function(a, b) { return b.imports - a.imports; };
    var hit_focus = changed.filter(is_focus).sort(by_trade).slice(0, most - 4);
    var hit_others = changed.filter(function(row) { return !is_focus(row); }).sort(by_trade).slice(0, Math.max(4, most - 4 - hit_focus.length));
    var spared = all.filter(function(row) { return changed.indexOf(row) < 0; }).sort(by_trade);
    var rows = hit_focus.concat(hit_others, spared.slice(0, Math.min(4, most - hit_focus.length - hit_others.length)));
    rows.sort(function(a, b) { return (b.after - a.after) || (b.imports - a.imports); });
    var largest =
        changed.slice().sort(function(a, b) { return Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.imports - a.imports; })[0];
    var told = changed.filter(is_focus).sort(function(a, b) { return Math.abs(b.after - b.before) - Math.abs(a.after - a.before); })[0] || largest;
    var decimals = function(x) { return Math.abs(100 * x - Math.round(100 * x)) < 0.05 ? 0 : 1; };
    var rate = function(x) { return f.share(x, decimals(x), words); };
    values.region = f.region(words, data, told.code);
    values.of_region = f.region(words, data, told.code, 'of');
    values.before = rate(told.before);
    values.after = rate(told.after);
    var alternative = f.text(words, 'duties.alternative', values) + ' ' +
        f.list(rows.map(function(row) { return row.region + ' ' + rate(row.before) + ' \u2192 ' + rate(row.after); }), words) + '.';
    return desvio.dumbbell(data, words, options, {
        title: f.text(words, changed.length > 1 ? 'duties.title' : 'duties.title_one', values),
        subtitle: f.text(words, average.is_goods ? 'duties.subtitle_goods' : 'duties.subtitle', values),
        alternative: alternative,
        columns: columns,
        rows: rows,
        strong: is_focus,
        is_worse_up: true,
        mark: function(row) {
            return Math.abs(row.after - row.before) < LEAST ? rate(row.after) : rate(row.before) + ' \u2192 ' + rate(row.after);
        },
        more: function(row) {
            return f.text(words, 'market_share.imports_before') + ': ' + f.money(row.imports, t.units(data, '/market/import_base'), words);
        }
    });
}

desvio.charts.duties = {
    needs: 'run',
    build: build,
    fills: function(data) { return desvio.tables.has(data, '/derived/duty_base'); }
};
})(this);
