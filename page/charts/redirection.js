/// Where sales go that are lost in the market: exporters -> "lost in the market" -> destinations, home, not sold.
/// What exporters lose, they place elsewhere or do not sell, and the sums balance: what grows (drawn on the right) is what falls
/// (on the left). A destination that buys less too is one more loss, never a flow of less than nothing. Which lost sale found which
/// buyer nobody knows: each loss is shared out over all that grows in proportion.
/// Where the regions in focus gain and do not lose, the picture is turned round: where the goods come from that they sell more.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
desvio.charts = desvio.charts || {};
var SMALL = 0.05;    // losses below this part of the gains do not decide what the picture is about
var VISIBLE = 1e-9;  // of the total: rounding

/// Sums over exporters, as { name, kind, amount } with amount > 0 where more is sold.
function accounts(data, words, ledger, exporters) {
    var entries = desvio.tables.blocs(data).map(function(bloc) {
        return {
            key: bloc.key,
            name: desvio.format.bloc(words, data, bloc),
            kind: 'destination',
            amount: desvio.tables.sum(
                exporters, function(e) { return desvio.tables.sum(bloc.members, function(n) { return n === e ? 0 : ledger.to(e, n); }); })
        };
    });
    entries.push({key: 'home', name: desvio.format.text(words, 'redirection.home'), kind: 'home', amount: desvio.tables.sum(exporters, ledger.home)});
    return entries;
}

/// Who is drawn, and whether the picture is about losses or gains.
function choose(data, options, ledger) {
    var focus = data.focus.filter(function(code) { return code !== data.market; });
    if (options.selected && focus.indexOf(options.selected) >= 0) focus = [options.selected];
    var losers = focus.filter(function(e) { return ledger.loss(e) > 0; });
    var gainers = focus.filter(function(e) { return ledger.loss(e) < 0; });
    var lost = desvio.tables.sum(losers, ledger.loss), gained = -desvio.tables.sum(gainers, ledger.loss);
    var is_loss = lost > SMALL * gained;
    var chosen = is_loss ? losers : gainers;
    return {
        is_loss: is_loss,
        exporters: desvio.tables.sorted(chosen, function(e) { return Math.abs(ledger.loss(e)); }),
        others: is_loss ? gainers : losers,
        total: is_loss ? lost : gained,
        other_total: is_loss ? gained : lost
    };
}

/// The first few exporters by name, the rest as one.
function columns_of(exporters, amount, most, words, data) {
    var named = exporters.length > most ? exporters.slice(0, most - 1) : exporters;
    var nodes = named.map(function(e) { return {key: e, name: desvio.format.region(words, data, e), amount: amount(e)}; });
    if (named.length < exporters.length) {
        var rest = exporters.slice(named.length);
        nodes.push({key: 'rest', name: desvio.format.text(words, 'redirection.others', {n: rest.length}), amount: desvio.tables.sum(rest, amount)});
    }
    nodes.forEach(function(node) { node.shown = node.name; });
    return nodes;
}

function colour_of(entry) {
    var c = desvio.colours;
    return entry.kind === 'destination' ? c.blue :
        entry.kind === 'home'           ? c.green :
        entry.kind === 'output'         ? c.grey :
        entry.kind === 'market'         ? c.vermilion :
                                          c.ink;
}

/// Entries on both sides of the account: { left, right }, each with amounts > 0; left and right have the same sum.
function sides(picture, entries, cut, words, data) {
    var market = {
        key: data.market,
        kind: 'market',
        amount: picture.total,
        name: desvio.format.text(
            words, picture.is_loss ? 'redirection.lost_in' : 'redirection.gained_in',
            {in_market: desvio.format.region(words, data, data.market, 'in')})
    };
    var less = [], more = [];
    entries.forEach(function(entry) {
        if (Math.abs(entry.amount) <= VISIBLE * picture.total) return;
        (entry.amount > 0 ? more : less).push({key: entry.key, name: entry.name, kind: entry.kind, amount: Math.abs(entry.amount)});
    });
    // In the first year suppliers of those who lose orders produce less too: more than what is not sold.
    var is_rigid = desvio.tables.outcome(data).is_rigid;
    if (Math.abs(cut) > VISIBLE * picture.total) {
        (cut > 0 ? more : less).push({
            key: 'output',
            kind: 'output',
            amount: Math.abs(cut),
            name: desvio.format.text(
                words,
                cut < 0      ? 'redirection.produced' :
                    is_rigid ? 'redirection.less_produced' :
                               'redirection.not_sold')
        });
    }
    (picture.is_loss ? less : more).unshift(market);
    // What is drawn on the left has fallen: its name says so.
    less.concat(more).forEach(function(entry) { entry.shown = entry.name; });
    less.forEach(function(entry) {
        if (entry.kind === 'destination') entry.shown = desvio.format.text(words, 'redirection.less_in', {name: entry.name});
        if (entry.kind === 'home') entry.shown = desvio.format.text(words, 'redirection.less_at_home');
    });
    return {less: less, more: more};
}

