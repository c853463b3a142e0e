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
        const theta = { path: 'theta', kind: 'theta', key: 'theta', written: page.theta_factor(toml), range: [0.5, 2, 0.05], who: {} };
        const reading = pictures.attributes.scenario_reading;
        const own_numbers = page.movable_numbers(toml, reading || 'central').slice(0, shown_numbers);
        const no_numbers = /^\s*\[\[\s*schedule\s*\]\]/m.test(toml) ? 'report.try.no_numbers.schedule' : 'report.try.no_numbers';
        const sliders = own_numbers.concat([theta]).map(function (number) {
            const id = 'try-' + number.path.replace(/\W+/g, '-');
            const label = page.number_label(words, pictures, number);
            const slider = page.slider(id, label, page.number_range(words, number), number.written, () => ask_soon());
            return { path: number.path, written: number.written, ...slider };
        });
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
