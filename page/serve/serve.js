/* The served page: the state, what is asked when it changes, and what is drawn when the answer is there. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};
    const page = desvio.page = desvio.page || {};

    const languages = { en: 'English', es: 'Español', pt: 'Português' };
    const rest_before_asking = 40, rest_before_keeping = 250;  // ms without a move
    const first_charts = ['redirection', 'map'];
    const more_charts = ['market-share', 'heatmap', 'china', 'welfare', 'duties'];

    const words_of = async (language) => Object.assign({}, ...await Promise.all(['', 'report.', 'serve.'].map((stem) => serve.get('/page/words/' + stem + language + '.json'))));

    /** A base with names as charts want them. */
    async function base_of(name) {
        const base = await serve.get('/api/base?name=' + encodeURIComponent(name));
        const names = (list) => Object.fromEntries(list.map((one) => [one.code, one.name]));
        base.known = { names: { region: names(base.regions), sector: names(base.sectors) }, groups: base.groups };
        return base;
    }

    /** The state of somebody who comes for the first time. */
    function first_state(base, language) {
        const pick = serve.first_pick(base);
        return { version: 1, base: base.name, start: 'own', pick: pick, toml: '', language: language };
    }

    const question_of = (state) => ({ base: state.base, scenario: state.toml });

    const follow_soon = page.after_rest((state) => serve.keep_in_address(state), rest_before_keeping);

    /** Builds the page for a state; called again when the language, the base or the start changes. */
    async function build(place, known, state, kept, notice) {
        const words = page.words = await words_of(state.language);
        document.documentElement.lang = state.language;
        serve.recompose(words, known, state);
        document.title = words['serve.title'];
        const status = page.make('p', { id: 'status', class: 'state' });
        const share_note = page.make('p', { class: 'state', role: 'status' }, notice || null);
        const title = page.make('h1', { id: 'title' });
        const answer = page.make('div', { class: 'answer', id: 'answer', 'aria-live': 'polite', tabindex: '-1' });
        const details = page.make('div', { class: 'answer', id: 'details' });
        const tiles = page.make('dl', { class: 'tiles' });
        const table = page.make('div', { id: 'table' });
        const charts = first_charts.concat(more_charts).filter((name) => desvio.charts[name]).map((name) => page.picture(name, words, { heading: 2 }));
        const ask = serve.latest();
        let shown = null, has_empty = false;
        const again = (next, told) => build(place, known, next, kept, told).then(() => follow_soon(next));

        /** What an answer is called: its scenario, whether somebody edited that, and what the elasticities were multiplied by. */
        function heading_of(pictures) {
            const text = page.scenario_text(words, pictures), factor = page.theta_factor(pictures.scenario.toml);
            const begun = known.scenarios.find((one) => one.name === pictures.scenario.name);
            const title = begun && begun.toml !== pictures.scenario.toml ? page.say(words, 'serve.changed.text', { title: text.title }) : text.title;
            return title + (factor === 1 ? '' : ' · θ × ' + String(factor).replace('.', words['format.decimal']));
        }
        const pins = serve.pins(words, kept, (pinned) => again({ ...pinned, language: state.language }));
        const pin = page.make('button', { type: 'button', id: 'pin', on: { click: () => { if (shown) pins.add(heading_of(shown), structuredClone(state), shown); } } }, words['serve.pin']);

        const panel = serve.panel(words, known, state, {
            changed() {
                if (tell_empty()) return;
                follow_soon(state);
                ask_soon();
            },
            start(name) {
                const scenario = known.scenarios.find((one) => one.name === name);
                again({ ...state, start: name, toml: scenario ? scenario.toml : '' });
            },
            async base(name) {
                known.base = await base_of(name);
                again(first_state(known.base, state.language));
            },
        });

        const drawing = page.drawing(() => {});
        function draw(pictures) {
            shown = pictures;
            const text = page.scenario_text(words, pictures);
            page.refill(title, heading_of(pictures));
            title.lang = state.start === 'text' && text.language ? text.language : state.language;
            const [lead, ...sentences] = page.run_sentences(pictures, words);
            page.refill(answer, page.make('p', { class: 'lead' }, lead));
            page.refill(details, sentences.map((sentence) => page.make('p', {}, sentence)));
            page.refill(tiles, page.tiles(pictures, words));
            const fits = (chart) => !page.is_unchanged(pictures) && !(chart.name === 'welfare' && page.is_first_year(pictures));
            for (const chart of charts) chart.element.hidden = !fits(chart);
            // What is out of sight follows, one after the other, unless a newer answer comes before.
            drawing.draw(charts.filter(fits).concat([
                { element: pins.element, draw: (now) => pins.draw(heading_of(now), now) },
                { element: table, draw: (now) => page.refill(table, page.is_unchanged(now) ? null : page.who_gains(now, words)) },
            ]), pictures);
        }

        /** Says which list has nothing chosen, if one has; then nothing is asked and nothing can be kept. */
        function tell_empty() {
            const empty = state.start === 'own' ? serve.empty_lists(state.pick) : [];
            if (has_empty !== empty.length > 0) buttons.querySelectorAll('button').forEach((one) => { one.disabled = !has_empty; });
            has_empty = empty.length > 0;
            if (has_empty) {
                document.body.classList.add('stale');
                page.refill(status, page.say(words, 'serve.choose.status', { label: words['serve.' + empty[0]] }));
            }
            return has_empty;
        }

        /** Asks, and draws what comes back unless something newer was asked meanwhile. */
        async function ask_now() {
            const began = performance.now();
            place.setAttribute('aria-busy', 'true');
            try {
                const reply = await ask(question_of(state));
                if (reply === null) return;
                const faults = reply.faults || (reply.not_solved ? [{ line: 0, column: 0, problem: words['serve.not_solved'], why: reply.not_solved, what_to_do: '' }] : []);
                panel.tell(faults);
                document.body.classList.toggle('stale', faults.length > 0);
                if (faults.length) {
                    page.refill(status, words['serve.stale']);
                } else {
                    draw(reply.answer);
                    const whole = performance.now() - began, write = page.writer(words);
                    page.refill(status, page.say_nodes(words, 'serve.solved', {
                        solve: page.make('data', { class: 'solve-time', value: reply.seconds.solve }, write.number(1000 * reply.seconds.solve, 1)),
                        whole: page.make('data', { class: 'redraw-time', value: whole / 1000 }, write.number(whole, 0)),
                    }));
                }
            } catch (fault) {
                page.refill(status, words['serve.gone']);
                console.error(fault);
            }
            tell_empty();
            place.setAttribute('aria-busy', 'false');
            place.setAttribute('data-answers', String(Number(place.getAttribute('data-answers') || 0) + 1));
        }
        const ask_soon = page.after_rest(ask_now, rest_before_asking);

        async function share() {
            if (!await serve.keep_in_address(state)) return void page.refill(share_note, words['serve.not_shared']);
            const copied = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
            page.refill(share_note, words[copied ? 'serve.shared' : 'serve.shared.address']);
        }
        async function save(path, button) {
            button.disabled = true;
            page.refill(share_note, words['serve.making']);
            try {
                const made = await serve.file(path, { ...question_of(state), ...(path.endsWith('html') ? { language: state.language } : {}) });
                if (made.blob) page.download_blob(made.name, made.blob);
                if (made.faults) panel.tell(made.faults);
                page.refill(share_note, made.blob ? page.say(words, 'serve.saved', { name: made.name }) : made.not_solved || words['serve.not_made']);
            } catch (fault) {
                page.refill(share_note, words['serve.gone']);
            }
            button.disabled = false;
        }
        const button = (id, key, act) => {
            const made = page.make('button', { type: 'button', id: id, on: { click: () => act(made) } }, words[key]);
            return made;
        };
        const buttons = page.make('div', { class: 'buttons', role: 'group', 'aria-label': words['serve.keep'] }, pin,
            button('share', 'serve.share', share),
            button('save-toml', 'serve.save.toml', () => page.download('scenario.toml', state.toml, 'application/toml')),
            button('save-h5', 'serve.save.h5', (made) => save('/api/result.h5', made)),
            button('save-report', 'serve.save.report', (made) => save('/api/report.html', made)));
        const language = serve.one('language', words['serve.language'], Object.entries(languages).map(([value, label]) => ({ value: value, label: label })), state.language, (value) => again({ ...state, language: value }));

        const head = charts.filter((chart) => first_charts.includes(chart.name)).map((chart) => chart.element);
        const rest = charts.filter((chart) => more_charts.includes(chart.name)).map((chart) => chart.element);
        page.refill(place, page.make('a', { class: 'skip', href: '#answer' }, words['serve.skip']),
            page.make('header', { class: 'bar' }, page.make('p', { class: 'name' }, words['serve.title']), buttons, language),
            page.make('div', { class: 'desk' }, page.make('section', { class: 'says', 'aria-labelledby': 'title' }, share_note, title, answer, tiles, status, head[0] || null),
                page.make('aside', { 'aria-label': words['serve.panel'] }, panel.element),
                page.make('main', { id: 'main' }, details, pins.element, head.slice(1), table, rest,
                    page.make('p', { class: 'source' }, page.say(words, 'serve.source', { base: known.base.title })))));
        serve.redraw = () => charts.forEach((chart) => { if (!chart.element.hidden) chart.resize(); });
        serve.state = () => structuredClone(state);
        await ask_now();
        document.body.setAttribute('data-ready', 'yes');
    }

    /** Reads what the link holds, or begins afresh. */
    async function start() {
        const place = document.getElementById('page');
        const spoken = (navigator.language || 'en').slice(0, 2);
        const language = languages[spoken] ? spoken : 'en';
        try {
            const bases = await serve.get('/api/bases');
            let shared = null, notice = '';
            try {
                shared = await serve.state_of(location.hash);
            } catch (fault) {
                notice = (await words_of(language))['serve.bad_link'];
            }
            if (shared && !(bases.bases.includes(shared.base) && languages[shared.language])) shared = null;
            const base = await base_of(shared ? shared.base : bases.default);
            const scenarios = (await serve.get('/api/scenarios')).scenarios.filter((scenario) => scenario.base === base.name || base.name !== 'world-2023');
            const begun = shared && scenarios.find((scenario) => scenario.name === shared.start);
            if (shared && shared.start !== 'own' && !(begun && serve.is_made_of(shared.toml, begun))) shared.start = 'text';
            await build(place, { bases: bases, base: base, scenarios: scenarios }, shared || first_state(base, language), [], notice);
        } catch (fault) {
            console.error(fault);
            page.refill(place, page.make('p', { role: 'alert', id: 'fault' }, 'This page could not be drawn: ' + fault.message));
        }
    }

    root.addEventListener('resize', page.after_rest(() => serve.redraw && serve.redraw(), 150));
    root.addEventListener('hashchange', () => { if (location.hash.startsWith('#s=')) start(); });
    document.addEventListener('DOMContentLoaded', start);
})(window);