/// How the exporters are called in a sentence: one, a few by name, all in focus, or so many of them.
function subject(data, words, picture) {
    var f = desvio.format, few = 3, n = picture.exporters.length;
    function names(use) {
        return picture.exporters.map(function(e) { return f.region(words, data, e, use); });
    }
    if (n > 1 && n === data.focus.length)
        return {kind: 'all', who: f.set(words, data, data.focus, 'the'), of_who: f.set(words, data, data.focus, 'of')};
    if (n <= few) return {kind: n === 1 ? 'one' : 'few', who: f.list(names('the'), words), of_who: f.list(names('of'), words)};
    return {kind: 'some', who: '', of_who: ''};
}

/// { title, alternative }
function texts(data, words, picture, exporters, both, ledger) {
    var f = desvio.format, t = desvio.tables;
    function money(x) { return f.money(x, ledger.units, words); }
    function told(entry) { return entry.shown + ' ' + money(entry.amount) + picture.bracketed(entry.amount); }
    var who = subject(data, words, picture), redirected = t.sum(picture.exporters, ledger.redirected), cut = t.sum(picture.exporters, ledger.cut);
    var source = t.sorted(both.less, function(entry) { return entry.amount; })[0];
    var values = {
        who: f.capital(who.who),
        of_who: who.of_who,
        n: picture.exporters.length,
        of_focus: f.set(words, data, data.focus, 'of'),
        money: money(picture.total),
        in_market: f.region(words, data, data.market, 'in'),
        redirected: picture.share(redirected),
        cut: picture.share(cut),
        less: money(Math.abs(redirected)),
        output: money(Math.abs(cut)),
        source: source ? source.name : '',
        source_share: source ? picture.share(source.amount) : '',
        source_money: source ? money(source.amount) : ''
    };
    var first = f.text(words, 'redirection.title_' + (picture.is_loss ? 'loss_' : 'gain_') + who.kind, values);
    var second = 'finds';
    if (!picture.is_loss)
        second = (source.kind === 'output' || source.kind === 'home' ? 'from_' + source.kind : 'from_other') + (values.source_share ? '' : '_amount');
    else if (desvio.tables.outcome(data).is_rigid && cut > 0)
        second = 'output_falls';
    else if (redirected < 0)
        second = 'finds_none';
    else if (cut > 0)
        second = 'finds_and_cut' + (values.redirected && values.cut ? '' : '_amount');
    else if (!values.redirected)
        second = 'finds_amount';
    var sentences = [first + '.'];
    if (exporters.length > 1) {
        sentences.push(f.text(
            words, 'redirection.alt_exporters',
            {list: f.list(exporters.map(function(entry) { return entry.name + ' ' + money(entry.amount); }), words)}));
    }
    [[both.less, picture.is_loss ? 'alt_also_less' : 'alt_from'], [both.more, picture.is_loss ? 'alt_goes' : 'alt_also_more']].forEach(function(
        side) {
        var entries = side[0].filter(function(entry) { return entry.kind !== 'market'; });
        if (entries.length) sentences.push(f.text(words, 'redirection.' + side[1], {list: f.list(entries.map(told), words)}));
    });
    if (picture.others.length) {
        var others = t.sorted(picture.others, function(e) { return Math.abs(ledger.loss(e)); }).slice(0, 3);
        sentences.push(f.text(words, picture.is_loss ? 'redirection.alt_gainers' : 'redirection.alt_losers', {
            money: money(picture.other_total),
            in_market: values.in_market,
            list: f.list(others.map(function(e) { return f.region(words, data, e) + ' ' + money(Math.abs(ledger.loss(e))); }), words)
        }));
    }
    return {title: first + '; ' + f.text(words, 'redirection.' + second, values), alternative: sentences.join(' ')};
}

