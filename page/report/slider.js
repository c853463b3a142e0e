/* A slider with a field for the number itself beside it. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /**
     * @param {string} id
     * @param {string} label
     * @param {{low, high, step, scale, unit}} range in the number's own unit; a reader sees `scale` times it
     * @param {number} written where it stands first
     * @param {function(number)} changed told the new value
     * @returns {{element, value(): number, text(): string, reset()}} value() is `written`, to the bit, until it is moved
     */
    page.slider = function (id, label, range, written, changed) {
        const tidy = (own) => String(Number((own * range.scale).toPrecision(12)));
        const bounds = { min: tidy(range.low), max: tidy(range.high) };
        const slider = page.make('input', { type: 'range', id: id, ...bounds, step: tidy(range.step) });
        const field = page.make('input', {
            type: 'number',
            id: id + '-number',
            ...bounds,
            step: 'any',
            'aria-label': label + ' (' + range.unit + ')',
        });
        const say = () => slider.setAttribute('aria-valuetext', field.value + ' ' + range.unit);
        const value = () => (field.value === tidy(written) ? written : Number((Number(field.value) / range.scale).toPrecision(12)));
        const listen = (from, to) =>
            from.addEventListener('input', function () {
                if (from.value === '' || !from.checkValidity()) return;
                to.value = from.value;
                say();
                changed(value());
            });
        listen(slider, field);
        listen(field, slider);
        const reset = function () {
            slider.value = field.value = tidy(written);
            say();
        };
        reset();
        const units = page.make('span', { class: 'units', 'aria-hidden': 'true' }, range.unit);
        return {
            value: value,
            reset: reset,
            text: () => label + ': ' + field.value + (range.unit === '×' ? '' : ' ' + range.unit),
            element: page.make(
                'div',
                { class: 'slider' },
                page.make('label', { for: id }, label),
                page.make('div', { class: 'pair' }, slider, field, units),
            ),
        };
    };
})(typeof window === 'undefined' ? globalThis : window);
