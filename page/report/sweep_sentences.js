/* What a ladder of levels says in words. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Name of the dimension that the first axis has; levels are its labels. */
    page.first_axis = (sweep) => page.labels(sweep, '/axis/path')[0];

    /** Whether it varies one number only: of others the pictures have no tables by level and region. */
    page.is_ladder = (sweep) => page.labels(sweep, '/axis/path').length === 1;

    /** A level as it is read: fractions in percent, points where they are added, whatever else as it is. */
    page.level_text = (sweep, words, level) => desvio.axis.level(sweep, words, page.first_axis(sweep), level);

    /** What the first axis moves, in words: "Duty of the United States on BRICS"; its path where there is no word. */
    page.axis_name = function (sweep, words) {
        const path = desvio.axis.path(sweep, page.first_axis(sweep));
        if (desvio.axis.duty(sweep, page.first_axis(sweep))) return desvio.axis.name(sweep, words, page.first_axis(sweep));
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
        const is_first_year = page.is_first_year(sweep);
        const columns = [{ label: page.axis_name(sweep, words), text: true }].concat(
            [
                [is_first_year ? 'value_added' : 'real_income', '%', named],
                [is_first_year ? 'value_added' : 'market_income', '%', is_first_year ? { of_focus: named.of_market } : named],
                ['sales', money, named],
                ['revenue', money, named],
            ].map(([key, units, names]) => ({ label: page.say(words, 'report.compare.' + key, names), units: units })),
        );
        const rows = sweep.dimensions[axis].map(function (level) {
            const outcome = page.outcome_at(sweep, level, sweep.focus);
            const market = is_first_year
                ? page.outcome_at(sweep, level, [sweep.market])
                : { value: desvio.tables.at(sweep, '/region/welfare_pct', level, sweep.market), path: '/region/welfare_pct' };
            const losses = sweep.focus.map((code) => desvio.tables.at(sweep, '/redirection_volume/loss', level, code));
            const sales = losses.includes(null) ? null : -losses.reduce((a, b) => a + b, 0);
            const revenue = desvio.tables.at(sweep, '/region/tariff_revenue_counterfactual', level, sweep.market);
            const at = String(level);
            return [
                page.level_text(sweep, words, level),
                page.figure(write.signed(outcome.value, 2), outcome.value, { formula: outcome.formula, label: at, tone: true }),
                page.figure(write.signed(market.value, 2), market.value, {
                    path: market.path,
                    formula: market.formula,
                    label: at + ' ' + sweep.market,
                    tone: true,
                }),
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

    /**
     * Real income of several regions together at a level, or their value added where wages stay: percent.
     * @returns {{value: number|null, formula: string}} value: null where the point has no answer
     */
    page.outcome_at = function (sweep, level, regions) {
        const is_first_year = page.is_first_year(sweep);
        const path = is_first_year ? '/region/value_added_counterfactual' : '/region/equivalent_variation';
        const base = desvio.tables.sum(regions, (code) =>
            desvio.tables.at(sweep, is_first_year ? '/region/value_added_base' : '/region/income_base', code),
        );
        const found = regions.map((code) => desvio.tables.at(sweep, path, level, code));
        const change = found.includes(null) ? null : found.reduce((a, b) => a + b, 0) - (is_first_year ? base : 0);
        return {
            value: change === null ? null : (100 * change) / base,
            formula: is_first_year ? 'sum of ' + path + ' / value_added_base - 1' : 'sum over focus of ' + path + ' / income_base',
        };
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
            const text = what === 'welfare' ? write.fine_percent(value) : write.money(value);
            const key = 'report.sweep.' + what + (desvio.tables.at(sweep, stem + '_at_end') ? '_at_end' : '');
            return page.say_nodes(words, key, {
                of_market: of_market,
                axis: page.axis_name(sweep, words),
                level: page.figure(page.level_text(sweep, words, level), level, { path: stem + '_level' }),
                value: page.figure(text, value, { path: stem + '_value' }),
            });
        };
        const end = (level) => {
            const outcome = page.outcome_at(sweep, level, sweep.focus);
            return page.figure(write.fine_percent(outcome.value), outcome.value, { formula: outcome.formula + ' at ' + level });
        };
        const levels = sweep.dimensions[axis],
            first = levels[0],
            last = levels[levels.length - 1];
        const is_first_year = page.is_first_year(sweep);
        const ends = page.say_nodes(words, is_first_year ? 'report.sweep.ends_value_added' : 'report.sweep.ends', {
            of_focus: page.set_name(words, sweep, sweep.focus, 'of'),
            axis: page.axis_name(sweep, words),
            ...page.ends_of_sweep(sweep, words),
            at_first: end(first),
            at_last: end(last),
        });
        // The level that was searched for is best for real income, which says little while wages stay.
        return [ends, is_first_year ? [] : best('welfare'), best('revenue')].filter((sentence) => sentence.length > 0);
    };
})(typeof window === 'undefined' ? globalThis : window);
