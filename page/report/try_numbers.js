/*
 * "Try other numbers": sliders and closures of the scenario, answered by the engine that the page carries. The engine
 * comes with page/live (desvio.engine); a page without one says so.
 */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const rest_before_asking = 30; // ms without a move of a slider
    const shown_numbers = 8;


    /** Names of the selectors of a rule: codes and groups in the reader's language; "all but" what is taken out of everything. */
    function who_text(words, pictures, text) {
        if (!text) return '';
        const name_of = function (name) {
            const group = /^@(\w+)$/.exec(name);
            if (group) return words['report.selector.' + group[1]] || desvio.format.group(words, group[1]);
            if (pictures.names.region[name]) return desvio.format.region(words, pictures, name);
            return pictures.names.sector[name] ? desvio.format.sector(words, pictures, name) : name;
        };
        // Names of sectors have commas in them.
        const listed = (names) => names.join(names.some((one) => one.includes(',')) ? '; ' : ', ');
        const names = text.split(/\s*,\s*/);
        const taken = names.filter((name) => !name.startsWith('!')).map(name_of);
        const out = names.filter((name) => name.startsWith('!')).map((name) => name_of(name.slice(1)));
        if (!out.length) return listed(taken);
        return page.say(words, taken.length ? 'axis.but' : 'report.selector.all_but', { who: listed(taken), without: listed(out) });
    }

    /** What a slider moves, in words: "Duty · BRICS → United States · all goods". */
    page.number_label = function (words, pictures, number) {
        const { importer, exporter, sector, by, against, region } = number.who;
        const who = [against || exporter, by || importer || region]
            .filter(Boolean)
            .map((text) => who_text(words, pictures, text))
            .join(' → ');
        return [words['report.try.' + number.kind + '.' + number.key] || number.path, who, who_text(words, pictures, sector)]
            .filter(Boolean)
            .join(' · ');
    };

    /** One slider with a field beside it. @returns {{element, value(), reset(), path, written}} */
    function slider(words, number, label, changed) {
        const is_fraction = !['factor', 'days', 'theta'].includes(number.key);
        const scale = is_fraction ? 100 : 1;
        const [low, high, step] = number.range;
        const tidy = (value) => String(Number((value * scale).toPrecision(12)));
        const id = 'try-' + number.path.replace(/\W+/g, '-');
        const range = page.make('input', {
            type: 'range',
            id: id,
            min: tidy(low),
            max: tidy(high),
            step: tidy(step),
            'data-path': number.path,
        });
        const field = page.make('input', {
            type: 'number',
            min: tidy(low),
            max: tidy(high),
            step: 'any',
            'aria-label': label,
            'data-path': number.path,
        });
        const listen = (from, to) =>
            from.addEventListener('input', function () {
                if (from.value === '' || !from.checkValidity()) return;
                to.value = from.value;
                changed();
            });
        listen(range, field);
        listen(field, range);
        const reset = () => {
            range.value = field.value = tidy(number.written);
        };
        reset();
        return {
            path: number.path,
            reset: reset,
            written: number.written,
            label: label,
            value: () => (field.value === tidy(number.written) ? number.written : Number(field.value) / scale),
            text: () => label + ': ' + field.value + (is_fraction ? ' %' : ''),
            element: page.make(
                'div',
                { class: 'slider' },
                page.make('label', { for: id }, label),
                page.make(
                    'div',
                    { class: 'pair' },
                    range,
                    field,
                    page.make('span', { class: 'units', 'aria-hidden': 'true' }, is_fraction ? '%' : number.key === 'days' ? '' : '×'),
                ),
            ),
        };
    }

    /**
     * The section.
     * @param {Object} words
     * @param {Object} pictures of the file
     * @param {Object|null} model of the page's data
     * @param {{show(pictures, name), back(), pin(name, pictures)}} report what an answer is given to; show() may take its time
     * @returns {{element, reset(), can_answer: boolean}}
     */
    page.try_numbers = function (words, pictures, model, report) {
        const state = page.make('p', { class: 'state', role: 'status', id: 'try-state' });
        const element = page.make('div', { class: 'try' }, state);
        const toml = pictures.scenario.toml || '';
        if (!model || !desvio.engine || !toml) {
            page.refill(state, words['report.try.none']);
            return { element: element, reset() {}, can_answer: false };
        }
        const theta = { path: 'theta', kind: 'theta', key: 'theta', written: 1, range: [0.5, 2, 0.05], who: {} };
        const reading = pictures.attributes.scenario_reading;
        const own_numbers = page.movable_numbers(toml, reading || 'central').slice(0, shown_numbers);
        const no_numbers = /^\s*\[\[\s*schedule\s*\]\]/m.test(toml) ? 'report.try.no_numbers.schedule' : 'report.try.no_numbers';
        const sliders = own_numbers.concat([theta]).map((number) => slider(words, number, page.number_label(words, pictures, number), () => ask_soon()));
        const selects = Object.entries(page.closures).map(([key, values]) => {
            const select = page.make(
                'select',
                { id: 'try-' + key, 'data-key': key, on: { change: () => ask_soon() } },
                values.map((value) => page.make('option', { value: value }, words['report.try.' + key + '.' + value] || value)),
            );
            select.value = page.model_key(toml, key) || values[0];
            return {
                key: key,
                select: select,
                written: select.value,
                element: page.make(
                    'div',
                    { class: 'choice' },
                    page.make('label', { for: 'try-' + key }, words['report.try.' + key]),
                    select,
                ),
            };
        });
        const reset_button = page.make(
            'button',
            { type: 'button', id: 'try-reset', disabled: true, on: { click: () => reset() } },
            words['report.try.reset'],
        );
        const pin_button = page.make(
            'button',
            { type: 'button', id: 'try-pin', disabled: true, on: { click: () => report.pin(name_now(), answered) } },
            words['report.try.pin'],
        );
        page.append(element, [
            page.make(
                'form',
                { autocomplete: 'off', on: { submit: (event) => event.preventDefault() } },
                page.make(
                    'fieldset',
                    {},
                    page.make('legend', {}, words['report.try.numbers']),
                    own_numbers.length ? null : page.make('p', { class: 'none' }, words[no_numbers]),
                    sliders.map((one) => one.element),
                ),
                page.make(
                    'fieldset',
                    {},
                    page.make('legend', {}, words['report.try.assumptions']),
                    selects.map((one) => one.element),
                ),
                page.make('p', { class: 'buttons' }, reset_button, pin_button),
            ),
        ]);
        let engine = null,
            asked = 0,
            answered = null;

        /** What differs from the file, in words. */
        const name_now = () =>
            sliders
                .filter((one) => one.value() !== one.written)
                .map((one) => one.text())
                .concat(selects.filter((one) => one.select.value !== one.written).map((one) => one.select.selectedOptions[0].textContent))
                .join('; ');

        function reset() {
            sliders.forEach((one) => one.reset());
            selects.forEach((one) => {
                one.select.value = one.written;
            });
            ++asked;
            answered = null;
            reset_button.disabled = pin_button.disabled = true;
            page.refill(state, words['report.try.ready']);
            report.back();
        }

        function question() {
            const chosen = Object.fromEntries(selects.map((one) => [one.key, one.select.value]));
            const levels = Object.fromEntries(sliders.filter((one) => one.value() !== one.written).map((one) => [one.path, one.value()]));
            const asked = { scenario: page.with_closures(toml, chosen), levels: levels };
            return reading ? { ...asked, reading: reading } : asked;
        }

        /** Asks the engine; an answer that a later question has overtaken is dropped. */
        async function ask() {
            if (!engine) return;
            if (name_now() === '') return void reset();
            const ticket = ++asked,
                began = performance.now();
            const write = page.writer(words);
            const is_rigid =
                selects[0].select.value === 'input-output' || selects.find((one) => one.key === 'factors').select.value === 'rigid';
            selects.find((one) => one.key === 'deficits').select.disabled = is_rigid;
            selects.find((one) => one.key === 'factors').select.disabled = selects[0].select.value === 'input-output';
            try {
                const reply = await engine.ask(question());
                if (ticket !== asked) return;
                if (!reply.answer) {
                    const why =
                        reply.not_solved ||
                        (reply.faults || [])
                            .map((fault) => [fault.problem, fault.why, fault.what_to_do].filter(Boolean).join('; '))
                            .join(' / ');
                    page.refill(state, page.say(words, 'report.try.failed', { why: why }));
                    return;
                }
                answered = reply.answer;
                reset_button.disabled = pin_button.disabled = false;
                report.show(answered, name_now());
                const whole = performance.now() - began;
                page.refill(
                    state,
                    page.say_nodes(words, 'report.try.solved', {
                        solve: page.make(
                            'data',
                            { class: 'solve-time', value: reply.seconds.solve },
                            write.number(1000 * reply.seconds.solve, 1),
                        ),
                        whole: page.make('data', { class: 'redraw-time', value: whole / 1000 }, write.number(whole, 0)),
                    }),
                );
            } catch (fault) {
                if (ticket !== asked) return;
                page.refill(state, page.say(words, 'report.try.failed', { why: fault.message }));
                page.report_fault(fault);
            }
        }
        const ask_soon = page.after_rest(ask, rest_before_asking);

        page.refill(state, words['report.try.loading']);
        Promise.resolve()
            .then(() => desvio.engine.open(page.bytes_of(model.input)))
            .then(function (opened) {
                engine = opened;
                page.refill(state, words['report.try.ready']);
                element.setAttribute('data-ready', 'yes');
                if (name_now() !== '') ask(); // moved while the engine was starting
            })
            .catch(function (fault) {
                page.refill(state, page.say(words, 'report.try.failed', { why: fault.message }));
                page.report_fault(fault);
            });
        return { element: element, reset: reset, can_answer: true };
    };
})(typeof window === 'undefined' ? globalThis : window);
