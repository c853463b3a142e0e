/* What a ladder of levels says in words. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Name of the dimension that the first axis has; levels are its labels. */
    page.first_axis = (sweep) => page.labels(sweep, '/axis/path')[0];

    /** Whether it varies one number only: of others the pictures have no tables by level and region. */
    page.is_ladder = (sweep) => page.labels(sweep, '/axis/path').length === 1;

    /** A level as it is read: fractions in percent, whatever else as it is. */
    page.level_text = function (sweep, words, level) {
        const write = page.writer_of(words, sweep);
        const units = page.text_at(sweep, '/axis/unit', page.first_axis(sweep));
        return units === 'fraction' ? desvio.format.level(level, words) : write.number(level, level % 1 ? 2 : 0);
    };

    /** What the first axis moves, in words: "Duty"; its path where there is no word. */
    page.axis_name = function (sweep, words) {
        const path = page.text_at(sweep, '/axis/path', page.first_axis(sweep));
        return words['report.try.' + (path === 'theta' ? 'theta.theta' : path.replace(/\[\d+\]/, ''))] || path;
    };

    /** Its lowest and its highest level as they are read. */
    page.ends_of_sweep = function (sweep, words) {
        const levels = sweep.dimensions[page.first_axis(sweep)];
        return { first: page.level_text(sweep, words, levels[0]), last: page.level_text(sweep, words, levels[levels.length - 1]) };
    };

    /** A line for every level: real income of the focus and of the market, what the market collects, sales of the focus there. */
    page.levels_table = function (sweep, words) {
        const write = page.writer_of(words, sweep);
        const axis = page.first_axis(sweep);
        const named = {
            of_focus: page.set_name(words, sweep, sweep.focus, 'of'),
            of_market: page.region_name(words, sweep, sweep.market, 'of'),
            in_market: page.region_name(words, sweep, sweep.market, 'in'),
        };
        const money = page.units_text(words, desvio.tables.units(sweep, '/region/income_base'));
        const columns = [{ label: page.axis_name(sweep, words), text: true }].concat(
            [
                ['real_income', '%'],
                ['market_income', '%'],
                ['sales', money],
                ['revenue', money],
            ].map(([key, units]) => ({ label: page.say(words, 'report.compare.' + key, named), units: units })),
        );
        const rows = sweep.dimensions[axis].map(function (level) {
            const welfare = page.focus_welfare_at(sweep, level);
            const market = desvio.tables.at(sweep, '/region/welfare_pct', level, sweep.market);
            const losses = sweep.focus.map((code) => desvio.tables.at(sweep, '/redirection_volume/loss', level, code));
            const sales = losses.includes(null) ? null : -losses.reduce((a, b) => a + b, 0);
            const revenue = desvio.tables.at(sweep, '/region/tariff_revenue_counterfactual', level, sweep.market);
            const at = String(level);
            return [
                page.level_text(sweep, words, level),
                page.figure(write.signed(welfare, 2), welfare, {
                    formula: 'sum over focus of /region/equivalent_variation / income_base',
                    label: at,
                    tone: true,
                }),
                page.figure(write.signed(market, 2), market, { path: '/region/welfare_pct', label: at + ' ' + sweep.market, tone: true }),
                page.figure(write.signed(sales), sales, {
                    formula: '-(sum over focus of /redirection_volume/loss)',
                    label: at,
                    tone: true,
                }),
                page.figure(write.number(revenue), revenue, {
                    path: '/region/tariff_revenue_counterfactual',
                    label: at + ' ' + sweep.market,
                }),
            ];
        });
        return page.table(page.say(words, 'report.levels.caption', { base: sweep.attributes.base_name || '' }), columns, rows);
    };

    /** Real income of the focus together at a level, percent; null where the point has no answer. */
    page.focus_welfare_at = function (sweep, level) {
        const variation = sweep.focus.map((code) => desvio.tables.at(sweep, '/region/equivalent_variation', level, code));
        if (variation.some((value) => value === null)) return null;
        return (
            (100 * variation.reduce((a, b) => a + b, 0)) /
            desvio.tables.sum(sweep.focus, (code) => desvio.tables.at(sweep, '/region/income_base', code))
        );
    };

    /** The level that is best for the market, and for its treasury; the focus at both ends. Only of sweeps over one axis. */
    page.sweep_sentences = function (sweep, words) {
        const axis = page.first_axis(sweep);
        if (!page.is_ladder(sweep)) return [[words['report.sweep.many']]];
        const write = page.writer_of(words, sweep);
        const of_market = page.region_name(words, sweep, sweep.market, 'of');
        const best = function (what) {
            const stem = '/optimum/' + axis + '/' + what;
            const level = desvio.tables.at(sweep, stem + '_level');
            if (level === null) return [];
            const value = desvio.tables.at(sweep, stem + '_value');
            const text = what === 'welfare' ? write.signed_percent(value) : write.money(value);
            const key = 'report.sweep.' + what + (desvio.tables.at(sweep, stem + '_at_end') ? '_at_end' : '');
            return page.say_nodes(words, key, {
                of_market: of_market,
                axis: page.axis_name(sweep, words),
                level: page.figure(page.level_text(sweep, words, level), level, { path: stem + '_level' }),
                value: page.figure(text, value, { path: stem + '_value' }),
            });
        };
        const end = (level) => {
            const value = page.focus_welfare_at(sweep, level);
            return page.figure(write.signed_percent(value), value, {
                formula: 'sum over focus of /region/equivalent_variation / income_base at ' + level,
            });
        };
        const levels = sweep.dimensions[axis],
            first = levels[0],
            last = levels[levels.length - 1];
        const ends = page.say_nodes(words, 'report.sweep.ends', {
            of_focus: page.set_name(words, sweep, sweep.focus, 'of'),
            axis: page.axis_name(sweep, words),
            ...page.ends_of_sweep(sweep, words),
            at_first: end(first),
            at_last: end(last),
        });
        return [ends, best('welfare'), best('revenue')].filter((sentence) => sentence.length > 0);
    };
})(typeof window === 'undefined' ? globalThis : window);