/// Nodes and links of the Sankey. Losses: exporters | what falls | what grows. Gains: what falls | what grows | exporters.
function graph(picture, exporters, both, label) {
    var nodes = [], links = [], market = null, place = picture.is_loss ? {exporters: 0, less: 1, more: 2} : {less: 0, more: 1, exporters: 2};
    var total = desvio.tables.sum(both.less, function(entry) { return entry.amount; });
    function add(entry, column, colour) {
        entry.id = column + ':' + entry.key;
        nodes.push({
            name: entry.id,
            depth: place[column],
            value: entry.amount,
            itemStyle: {color: colour},
            entry: entry,
            text: label(entry, column),
            place: place[column]
        });
        if (entry.kind === 'market') market = entry;
    }
    exporters.forEach(function(entry) { add(entry, 'exporters', desvio.colours.ink); });
    both.less.forEach(function(entry) { add(entry, 'less', colour_of(entry)); });
    both.more.forEach(function(entry) { add(entry, 'more', entry.kind === 'market' ? desvio.colours.green : colour_of(entry)); });
    exporters.forEach(function(entry) {
        links.push(
            picture.is_loss ? {source: entry.id, target: market.id, value: entry.amount} :
                              {source: market.id, target: entry.id, value: entry.amount});
    });
    both.less.forEach(function(from) {
        both.more.forEach(function(to) {
            links.push(
                {source: from.id, target: to.id, value: from.amount * to.amount / total, is_shared: both.less.length > 1 && both.more.length > 1});
        });
    });
    return {nodes: nodes, links: links};
}

/// Labels of the last column stand to its right, and of the first to its left where there is room; those over the flows have paper
/// behind them. Returns the room kept at both sides.
function place_labels(nodes, options) {
    var parts = desvio.parts, size = parts.size(options), width = parts.width(options), part = {0: 0.2, 2: options.compact ? 0.4 : 0.3};
    function room_of(place) {
        var lines = [].concat.apply([], nodes.filter(function(node) { return node.place === place; }).map(function(n) { return n.text.split('\n'); }));
        return Math.min(parts.widest(lines, size) + 10, Math.round(width * part[place]));
    }
    var room = {left: options.compact ? 2 : room_of(0), right: room_of(2)};
    nodes.forEach(function(node) {
        var is_left = node.place === 0 && !options.compact;
        var space = node.place === 2 ? room.right - 6 : is_left ? room.left - 6 : (width - room.left - room.right) / 2 - 24;
        node.label = {
            formatter: node.text.split('\n').map(function(line) { return parts.wrap(line, size, space); }).join('\n'),
            fontWeight: node.entry.kind === 'market' ? 'bold' : 'normal',
            position: is_left ? 'left' : 'right',
            align: is_left ? 'right' : 'left'
        };
        if (node.place !== 2 && !is_left) {
            node.label.backgroundColor = 'rgba(255,255,255,0.78)';
            node.label.padding = [1, 3];
            node.label.borderRadius = 2;
        }
    });
    return room;
}

function rows_of(words, picture, exporters, both) {
    function row(part, entry, sign) {
        return {
            part: desvio.format.text(words, 'redirection.part_' + part),
            name: entry.shown,
            change: sign * entry.amount,
            share: entry.amount / picture.total
        };
    }
    return [].concat(
        exporters.map(function(entry) { return row('exporter', entry, picture.is_loss ? -1 : 1); }),
        both.less.map(function(entry) { return row('less', entry, -1); }), both.more.map(function(entry) { return row('more', entry, 1); }));
}

