/* A scenario's text out of what is picked on the page. Whether it is right is the program's to say. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};

    /** A number as TOML: no exponent, no digits that nobody chose. */
    const number = (value) => String(Number(value.toPrecision(12)));
    const everything = '*';
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

    /** Lists of a pick of which nothing is chosen: "partners", "sectors". What they would say is not asked. */
    serve.empty_lists = (pick) => ['partners', 'sectors'].filter((key) => pick[key].length === 0);

    /**
     * The scenario of a pick that has no empty list.
     * @param {{importer: string, partners: string[], sectors: string[], rate: number, retaliation: number}} pick rates are fractions
     * @param {Object} closures keys of [model]
     * @param {string} base
     * @param {string} title one line for people
     */
    serve.compose = function (pick, closures, base, title) {
        const lines = ['[scenario]', 'name  = "my-scenario"', 'title = ' + text(title)];
        if (base !== 'world-2023') lines.push('base  = ' + text(base));
        lines.push('', '[[tariff]]', 'importer = ' + text(pick.importer), 'exporter = ' + names(pick.partners));
        const sectors = pick.sectors.includes(everything) ? [] : ['sector   = ' + names(pick.sectors)];
        lines.push(...sectors, 'rate     = ' + number(pick.rate));
        if (pick.retaliation > 0) {
            lines.push('', '[[retaliation]]', 'by       = ' + names(pick.partners), 'against  = ' + text(pick.importer), ...sectors, 'rate     = ' + number(pick.retaliation));
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

    /** What a reader changed in a scenario by sliders and lists: "numbers", "assumptions", "both", or null. */
    serve.changes = function (toml, scenario) {
        const differ = (read) => JSON.stringify(read(toml)) !== JSON.stringify(read(scenario.toml));
        const has_numbers = differ((one) => desvio.page.movable_numbers(one).map((number) => [number.path, number.written]));
        const has_assumptions = differ((one) => [serve.closures_of(one), desvio.page.theta_factor(one)]);
        return has_numbers && has_assumptions ? 'both' : has_numbers ? 'numbers' : has_assumptions ? 'assumptions' : null;
    };

    /** The text of a scenario as a reader changed it, under a name and a title of its own; the scenario's own where nothing is changed. */
    serve.renamed = function (words, toml, scenario) {
        const what = serve.changes(toml, scenario);
        if (what === null) return scenario.toml;
        const title = desvio.page.say(words, 'serve.changed.' + what, { title: serve.title_of(words, scenario) });
        return desvio.page.with_key(desvio.page.with_key(toml, 'scenario', 'title', title), 'scenario', 'name', scenario.name + '-changed');
    };

    /** Whether a text is that scenario but for what sliders and lists change; a link may hold one that is no more. */
    serve.is_made_of = function (toml, scenario) {
        const rest = (one) => one.split('\n').filter((line) => !/^\s*((name|title|kind|deficits|factors|revenue|demand_elasticity|theta_factor)\s*=|\[model\]|$)/.test(line))
            .map((line) => line.replace(/^(\s*\w+\s*=\s*)[-+]?[\d_]*\.?\d+(?:[eE][-+]?\d+)?/, '$1')).join('\n');
        return rest(toml) === rest(scenario.toml);
    };
})(window);
