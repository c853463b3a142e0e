/// Where sales go that are lost in the market: exporters -> "lost in the market" -> destinations, home, not sold.
/// What exporters lose, they place elsewhere or do not sell, and the sums balance: what grows (drawn on the right) is what falls
/// (on the left). A destination that buys less too is one more loss, never a flow of less than nothing. Which lost sale found which
/// buyer nobody knows: each loss is shared out over all that grows in proportion.
/// Where the regions in focus gain and do not lose, the picture is turned round: where the goods come from that they sell more.
(function (root) {
    'use strict';
    var desvio = root.desvio = root.desvio || {};
    desvio.charts = desvio.charts || {};
    var SMALL = 0.05;      // losses below this part of the gains do not decide what the picture is about
    var VISIBLE = 1e-9;    // of the total: rounding

    /// Sums over exporters, as { name, kind, amount } with amount > 0 where more is sold.
    function accounts(data, words, ledger, exporters) {
        var entries = desvio.tables.blocs(data).map(function (bloc) {
            return { key: bloc.key, name: desvio.format.bloc(words, data, bloc), kind: 'destination',
                     amount: desvio.tables.sum(exporters, function (e) {
                         return desvio.tables.sum(bloc.members, function (n) { return n === e ? 0 : ledger.to(e, n); });
                     }) };
        });
        entries.push({ key: 'home', name: desvio.format.text(words, 'redirection.home'), kind: 'home',
                       amount: desvio.tables.sum(exporters, ledger.home) });
        return entries;
    }

    /// Who is drawn, and whether the picture is about losses or gains.
    function choose(data, options, ledger) {
        var focus = data.focus.filter(function (code) { return code !== data.market; });
        if (options.selected && focus.indexOf(options.selected) >= 0) focus = [options.selected];
        var losers = focus.filter(function (e) { return ledger.loss(e) > 0; });
        var gainers = focus.filter(function (e) { return ledger.loss(e) < 0; });
        var lost = desvio.tables.sum(losers, ledger.loss), gained = -desvio.tables.sum(gainers, ledger.loss);
        var is_loss = lost > SMALL * gained;
        var chosen = is_loss ? losers : gainers;
        return { is_loss: is_loss, exporters: desvio.tables.sorted(chosen, function (e) { return Math.abs(ledger.loss(e)); }),
                 others: is_loss ? gainers : losers, total: is_loss ? lost : gained, other_total: is_loss ? gained : lost };
    }

    /// The first few exporters by name, the rest as one.
    function columns_of(exporters, amount, most, words, data) {
        var named = exporters.length > most ? exporters.slice(0, most - 1) : exporters;
        var nodes = named.map(function (e) { return { key: e, name: desvio.format.region(words, data, e), amount: amount(e) }; });
        if (named.length < exporters.length) {
            var rest = exporters.slice(named.length);
            nodes.push({ key: 'rest', name: desvio.format.text(words, 'redirection.others', { n: rest.length }),
                         amount: desvio.tables.sum(rest, amount) });
        }
        return nodes;
    }

    function colour_of(entry) {
        var c = desvio.colours;
        return entry.kind === 'destination' ? c.blue : entry.kind === 'home' ? c.green : entry.kind === 'output' ? c.grey
            : entry.kind === 'market' ? c.vermilion : c.ink;
    }

    /// Entries on both sides of the account: { left, right }, each with amounts > 0; left and right have the same sum.
    function sides(picture, entries, cut, words, data) {
        var market = { key: data.market, kind: 'market', amount: picture.total,
                       name: desvio.format.text(words, picture.is_loss ? 'redirection.lost_in' : 'redirection.gained_in',
                                                { in_market: desvio.format.region(words, data, data.market, 'in') }) };
        var less = [], more = [];
        entries.forEach(function (entry) {
            if (Math.abs(entry.amount) <= VISIBLE * picture.total) return;
            (entry.amount > 0 ? more : less).push({ key: entry.key, name: entry.name, kind: entry.kind, amount: Math.abs(entry.amount) });
        });
        if (Math.abs(cut) > VISIBLE * picture.total) {
            (cut > 0 ? more : less).push({ key: 'output', kind: 'output', amount: Math.abs(cut),
                name: desvio.format.text(words, cut > 0 ? 'redirection.not_sold' : 'redirection.produced') });
        }
        (picture.is_loss ? less : more).unshift(market);
        return { less: less, more: more };
    }

    function build(data, words, options) {
        var f = desvio.format, ledger = desvio.tables.ledger(data), picture = choose(data, options, ledger);
        var columns = [
            { key: 'part', label: f.text(words, 'column.part'), units: '' },
            { key: 'name', label: f.text(words, 'column.name'), units: '' },
            { key: 'change', label: f.text(words, 'column.change_of_sales'), units: ledger.units },
            { key: 'share', label: f.text(words, picture.is_loss ? 'redirection.share_of_loss' : 'redirection.share_of_gain'), units: '1' }
        ];
        if (!(picture.total > 0)) return desvio.parts.nothing(data, words, options, columns);

        var entries = accounts(data, words, ledger, picture.exporters);
        var cut = desvio.tables.sum(picture.exporters, ledger.cut);
        var both = sides(picture, entries, cut, words, data);
        var total = desvio.tables.sum(both.less, function (entry) { return entry.amount; });
        var most = options.compact ? 4 : 7;
        var exporters = columns_of(picture.exporters, function (e) { return Math.abs(ledger.loss(e)); }, most, words, data);
        var money = function (x) { return f.money(x, ledger.units, words); };
        var brief = function (x) { return f.money_short(x, ledger.units, words); };
        var share = function (x) { return f.share(x / picture.total, 0, words); };
        var in_market = f.region(words, data, data.market, 'in');
        var who = f.set(words, data, picture.exporters);
        var is_all = picture.exporters.length > 1;
        var gain_of = picture.exporters.length === data.focus.length ? 'together' : 'some';

        // Nodes: three columns. Losses: exporters | what falls | what grows. Gains: what falls | what grows | exporters.
        var nodes = [], links = [], size = desvio.parts.size(options), width = desvio.parts.width(options);
        var depth = picture.is_loss ? { exporters: 0, less: 1, more: 2 } : { less: 0, more: 1, exporters: 2 };
        function add(entry, column, colour, text) {
            var at = depth[column], id = column + ':' + entry.key;
            nodes.push({ name: id, depth: at, itemStyle: { color: colour }, value: entry.amount, shown: entry.name, amount: entry.amount,
                         kind: entry.kind, text: text, place: at });
            return id;
        }
        function plain(entry) { return entry.name + '\n' + brief(entry.amount); }
        function with_share(entry) {
            return entry.name + '\n' + brief(entry.amount) + ' (' + share(entry.amount) + ')';
        }
        var market_id = null;
        exporters.forEach(function (entry) { entry.id = add(entry, 'exporters', desvio.colours.ink, plain(entry)); });
        both.less.forEach(function (entry) {
            var name = entry.kind === 'destination' ? f.text(words, 'redirection.less_in', { name: entry.name })
                : entry.kind === 'home' ? f.text(words, 'redirection.less_at_home') : entry.name;
            entry.shown = name;
            entry.id = add({ key: entry.key, name: name, amount: entry.amount, kind: entry.kind }, 'less', colour_of(entry),
                           entry.kind === 'market' ? name + '\n' + brief(entry.amount)
                               : name + '\n' + brief(entry.amount) + ' (' + share(entry.amount) + ')');
            if (entry.kind === 'market') market_id = entry.id;
        });
        both.more.forEach(function (entry) {
            entry.shown = entry.name;
            entry.id = add(entry, 'more', entry.kind === 'market' ? desvio.colours.green : colour_of(entry),
                           entry.kind === 'market' ? plain(entry) : with_share(entry));
            if (entry.kind === 'market') market_id = entry.id;
        });
        exporters.forEach(function (entry) {
            links.push(picture.is_loss ? { source: entry.id, target: market_id, value: entry.amount }
                : { source: market_id, target: entry.id, value: entry.amount });
        });
        both.less.forEach(function (from) {
            both.more.forEach(function (to) {
                links.push({ source: from.id, target: to.id, value: from.amount * to.amount / total, is_shared: both.less.length > 1 });
            });
        });

        // Room: labels of the last column stand to its right, all others over the flows.
        var by_name = {};
        nodes.forEach(function (node) { by_name[node.name] = node; });
        var last = nodes.filter(function (node) { return node.place === 2; });
        var room = desvio.parts.widest([].concat.apply([], last.map(function (node) { return node.text.split('\n'); })), size) + 10;
        room = Math.min(room, Math.round(width * (options.compact ? 0.4 : 0.3)));
        nodes.forEach(function (node) {
            var space = node.place === 2 ? room - 6 : (width - room) / 2 - 24;
            node.label = { formatter: node.text.split('\n').map(function (line) { return desvio.parts.shorten(line, size, space); }).join('\n'),
                           fontWeight: node.kind === 'market' ? 'bold' : 'normal' };
        });
        var most_nodes = Math.max(exporters.length, both.less.length, both.more.length);
        var height = Math.max(options.compact ? 380 : 360, most_nodes * (options.compact ? 50 : 46) + 40);

        var option = desvio.parts.option('', {
            tooltip: desvio.parts.tooltip(function (params) {
                if (params.dataType === 'edge') {
                    var from = by_name[params.data.source], to = by_name[params.data.target], lines = [money(params.data.value)];
                    if (params.data.is_shared) lines.push(f.text(words, 'redirection.in_proportion'));
                    return desvio.parts.tip(from.shown + ' \u2192 ' + to.shown, lines);
                }
                var node = by_name[params.name], tips = [money(node.amount)];
                if (node.kind && node.kind !== 'market') {
                    tips.push(f.text(words, picture.is_loss ? 'redirection.part_of_loss' : 'redirection.part_of_gain',
                                     { share: share(node.amount), in_market: in_market }));
                }
                return desvio.parts.tip(node.shown, tips);
            }),
            series: [{
                type: 'sankey', left: 2, right: room, top: 12, bottom: 12, nodeWidth: options.compact ? 10 : 14,
                nodeGap: options.compact ? 30 : 28, layoutIterations: 0, draggable: false, data: nodes, links: links,
                label: { color: desvio.colours.ink, fontSize: size, lineHeight: size + 3, position: 'right', distance: 5,
                         textBorderColor: '#ffffff', textBorderWidth: 2.5 },
                lineStyle: { color: picture.is_loss ? 'target' : 'source', opacity: 0.32, curveness: 0.5 },
                emphasis: { focus: 'adjacency' }
            }]
        });

        // Texts.
        var redirected = desvio.tables.sum(entries, function (entry) { return entry.kind === 'destination' ? entry.amount : 0; });
        var home = entries[entries.length - 1].amount;
        var base = { who: f.capital(f.set(words, data, picture.exporters, 'the')), of_who: f.set(words, data, picture.exporters, 'of'),
                     n: picture.exporters.length, of_focus: f.set(words, data, data.focus, 'of'),
                     the_focus: f.capital(f.set(words, data, data.focus, 'the')),
                     money: money(picture.total), in_market: in_market, redirected: share(redirected), home: share(home),
                     cut: share(cut), produced: share(-cut), less: money(Math.abs(redirected)) };
        var title_key = picture.is_loss ? 'redirection.title_loss' : 'redirection.title_gain';
        var title = f.text(words, title_key + (!is_all ? '_one' : gain_of === 'together' ? '_all' : '_some'), base) + '; ' +
            f.text(words, picture.is_loss ? (redirected < 0 ? 'redirection.finds_none' : cut > 0 ? 'redirection.finds_and_cut' : 'redirection.finds')
                : cut < 0 ? 'redirection.is_new' : 'redirection.is_diverted', base);
        var alternative = [f.text(words, title_key + (!is_all ? '_one' : gain_of === 'together' ? '_all' : '_some'), base) + '.'];
        if (is_all) {
            alternative.push(f.text(words, 'redirection.alt_exporters', { list: f.list(exporters.map(function (entry) {
                return entry.name + ' ' + money(entry.amount); }), words) }));
        }
        var falls = both.less.filter(function (entry) { return entry.kind !== 'market'; });
        var grows = both.more.filter(function (entry) { return entry.kind !== 'market'; });
        function told(entry) { return entry.shown + ' ' + money(entry.amount) + ' (' + share(entry.amount) + ')'; }
        if (falls.length) alternative.push(f.text(words, picture.is_loss ? 'redirection.alt_also_less' : 'redirection.alt_from',
                                                  { list: f.list(falls.map(told), words) }));
        if (grows.length) alternative.push(f.text(words, picture.is_loss ? 'redirection.alt_goes' : 'redirection.alt_also_more',
                                                  { list: f.list(grows.map(told), words) }));
        if (picture.others.length) {
            var sorted = desvio.tables.sorted(picture.others, function (e) { return Math.abs(ledger.loss(e)); });
            alternative.push(f.text(words, picture.is_loss ? 'redirection.alt_gainers' : 'redirection.alt_losers', {
                money: money(picture.other_total), in_market: in_market,
                list: f.list(sorted.slice(0, 3).map(function (e) {
                    return f.region(words, data, e) + ' ' + money(Math.abs(ledger.loss(e))); }), words) }));
        }
        var told_all = alternative.join(' ');
        option.aria.label.description = told_all;

        var rows = exporters.map(function (entry) {
            return { part: f.text(words, 'redirection.part_exporter'), name: entry.name,
                     change: picture.is_loss ? -entry.amount : entry.amount, share: entry.amount / picture.total };
        });
        both.less.forEach(function (entry) {
            rows.push({ part: f.text(words, 'redirection.part_less'), name: entry.shown, change: -entry.amount, share: entry.amount / picture.total });
        });
        both.more.forEach(function (entry) {
            rows.push({ part: f.text(words, 'redirection.part_more'), name: entry.shown, change: entry.amount, share: entry.amount / picture.total });
        });
        return {
            title: title,
            subtitle: f.text(words, ledger.is_volume ? 'redirection.subtitle' : 'redirection.subtitle_values',
                             { units: f.text(words, 'units.money', { currency: f.currency(ledger.units) || ledger.units }) }) +
                (both.less.length > 1 && both.more.length > 1 ? ' ' + f.text(words, 'redirection.in_proportion') : ''),
            source: desvio.parts.source(data, words), alternative: told_all, option: option, height: height, columns: columns, rows: rows
        };
    }

    desvio.charts.redirection = {
        needs: 'run', build: build,
        fills: function (data) {
            return desvio.tables.has(data, '/redirection_volume/loss') || desvio.tables.has(data, '/redirection/loss');
        }
    };
})(this);