function build(data, words, options) {
    var f = desvio.format, ledger = desvio.tables.ledger(data), picture = choose(data, options, ledger), size = desvio.parts.size(options);
    var columns = [
        {key: 'part', label: f.text(words, 'column.part'), units: ''}, {key: 'name', label: f.text(words, 'column.name'), units: ''},
        {key: 'change', label: f.text(words, 'column.change_of_sales'), units: ledger.units},
        {key: 'share', label: f.text(words, picture.is_loss ? 'redirection.share_of_loss' : 'redirection.share_of_gain'), units: '1'}
    ];
    if (!(picture.total > 0)) return desvio.parts.nothing(data, words, options, columns);
    var sold_before = desvio.tables.sum(picture.exporters, function(e) { return desvio.tables.at(data, '/market/import_base', e); });
    // Parts of the change in the market: nothing where such a share says nothing (tables.share_of).
    picture.share = function(amount) {
        var share = desvio.tables.share_of(amount, picture.total, sold_before);
        return share === null ? '' : f.share(share, 0, words);
    };
    picture.bracketed = function(amount) { return picture.share(amount) && ' (' + picture.share(amount) + ')'; };

    var both = sides(picture, accounts(data, words, ledger, picture.exporters), desvio.tables.sum(picture.exporters, ledger.cut), words, data);
    var exporters = columns_of(picture.exporters, function(e) { return Math.abs(ledger.loss(e)); }, options.compact ? 4 : 7, words, data);
    var drawn = graph(picture, exporters, both, function(entry, column) {
        var amount = f.money_short(entry.amount, ledger.units, words);
        return entry.shown + '\n' + amount +
            (column === 'exporters' || entry.kind === 'market' ? '' : picture.bracketed(entry.amount));
    });
    var room = place_labels(drawn.nodes, options), most = Math.max(exporters.length, both.less.length, both.more.length);
    // Labels are as high as their lines; a thin node needs that room too.
    var high = (size + 3) *
        Math.max.apply(null, drawn.nodes.map(function(node) { return node.entry.kind === 'market' ? 2 : node.label.formatter.split('\n').length; }));
    var by_id = {};
    drawn.nodes.forEach(function(node) { by_id[node.name] = node.entry; });
    function tip(params) {
        var is_flow = params.dataType === 'edge', entry = by_id[params.name];
        var lines = [f.money(is_flow ? params.data.value : entry.amount, ledger.units, words)];
        if (is_flow && params.data.is_shared) lines.push(f.text(words, 'redirection.in_proportion'));
        if (!is_flow && entry.kind && entry.kind !== 'market' && picture.share(entry.amount)) {
            lines.push(f.text(
                words, picture.is_loss ? 'redirection.part_of_loss' : 'redirection.part_of_gain',
                {share: picture.share(entry.amount), in_market: f.region(words, data, data.market, 'in')}));
        }
        return desvio.parts.tip(is_flow ? by_id[params.data.source].shown + ' \u2192 ' + by_id[params.data.target].shown : entry.shown, lines);
    }
    var told = texts(data, words, picture, exporters, both, ledger);
    var money_unit = f.currency(ledger.units) ? f.text(words, 'units.money', {currency: f.currency(ledger.units)}) : ledger.units;
    return desvio.parts.picture(data, words, {
        title: told.title,
        alternative: told.alternative,
        columns: columns,
        rows: rows_of(words, picture, exporters, both),
        subtitle: f.text(words, ledger.is_volume ? 'redirection.subtitle' : 'redirection.subtitle_values', {units: money_unit}) +
            (both.less.length > 1 && both.more.length > 1 ? ' ' + f.text(words, 'redirection.in_proportion') : ''),
        height: Math.max(options.compact ? 400 : 360, most * (high + 12) + 60),
        option: {
            tooltip: desvio.parts.tooltip(tip),
            series: [{
                type: 'sankey',
                left: room.left,
                right: room.right,
                top: Math.ceil(high / 2) + 2,
                bottom: Math.ceil(high / 2) + 2,
                nodeWidth: options.compact ? 10 : 14,
                nodeGap: high - 2,
                layoutIterations: 0,
                draggable: false,
                data: drawn.nodes,
                links: drawn.links,
                label: {
                    color: desvio.colours.ink,
                    fontSize: size,
                    lineHeight: size + 3,
                    distance: 5
                },
                lineStyle: {color: picture.is_loss ? 'target' : 'source', opacity: 0.32, curveness: 0.5},
                emphasis: {focus: 'adjacency'}
            }]
        }
    });
}

desvio.charts.redirection = {
    needs: 'run',
    build: build,
    fills: function(data) { return desvio.tables.has(data, '/redirection_volume/loss') || desvio.tables.has(data, '/redirection/loss'); }
};
})(this);
