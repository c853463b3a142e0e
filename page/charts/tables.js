/// Access to a pictures object (docs/formats/pictures.md) by path and labels; sums and names that several charts need.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
var tables = desvio.tables = {};

tables.has = function(data, path) { return !!data.tables[path]; };
tables.units = function(data, path) { return data.tables[path] ? data.tables[path].units : ''; };
tables.labels = function(data, dimension) { return data.dimensions[dimension] || []; };

/// The first of some paths that the file has, or null.
tables.first = function(data, paths) {
    for (var k = 0; k < paths.length; ++k)
        if (data.tables[paths[k]]) return paths[k];
    return null;
};

/// One number: at(data, path, label of each dimension ...). null where the table, a label or the number is missing.
tables.at = function(data, path) {
    var table = data.tables[path], position = 0, k, labels, at;
    if (!table || arguments.length - 2 !== table.dimensions.length) return null;
    for (k = 0; k < table.dimensions.length; ++k) {
        labels = tables.labels(data, table.dimensions[k]);
        at = labels.indexOf(arguments[k + 2]);
        if (at < 0) return null;
        position = position * labels.length + at;
    }
    var value = table.values[position];
    return typeof value === 'number' && isFinite(value) ? value : null;
};

/// The same, with 0 for what is missing: for sums.
tables.amount = function(data, path) {
    var value = tables.at.apply(null, arguments);
    return value === null ? 0 : value;
};

/// Sum of figure(label) over labels; what is missing counts as nothing.
tables.sum = function(labels, figure) {
    return labels.reduce(function(sum, label) {
        var value = figure(label);
        return sum + (value === null ? 0 : value);
    }, 0);
};

/// Labels from the largest figure to the smallest; those of the same figure, and those without one, keep their order.
tables.sorted = function(labels, figure) {
    return labels
        .map(function(label, k) {
            var value = figure(label);
            return {label: label, place: k, value: value === null ? -Infinity : value};
        })
        .sort(function(a, b) { return a.value === b.value ? a.place - b.place :
                                   a.value > b.value      ? -1 :
                                                            1; })
        .map(function(entry) { return entry.label; });
};

tables.regions = function(data) {
    var labels = tables.labels(data, 'region');
    return labels.length ? labels : tables.labels(data, 'exporter');
};

/// Sectors of goods, or of services, in the order of the base.
tables.sectors = function(
    data, kind) { return tables.labels(data, 'sector').filter(function(code) { return (data.sector_kind[code] || 'goods') === kind; }); };

/// Whether wages stay as in the base: the answer is about value added, not about real income.
tables.is_rigid = function(data) { return /factors = rigid/.test(String(data.attributes.closures || '')); };

/// What the answer is measured by: real income, or value added where wages stay.
tables.outcome = function(data) {
    var is_rigid = tables.is_rigid(data) && tables.has(data, '/region/value_added_pct');
    var name = is_rigid ? 'value_added' : 'welfare';
    return {
        name: name,
        path: '/region/' + name + '_pct',
        low: '/region/' + name + '_pct_p05',
        high: '/region/' + name + '_pct_p95',
        is_rigid: is_rigid
    };
};

/// Change of real income (or value added) of several regions together, in percent: weighted by what they have in the base.
tables.together = function(data, regions) {
    var outcome = tables.outcome(data);
    var weight_path = outcome.is_rigid ? '/region/value_added_base' : '/region/income_base';
    var weight = tables.sum(regions, function(code) { return tables.at(data, weight_path, code); });
    if (!(weight > 0)) return null;
    return tables.sum(regions, function(code) { return tables.amount(data, outcome.path, code) * tables.amount(data, weight_path, code); }) / weight;
};

/// Part of what is lost (or gained) in the market, as a fraction; null where that says nothing: where the whole is negligible
/// beside the sales there before (base), or where the part would be written below 0 or above 100 %. report/outcome.cpp does the same.
tables.share_of = function(part, whole, base) {
    var negligible = 0.0005;  // of the sales before: written as 0.0 %
    if (typeof part !== 'number' || !(whole > 0) || whole < negligible * (base || 0)) return null;
    var share = part / whole;
    return share > -0.005 && share < 1.005 ? share : null;
};

/// What becomes of an exporter's sales when those in the market change: at base prices where the file has them so.
/// loss + gains elsewhere balance: loss = sum over importers of to() + home + cut.
tables.ledger = function(data) {
    var folder = tables.has(data, '/redirection_volume/loss') ? '/redirection_volume/' : '/redirection/';
    return {
        units: tables.units(data, folder + 'loss'),
        is_volume: folder === '/redirection_volume/',
        loss: function(exporter) { return tables.amount(data, folder + 'loss', exporter); },
        redirected: function(exporter) { return tables.amount(data, folder + 'redirected', exporter); },
        to: function(exporter, importer) { return tables.amount(data, folder + 'by_destination', exporter, importer); },
        home: function(exporter) { return tables.amount(data, folder + 'absorbed', exporter); },
        cut: function(exporter) { return tables.amount(data, folder + 'output_cut', exporter); },
        cut_of: function(sector, exporter) { return tables.amount(data, folder + 'output_cut_by_sector', sector, exporter); }
    };
};

/// Destinations as the program's own tables have them: China, the European Union, the regions in focus, the rest of BRICS,
/// others; each region once, the market in none. Few regions are left one by one. [ { code | group | kind, rest, members } ]
tables.blocs = function(data) {
    var few = 5, taken = {}, blocs = [], regions = tables.regions(data);
    taken[data.market] = true;
    function claim(bloc, wanted) {
        var open = wanted.filter(function(code) { return regions.indexOf(code) >= 0 && code !== data.market; });
        bloc.members = open.filter(function(code) { return !taken[code]; });
        bloc.is_rest = bloc.members.length < open.length;
        bloc.members.forEach(function(code) { taken[code] = true; });
        if (bloc.members.length) blocs.push(bloc);
    }
    function group(name) { return data.groups && data.groups[name] || []; }
    if (regions.length <= few + 1) {
        regions.forEach(function(code) { claim({key: code, code: code}, [code]); });
        return blocs;
    }
    claim({key: 'CHN', code: 'CHN'}, ['CHN']);
    claim({key: 'EU27', code: 'EU27'}, ['EU27']);
    if (data.focus.length > 1 && data.focus.length < regions.length) claim({key: 'focus', kind: 'focus'}, data.focus);
    claim({key: 'latin_america', group: 'latin_america'}, group('latin_america'));
    claim({key: 'brics', group: 'brics'}, group('brics'));
    claim({key: 'others', kind: 'others'}, regions);
    return blocs;
};
})(this);
