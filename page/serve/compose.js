/* A scenario's text out of what is picked on the page. Whether it is right is the program's to say. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};

    /** A number as TOML: no exponent, no digits that nobody chose. */
    const number = (value) => String(Number(value.toPrecision(12)));
    /** A text as TOML. */
    const text = (value) => JSON.stringify(value);
    /** One name, or several in brackets. */
    const names = (list) => (list.length === 1 ? text(list[0]) : '[' + list.map(text).join(', ') + ']');

    /** What is picked when nobody has picked yet; without BRICS, the first region taxes the second. */
    serve.first_pick = function (base) {
        const codes = base.regions.map((region) => region.code);
        const importer = codes.includes('USA') ? 'USA' : codes[0];
        const partners = base.groups.brics ? ['@brics'] : [codes.find((code) => code !== importer)];
        return { importer: importer, partners: partners, sectors: ['@goods'], rate: 1, retaliation: 0 };
    };

    /**
     * The scenario of a pick.
     * @param {{importer: string, partners: string[], sectors: string[], rate: number, retaliation: number}} pick rates are fractions
     * @param {Object} closures keys of [model]
     * @param {string} base
     * @param {string} title one line for people
     */
    serve.compose = function (pick, closures, base, title) {
        const partners = pick.partners.length ? pick.partners : ['*'];
        const lines = ['[scenario]', 'name  = "my-scenario"', 'title = ' + text(title)];
        if (base !== 'world-2023') lines.push('base  = ' + text(base));
        lines.push('', '[[tariff]]', 'importer = ' + text(pick.importer), 'exporter = ' + names(partners));
        const sectors = pick.sectors.length ? 'sector   = ' + names(pick.sectors) : null;
        if (sectors) lines.push(sectors);
        lines.push('rate     = ' + number(pick.rate));
        if (pick.retaliation > 0) {
            lines.push('', '[[retaliation]]', 'by       = ' + names(partners), 'against  = ' + text(pick.importer));
            if (sectors) lines.push(sectors);
            lines.push('rate     = ' + number(pick.retaliation));
        }
        return desvio.page.with_closures(lines.join('\n') + '\n', { ...serve.closures_of(''), ...closures });
    };

    /**
     * The text with one of its numbers replaced where it stands.
     * @param {{path: string, key: string}} moved one of page.movable_numbers(toml)
     * @returns {string|null} null where the place cannot be told for sure
     */
    serve.with_number = function (toml, moved, value) {
        const lines = toml.split('\n');
        const pattern = new RegExp('^(\\s*' + moved.key + '\\s*=\\s*)[-+]?[\\d_]*\\.?\\d+(?:[eE][-+]?\\d+)?(.*)$');
        for (let k = 0; k < lines.length; ++k) {
            const found = pattern.exec(lines[k]);
            if (!found) continue;
            const tried = lines.slice(0, k).concat(found[1] + number(value) + found[2], lines.slice(k + 1)).join('\n');
            const after = desvio.page.movable_numbers(tried).find((one) => one.path === moved.path);
            const others = desvio.page.movable_numbers(toml).filter((one) => one.path !== moved.path);
            const same = others.every((one) => desvio.page.movable_numbers(tried).some((two) => two.path === one.path && two.written === one.written));
            if (after && after.written === Number(number(value)) && same) return tried;
        }
        return null;
    };
})(window);
