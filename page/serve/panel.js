/* The panel of controls: where to start, who taxes whom, how much, and under which assumptions. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};
    const page = desvio.page = desvio.page || {};

    const percent = { low: 0, high: 2, step: 0.01, scale: 100, unit: '%' };
    const multiplier = { low: 0.5, high: 2, step: 0.05, scale: 1, unit: '×' };
    const most_sliders = 8;

    /** Keys of [model] with their values; the first is the default. */
    serve.closures = { kind: ['caliendo-parro', 'input-output'], deficits: ['fixed', 'gdp-share', 'balanced'], factors: ['mobile', 'rigid'], revenue: ['rebate', 'waste'] };

    /** The closures of a text. */
    serve.closures_of = (toml) => Object.fromEntries(Object.entries(serve.closures).map(([key, values]) => [key, page.model_key(toml, key) || values[0]]));

    const regions_of = (words, base) => base.regions.map((region) => ({ value: region.code, label: desvio.format.region(words, base.known, region.code) })).sort((a, b) => a.label.localeCompare(b.label));
    const groups_of = (words, groups) => Object.keys(groups).map((group) => ({ value: '@' + group, label: words['report.selector.' + group] || desvio.format.group(words, group) })).sort((a, b) => a.label.localeCompare(b.label));
    const sectors_of = (words, base, kind) => base.sectors.filter((sector) => sector.kind === kind).map((sector) => ({ value: sector.code, label: desvio.format.sector(words, base.known, sector.code) }));

    /** Title of a built-in scenario in the reader's language where the words have it. */
    serve.title_of = (words, scenario) => page.scenario_text(words, { scenario: scenario }).title;

    /** What a pick asks, in words: "Duty of United States on BRICS: 100 %". */
    serve.title_of_pick = function (words, base, pick) {
        const label = (name, groups) => (groups.find((one) => one.value === name) || { label: name }).label;
        const all = (key) => [{ value: '*', label: words['report.selector.' + key] }];
        const regions = all('all_countries').concat(groups_of(words, base.groups), regions_of(words, base));
        const sectors = all('all_sectors').concat(groups_of(words, base.sector_groups), sectors_of(words, base, 'goods'), sectors_of(words, base, 'services'));
        const list = (names, known) => desvio.format.list(names.map((name) => label(name, known)), words);
        return page.say(words, 'serve.pick', {
            importer: desvio.format.region(words, base.known, pick.importer, 'the'), partners: list(pick.partners, regions), sectors: list(pick.sectors, sectors),
            rate: desvio.format.level(pick.rate, words),
        }) + (pick.retaliation > 0 ? page.say(words, 'serve.pick.retaliation', { rate: desvio.format.level(pick.retaliation, words) }) : '');
    };

    /** The state's text made anew of what is picked, or named after what was changed in a scenario. */
    serve.recompose = function (words, known, state) {
        const scenario = known.scenarios.find((one) => one.name === state.start);
        if (scenario) state.toml = serve.renamed(words, state.toml, scenario);
        if (state.start !== 'own' || serve.empty_lists(state.pick).length) return;
        const composed = serve.compose(state.pick, serve.closures_of(state.toml), state.base, serve.title_of_pick(words, known.base, state.pick));
        state.toml = page.with_theta_factor(composed, page.theta_factor(state.toml));
    };

    /** What a built-in scenario is about in the reader's language, and its whole note, which is English. */
    function note_of(words, scenario) {
        const text = page.scenario_text(words, { scenario: scenario });
        const more = scenario.note !== text.note ? page.make('details', {}, page.make('summary', {}, words['serve.more']), page.make('p', { lang: 'en' }, scenario.note)) : null;
        return page.make('div', { class: 'hint' }, page.make('p', { lang: text.language }, text.note), more);
    }

    function picks(words, base, state, changed) {
        const change = (key) => (value) => { state.pick[key] = value; changed(); };
        return page.make('fieldset', {}, page.make('legend', {}, words['serve.who']),
            serve.one('importer', words['serve.importer'], regions_of(words, base), state.pick.importer, change('importer')),
            serve.many('partners', words['serve.partners'], words['report.selector.all_countries'], [{ label: words['serve.groups'], options: groups_of(words, base.groups) }, { label: words['serve.countries'], options: regions_of(words, base) }], state.pick.partners, words, change('partners')),
            serve.many('sectors', words['serve.sectors'], words['report.selector.all_sectors'], [{ label: words['serve.groups'], options: groups_of(words, base.sector_groups) }, { label: words['serve.goods'], options: sectors_of(words, base, 'goods') }, { label: words['serve.services'], options: sectors_of(words, base, 'services') }], state.pick.sectors, words, change('sectors')),
            page.slider('rate', words['serve.rate'], percent, state.pick.rate, change('rate')).element,
            page.slider('retaliation', words['serve.retaliation'], percent, state.pick.retaliation, change('retaliation')).element);
    }

    /** Sliders of the numbers that a text has. */
    function numbers(words, base, state, changed) {
        const found = page.movable_numbers(state.toml).slice(0, most_sliders);
        if (!found.length) return page.make('p', { class: 'hint' }, words['serve.no_numbers']);
        return page.make('fieldset', {}, page.make('legend', {}, words['serve.numbers']), found.map((moved) => {
            const id = 'number-' + moved.path.replace(/\W+/g, '-'), label = page.number_label(words, base.known, moved);
            return page.slider(id, label, page.number_range(words, moved), moved.written, (value) => {
                const text = serve.with_number(state.toml, moved, value);
                if (text === null) return;
                state.toml = text;
                changed();
            }).element;
        }));
    }

    function assumptions(words, state, changed) {
        const chosen = serve.closures_of(state.toml);
        const is_first_year = chosen.kind === 'input-output', is_rigid = is_first_year || chosen.factors === 'rigid';
        const lists = Object.entries(serve.closures).map(([key, values]) => {
            const element = serve.one('closure-' + key, words['report.try.' + key] || key, values.map((value) => ({ value: value, label: words['report.try.' + key + '.' + value] || value })), chosen[key], (value) => {
                state.toml = page.with_closures(state.toml, { ...serve.closures_of(state.toml), [key]: value });
                changed(true);
            });
            element.querySelector('select').disabled = (key === 'deficits' && is_rigid) || (key === 'factors' && is_first_year);
            return element;
        });
        return page.make('fieldset', {}, page.make('legend', { class: 'unseen' }, words['serve.assumptions']), lists,
            page.slider('theta', words['serve.theta'], multiplier, page.theta_factor(state.toml), (value) => {
                state.toml = page.with_theta_factor(state.toml, value);
                changed();
            }).element);
    }

    /**
     * The panel of a state.
     * @param {{base: Object, bases: Object, scenarios: Array}} known what the program serves
     * @param {{changed(), start(name), base(name)}} told what happened; changed() comes after state was changed
     * @returns {{element, tell(faults)}}
     */
    serve.panel = function (words, known, state, told) {
        const starts = [{ value: 'own', label: words['serve.own'] }].concat(known.scenarios.filter((scenario) => !scenario.is_threats).map((scenario) => ({ value: scenario.name, label: serve.title_of(words, scenario) })));
        if (state.start === 'text') starts.push({ value: 'text', label: words['serve.edited'] });
        const place = page.make('div', {}), assumed = page.make('div', {});
        const area = page.make('textarea', { id: 'toml', rows: 14, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', 'aria-describedby': 'toml-hint faults' });
        const faults = page.make('div', { id: 'faults', role: 'alert' });
        const scenario = known.scenarios.find((one) => one.name === state.start);
        const start = serve.one('start', words['serve.start'], starts, state.start, told.start);
        const note = page.make('div', {}, scenario ? note_of(words, scenario) : null);
        const own_numbers = page.make('div', { id: 'changed', role: 'status' });
        /** Says whether what is asked is still the scenario that was chosen. */
        const tell_changed = () => page.refill(own_numbers, scenario && state.start === scenario.name && serve.changes(state.toml, scenario) ? page.make('p', {}, words['serve.changed.note'] + ' ',
            page.make('button', { type: 'button', class: 'quiet', on: { click: () => told.start(scenario.name) } }, words['serve.changed.back'])) : null);
        const changed = function (is_closure) {
            serve.recompose(words, known, state);
            area.value = state.toml;
            if (is_closure) page.refill(assumed, assumptions(words, state, changed));
            tell_changed();
            told.changed();
        };
        const fill = function () {
            page.refill(place, state.start === 'own' ? picks(words, known.base, state, () => changed()) : numbers(words, known.base, state, () => changed()));
            page.refill(assumed, assumptions(words, state, changed));
            tell_changed();
        };
        /** What is typed is a scenario of its own: the controls are those of its numbers from then on. */
        const typed = function () {
            if (area.value === state.toml) return;
            if (state.start !== 'text') start.querySelector('select').append(page.make('option', { value: 'text', selected: true }, words['serve.edited']));
            Object.assign(state, { toml: area.value, start: 'text' });
            note.hidden = true;
            fill();
            told.changed();
        };
        area.value = state.toml;
        area.addEventListener('input', page.after_rest(typed, 400));
        fill();
        const bases = known.bases.bases;
        const element = page.make('form', { id: 'panel', on: { submit: (event) => event.preventDefault() } },
            bases.length > 1 ? serve.one('base', words['serve.base'], bases.map((name) => ({ value: name, label: name })), state.base, told.base) : null,
            start, own_numbers, note, place,
            page.make('details', { class: 'assumed', id: 'assumed', open: matchMedia('(min-width: 960px)').matches }, page.make('summary', {}, words['serve.assumptions']), assumed),
            page.make('details', { id: 'text', open: state.start === 'text' }, page.make('summary', {}, words['serve.text']),
                page.make('p', { class: 'hint', id: 'toml-hint' }, words['serve.text.hint']), page.make('label', { for: 'toml', class: 'unseen' }, words['serve.text']), area), faults);

        /** Puts the cursor where a fault is. */
        const go_to = function (fault) {
            element.querySelector('#text').open = true;
            const lines = area.value.split('\n');
            const start = lines.slice(0, fault.line - 1).join('\n').length + (fault.line > 1 ? 1 : 0) + Math.max(0, fault.column - 1);
            area.focus();
            area.setSelectionRange(start, Math.max(start + 1, lines.slice(0, fault.line).join('\n').length));
        };
        return {
            element: element,
            /** Shows faults of the text, each with its place; none clears them. */
            tell(list) {
                area.setAttribute('aria-invalid', list.length ? 'true' : 'false');
                page.refill(faults, list.length ? page.make('ul', {}, list.map((fault) => page.make('li', {},
                    fault.line > 0 ? page.make('button', { type: 'button', class: 'quiet', on: { click: () => go_to(fault) } }, page.say(words, 'serve.line', { line: String(fault.line) })) : null,
                    ' ' + [fault.problem, fault.why ? '(' + fault.why + ')' : '', fault.what_to_do].filter(Boolean).join(' ')))) : null);
            },
        };
    };
})(window);
