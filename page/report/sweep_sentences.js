/* What a ladder of levels says in words. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const page = desvio.page = desvio.page || {};

    /** Name of the dimension that the first axis has; levels are its labels. */
    page.first_axis = (sweep) => sweep.tables['/region/welfare_pct'].dimensions[0];

    /** A level as it is read: fractions in percent, whatever else as it is. */
    page.level_text = function (sweep, words, level) {
        const write = page.writer_of(words, sweep);
        const units = page.text_at(sweep, '/axis/unit', page.first_axis(sweep));
        return units === 'fraction' ? desvio.format.level(level, words) : write.number(level, level % 1 ? 2 : 0);
    };

    /** Real income of the focus together at a level, percent; null where the point has no answer. */
    page.focus_welfare_at = function (sweep, level) {
        const variation = sweep.focus.map((code) => desvio.tables.at(sweep, '/region/equivalent_variation', level, code));
        if (variation.some((value) => value === null)) return null;
        return 100 * variation.reduce((a, b) => a + b, 0) / desvio.tables.sum(sweep.focus, (code) => desvio.tables.at(sweep, '/region/income_base', code));
    };

    /** The level that is best for the market, and for its treasury; the focus at both ends. Only of sweeps over one axis. */
    page.sweep_sentences = function (sweep, words) {
        const axis = page.first_axis(sweep);
        if (sweep.tables['/region/welfare_pct'].dimensions.length > 2) return [[words['report.sweep.many']]];
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
                of_market: of_market, level: page.figure(page.level_text(sweep, words, level), level, { path: stem + '_level' }),
                value: page.figure(text, value, { path: stem + '_value' }),
            });
        };
        const levels = sweep.dimensions[axis];
        const end = (level) => {
            const value = page.focus_welfare_at(sweep, level);
            return page.figure(write.signed_percent(value), value, { formula: 'sum over focus of /region/equivalent_variation / income_base at ' + level });
        };
        const first = levels[0], last = levels[levels.length - 1];
        const ends = page.say_nodes(words, 'report.sweep.ends', {
            of_focus: page.set_name(words, sweep, sweep.focus, 'of'), first: page.level_text(sweep, words, first), last: page.level_text(sweep, words, last),
            at_first: end(first), at_last: end(last),
        });
        return [best('welfare'), best('revenue'), ends].filter((sentence) => sentence.length > 0);
    };
})(typeof window === 'undefined' ? globalThis : window);
