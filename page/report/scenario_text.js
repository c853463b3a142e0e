/*
 * The few things the page reads from a scenario's text and changes in it: which numbers there are to move, and the keys
 * of [model]. Whether a text is right is the engine's to say; nothing here refuses anything.
 */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Keys that may be moved, with the range of their slider (docs/formats/sweep.md says what each is). */
    const movable = {
        tariff: {
            rate: [0, 2, 0.01],
            add: [-0.5, 2, 0.01],
            factor: [0, 3, 0.05],
            floor: [0, 2, 0.01],
            cap: [0, 2, 0.01],
            exempt_share: [0, 1, 0.01],
        },
        trade_cost: { change: [-0.5, 0.5, 0.01], days: [-40, 40, 1], per_day: [0, 0.03, 0.001] },
        productivity: { change: [-0.3, 0.3, 0.01] },
        retaliation: { rate: [0, 2, 0.01] },
    };

    /** Lines with what they are: `section` they stand in, and whether they are inside a text of several lines. */
    function read_lines(toml) {
        let section = '',
            quote = null;
        const counts = {};
        return toml.split('\n').map((line) => {
            const inside = quote !== null;
            for (const mark of line.match(/"""|'''/g) || []) {
                if (quote === null) quote = mark;
                else if (quote === mark) quote = null;
            }
            const header = inside ? null : /^\s*\[(\[?)\s*([\w.-]+)\s*\]/.exec(line);
            if (header) {
                section = header[2];
                if (header[1]) {
                    counts[section] = section in counts ? counts[section] + 1 : 0;
                    section += '[' + counts[section] + ']';
                }
            }
            return { line: line, inside: inside, section: section, is_header: Boolean(header) };
        });
    }

    /** A number as it is written; of one with three, `{ low = 1, central = 2, high = 3 }`, that reading; null where neither stands. */
    function number_of(text, reading) {
        const readings = /^\{(.*)\}/.exec(text);
        const own = readings && reading ? new RegExp('(?:^|,)\\s*' + reading + '\\s*=\\s*([^,]+)').exec(readings[1]) : null;
        const number = /^[-+]?[\d_]*\.?\d+(e[-+]?\d+)?/i.exec(readings ? (own ? own[1] : '') : text);
        return number ? Number(number[0].replace(/_/g, '')) : null;
    }

    /**
     * Numbers of a scenario that sliders can move.
     * @param {string} toml
     * @param {string} [reading] of numbers with three; without it they are left out
     * @returns {Array<{path, kind, key, written, range: number[], who: Object}>} `who`: the rule's selectors as written
     */
    page.movable_numbers = function (toml, reading) {
        const lines = read_lines(toml);
        const found = [];
        const who = {};
        for (const { line, inside, section, is_header } of lines) {
            const pair = inside || is_header ? null : /^\s*(\w+)\s*=\s*(.*)$/.exec(line);
            const block = /^(\w+)\[\d+\]$/.exec(section);
            if (!pair || !block || !movable[block[1]]) continue;
            who[section] = who[section] || {};
            const [, key, text] = pair;
            if (/^(importer|exporter|sector|by|against|region)$/.test(key))
                who[section][key] = text
                    .replace(/\s+#.*$/, '')
                    .replace(/["'[\]]/g, '')
                    .trim();
            const range = movable[block[1]][key];
            const written = range ? number_of(text, reading) : null;
            if (written === null) continue;
            const reach = [Math.min(range[0], written), Math.max(range[1], written), range[2]];
            found.push({ path: section + '.' + key, kind: block[1], key: key, written: written, range: reach, who: who[section] });
        }
        return found;
    };

    /** Value of a key of [model] as written; undefined when it is not. */
    page.model_key = function (toml, key) {
        for (const { line, inside, section } of read_lines(toml)) {
            const pair = section === 'model' && !inside ? /^\s*(\w+)\s*=\s*["']?([^"'#]*?)["']?\s*(#.*)?$/.exec(line) : null;
            if (pair && pair[1] === key) return pair[2];
        }
        return undefined;
    };

    /**
     * The text with a key of a section set, or taken out: where it stands, else first in its section, else in a section of its own.
     * @param {string} section "model"
     * @param {string|number|null} value null takes the key out
     */
    page.with_key = function (toml, section, key, value) {
        const lines = read_lines(toml);
        const texts = lines.map((line) => line.line);
        const entry = key + ' = ' + JSON.stringify(value);
        const begin = new RegExp('^\\s*' + key + '\\s*=\\s*');
        const at = lines.findIndex((line) => line.section === section && !line.inside && !line.is_header && begin.test(line.line));
        if (at >= 0) {
            let end = at + 1;
            while (end < lines.length && lines[end].inside) ++end; // of a text of several lines
            const comment = end === at + 1 ? /^\s*\w+\s*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[-+.\w]+)(\s*#.*)$/.exec(texts[at]) : null;
            texts.splice(at, end - at, ...(value === null ? [] : [begin.exec(texts[at])[0] + JSON.stringify(value) + (comment ? comment[1] : '')]));
        } else if (value !== null) {
            const header = lines.findIndex((line) => line.is_header && line.section === section);
            if (header >= 0) texts.splice(header + 1, 0, entry);
            else texts.push('', '[' + section + ']', entry, '');
        }
        return texts.join('\n');
    };

    /** What every trade elasticity is multiplied by. */
    page.theta_factor = (toml) => Number(page.model_key(toml, 'theta_factor') || 1);

    /** The text with another multiplier; 1 is not written. */
    page.with_theta_factor = (toml, factor) => page.with_key(toml, 'model', 'theta_factor', factor === 1 ? null : factor);

    /** Keys of [model] that the page offers, with what they may be; the first is the default. */
    page.closures = {
        kind: ['caliendo-parro', 'input-output'],
        deficits: ['fixed', 'gdp-share', 'balanced'],
        factors: ['mobile', 'rigid'],
        revenue: ['rebate', 'waste'],
    };

    /** The scenario's text with the closures chosen; keys that the chosen ones exclude are taken out. */
    page.with_closures = function (toml, chosen) {
        let text = toml;
        const set = function (key, value) {
            const written = page.model_key(text, key);
            if (value === null ? written !== undefined : (written || page.closures[key][0]) !== value)
                text = page.with_key(text, 'model', key, value);
        };
        const is_first_year = chosen.kind === 'input-output';
        set('kind', chosen.kind);
        set('factors', is_first_year ? null : chosen.factors);
        set('deficits', is_first_year || chosen.factors === 'rigid' ? null : chosen.deficits);
        set('revenue', chosen.revenue);
        if (!is_first_year && page.model_key(text, 'demand_elasticity') !== undefined)
            text = page.with_key(text, 'model', 'demand_elasticity', null);
        return text;
    };
})(typeof window === 'undefined' ? globalThis : window);
