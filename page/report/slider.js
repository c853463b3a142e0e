/* A slider with a field for the number itself beside it. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** A number as it is typed: "12.5", "12,5", "−3", "50 %"; NaN for what is none. A comma is a decimal comma in every language. */
    page.typed_number = function (text) {
        const plain = text
            .trim()
            .replace(/^\u2212/, '-')
            .replace(/\s*[%×]$/, '');
        return /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain) ? Number(plain.replace(',', '.')) : NaN;
    };

    /**
     * What is typed is in force at once. What is no number, or out of reach, is told, and the number from before the typing
     * stays in force; it comes back into the field when the field is left.
     * @param {string} id
     * @param {string} label
     * @param {{low, high, step, scale, unit}} range in the number's own unit; a reader sees `scale` times it
     * @param {number} written where it stands first
     * @param {function(number)} changed told the new value
     * @returns {{element, value(): number, text(): string, reset()}} value() is `written`, to the bit, until it is moved
     */
    page.slider = function (id, label, range, written, changed) {
        const words = page.words;
        const seen = (own) => Number((own * range.scale).toPrecision(12));
        const [low, high, step] = [range.low, range.high, range.step].map(seen);
        const show = (number) => String(number).replace('.', words['format.decimal']);
        const with_unit = (number) => show(number) + '\u00a0' + range.unit;
        let in_force = seen(written), // as a reader sees it
            before = in_force; // in force before the typing began
        const slider = page.make('input', { type: 'range', id: id, min: low, max: high, step: step });
        const wrong = page.make('p', { class: 'wrong', id: id + '-wrong', 'aria-live': 'polite' });
        const field = page.make('input', {
            type: 'text',
            inputmode: low < 0 ? 'text' : 'decimal', // keyboards of decimals have no minus
            id: id + '-number',
            autocomplete: 'off',
            'aria-label': label + ' (' + range.unit + ')',
            'aria-describedby': id + '-wrong',
        });
        const value = () => (in_force === seen(written) ? written : Number((in_force / range.scale).toPrecision(12)));
        const tell = function (is_wrong) {
            field.setAttribute('aria-invalid', String(is_wrong));
            const named = { low: with_unit(low), high: with_unit(high), value: with_unit(before) };
            const text = is_wrong ? page.say(words, 'report.try.wrong_number', named) : '';
            if (wrong.textContent !== text) page.refill(wrong, text);
        };
        const set = function (number) {
            const is_new = number !== in_force;
            in_force = number;
            slider.value = String(number);
            slider.setAttribute('aria-valuetext', with_unit(number));
            return is_new;
        };
        const move = function (number) {
            tell(false);
            before = number;
            field.value = show(number);
            if (set(number)) changed(value());
        };
        const leave = function () {
            before = in_force;
            field.value = show(in_force);
            field.setAttribute('aria-invalid', 'false'); // what was wrong stays told
        };
        slider.addEventListener('input', () => move(Number(slider.value)));
        field.addEventListener('input', function () {
            const number = page.typed_number(field.value);
            const is_good = number >= low && number <= high;
            tell(!is_good);
            if (set(is_good ? number : before)) changed(value());
        });
        field.addEventListener('keydown', function (event) {
            const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
            if (!steps) return;
            event.preventDefault();
            move(Math.min(high, Math.max(low, Number((in_force + steps * step).toPrecision(12)))));
        });
        field.addEventListener('change', leave);
        field.addEventListener('blur', leave);
        const reset = function () {
            tell(false);
            before = seen(written);
            set(before);
            field.value = show(before);
        };
        reset();
        const units = page.make('span', { class: 'units', 'aria-hidden': 'true' }, range.unit);
        return {
            value: value,
            reset: reset,
            text: () => label + ': ' + (range.unit === '×' ? show(in_force) : with_unit(in_force)),
            element: page.make(
                'div',
                { class: 'slider' },
                page.make('label', { for: id }, label),
                page.make('div', { class: 'pair' }, slider, field, units),
                wrong,
            ),
        };
    };
})(typeof window === 'undefined' ? globalThis : window);
