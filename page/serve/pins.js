/* Scenarios that were pinned, side by side with the one on the screen. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};
    const page = desvio.page = desvio.page || {};

    const most_pins = 6;

    /**
     * The pins of a page.
     * @param {Object} words
     * @param {function(Object)} take given the state of a pin that is to be shown again
     * @returns {{element, add(name, state, pictures), draw(name, pictures), is_full()}}
     */
    serve.pins = function (words, kept, take) {
        const place = page.make('div', { class: 'pinned' });
        const list = page.make('ul', { class: 'pins' });
        const element = page.make('section', { id: 'compare', 'aria-labelledby': 'compare-title' },
            page.make('h2', { id: 'compare-title' }, words['serve.compare']), page.make('p', { class: 'about' }, words['serve.compare.about']), list, place);
        let now = null;
        function draw() {
            page.refill(list, kept.map((pin, k) => page.make('li', {}, page.make('span', {}, pin.name + ' '),
                page.make('button', { type: 'button', class: 'quiet', 'aria-label': words['serve.take'] + ': ' + pin.name, on: { click: () => take(pin.state) } }, words['serve.take']), ' ',
                page.make('button', { type: 'button', class: 'quiet', 'aria-label': words['serve.unpin'] + ': ' + pin.name, on: { click: () => { kept.splice(k, 1); draw(); } } }, words['serve.unpin']))));
            element.hidden = kept.length === 0;
            const answers = kept.concat(now ? [now] : []).map((one) => ({ name: one.name, pictures: one.pictures }));
            page.refill(place, kept.length && now ? page.comparison(answers, words) : null);
        }
        draw();
        return {
            element: element,
            is_full: () => kept.length >= most_pins,
            add(name, state, pictures) {
                if (kept.length >= most_pins) return;
                kept.push({ name: name, state: state, pictures: pictures });
                draw();
            },
            draw(name, pictures) {
                now = { name: name, pictures: pictures };
                draw();
            },
        };
    };
})(window);
