/* A number that can be moved, in words: what it is, whose, on whom, on what. Reports and the served page say it alike. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** A selector as written, in words: "@brics, !BRA" is "BRICS except Brazil". `all`: what "*" and nothing at all are called. */
    function selector_text(words, known, text, all) {
        const { region, sector } = known.names;
        const name = function (code) {
            if (code.startsWith('@')) return words['report.selector.' + code.slice(1)] || desvio.format.group(words, code.slice(1));
            if (region[code]) return desvio.format.region(words, known, code);
            return sector[code] ? desvio.format.sector(words, known, code) : code;
        };
        const list = function (items) {
            const names = items.map((item) => (item === '*' ? all : item.replace(/@?[\w:]+/g, name)));
            return names.some((one) => one.includes(',')) ? names.join('; ') : desvio.format.list(names, words);
        };
        const items = (text || '*').split(',').map((item) => item.trim());
        const kept = items.filter((item) => item && !item.startsWith('!'));
        const left_out = items.filter((item) => item.startsWith('!')).map((item) => item.slice(1).trim());
        const chosen = list(kept.length ? kept : ['*']);
        return left_out.length ? page.say(words, 'report.selector.except', { chosen: chosen, list: list(left_out) }) : chosen;
    }

    /**
     * What a slider moves: "Duty · BRICS → United States · all goods".
     * @param {Object} words
     * @param {{names: {region, sector}}} known names of the base
     * @param {{path, kind, key, who}} number one of page.movable_numbers(toml), or theta
     */
    page.number_label = function (words, known, number) {
        const what = words['report.try.' + number.kind + '.' + number.key] || number.path;
        if (number.kind === 'theta') return what;
        const { importer, exporter, sector, by, against, region } = number.who;
        const sides = number.kind === 'productivity' ? [region] : [against || exporter, by || importer];
        const countries = sides.map((side) => selector_text(words, known, side, words['report.selector.all_countries']));
        return [what, countries.join(' → '), selector_text(words, known, sector, words['report.selector.all_sectors'])].join(' · ');
    };

    /** Its reach and how a reader sees it: `scale` times the number, in `unit`. @returns {{low, high, step, scale, unit}} */
    page.number_range = function (words, number) {
        const [low, high, step] = number.range;
        const is_fraction = !['factor', 'days', 'theta'].includes(number.key);
        const unit = is_fraction ? '%' : number.key === 'days' ? words['report.try.unit.days'] : '×';
        return { low: low, high: high, step: step, scale: is_fraction ? 100 : 1, unit: unit };
    };
})(typeof window === 'undefined' ? globalThis : window);
