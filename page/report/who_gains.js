/* Who gains and who loses: a line for the focus, its members, and those whom readers look for beside them. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const shown_others = 8;

    /** The market, China, the European Union, and whoever else gains or loses most; as `desvio run` lists "the others". */
    page.other_regions = function (pictures) {
        const regions = desvio.tables.regions(pictures);
        const key = page.is_first_year(pictures) ? 'value_added_change' : 'variation';
        const sizes = new Map(regions.map((code) => [code, Math.abs(page.outcome(pictures, [code])[key])]));
        const change = (code) => sizes.get(code);
        const named = [pictures.market, 'CHN', 'EU27'].filter((code) => regions.includes(code));
        const rest = regions.slice().sort((a, b) => change(b) - change(a));
        return Array.from(new Set(named.concat(rest)))
            .filter((code) => !pictures.focus.includes(code))
            .slice(0, shown_others);
    };

    /** Columns: key, unit and number of a line; which there are depends on whether incomes answer. */
    function columns_of(pictures, words) {
        const is_first_year = page.is_first_year(pictures);
        const has_draws = pictures.attributes.draws > 0;
        const stem = is_first_year ? 'value_added_pct' : 'welfare_pct';
        const money = page.units_text(words, desvio.tables.units(pictures, '/region/income_base'));
        const columns = [{ key: is_first_year ? 'value_added' : 'real_income', units: '%', decimals: 2, path: '/region/' + stem }];
        if (has_draws) columns.push({ key: 'interval', units: '%', stem: stem });
        if (is_first_year) columns.push({ key: 'value_added_change', units: money, decimals: 0, path: '' });
        else
            columns.push(
                { key: 'variation', units: money, decimals: 0, path: '/region/equivalent_variation' },
                { key: 'real_wage', units: '%', decimals: 2, path: '' },
            );
        columns.push({ key: 'exports', units: '%', decimals: 1, path: '' });
        columns.forEach((column) => {
            column.label = words['report.who.' + column.key];
        });
        return columns;
    }

    /** Cells of several regions together, or of one. */
    function cells_of(pictures, words, columns, name, members) {
        const write = page.writer(words);
        const outcome = page.outcome(pictures, members);
        const cells = [name];
        for (const column of columns) {
            if (column.key === 'interval') {
                const interval = page.interval(pictures, column.stem, members);
                const end = (side) =>
                    page.figure(write.signed(interval[side], 2), interval[side], { path: interval[side + '_path'], label: interval.label });
                cells.push(interval ? [end('low'), '…', end('high')] : page.figure('', null));
            } else {
                // One region's figure is the file's own, not the same sum in another order.
                const own = members.length === 1 && column.path ? desvio.tables.at(pictures, column.path, members[0]) : null;
                const value = own === null ? outcome[column.key] : own;
                const origin = {
                    tone: true,
                    label: members.length > 1 ? 'focus' : members[0],
                    path: members.length > 1 ? null : column.path || null,
                    formula: column.path && members.length === 1 ? null : column.key,
                };
                cells.push(page.figure(write.signed(value, column.decimals), value, origin));
            }
        }
        const ledger = page.ledger(pictures, members);
        const is_market = members.length === 1 && members[0] === pictures.market;
        cells.push(
            page.figure(write.signed(-ledger.loss), is_market ? null : -ledger.loss, {
                formula: '-loss',
                path: members.length > 1 ? null : '/redirection_volume/loss',
                label: members.length > 1 ? 'focus' : members[0],
                tone: true,
            }),
        );
        const rate = page.share_of_loss(ledger.redirected, ledger);
        cells.push(
            page.figure(write.share(rate), rate, {
                path: members.length > 1 ? null : '/redirection_volume/rate',
                label: members.length > 1 ? 'focus' : members[0],
                why: words['report.who.no_share'],
            }),
        );
        return cells;
    }

    /** The table of a result. */
    page.who_gains = function (pictures, words) {
        const columns = columns_of(pictures, words);
        const market = page.region_name(words, pictures, pictures.market, 'in');
        const heads = [{ label: words['report.who.country'], text: true }].concat(
            columns.map((column) => ({ label: column.label, units: column.units })),
            [
                {
                    label: page.say(words, 'report.who.sales', { in_market: market }),
                    units: page.units_text(words, desvio.tables.units(pictures, '/redirection_volume/loss')),
                },
                { label: words['report.who.rate'], units: '%' },
            ],
        );
        const by_gain = (codes) =>
            codes
                .map((code) => ({ code: code, gain: page.outcome(pictures, [code])[columns[0].key] }))
                .sort((a, b) => b.gain - a.gain)
                .map((entry) => entry.code);
        const rows = [];
        if (pictures.focus.length > 1) {
            rows.push(cells_of(pictures, words, columns, page.set_name(words, pictures, pictures.focus), pictures.focus));
            rows[0].kind = 'strong';
        }
        for (const code of by_gain(pictures.focus))
            rows.push(cells_of(pictures, words, columns, page.region_name(words, pictures, code), [code]));
        for (const code of by_gain(page.other_regions(pictures))) {
            const row = cells_of(pictures, words, columns, page.region_name(words, pictures, code), [code]);
            row.kind = 'other';
            rows.push(row);
        }
        return page.table(page.say(words, pictures.attributes.draws > 0 ? 'report.who.caption.draws' : 'report.who.caption', { base: pictures.attributes.base_name || '' }), heads, rows);
    };
})(typeof window === 'undefined' ? globalThis : window);
