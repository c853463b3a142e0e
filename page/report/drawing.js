/* The order of drawing: what is in sight at once, the rest piece by piece, so that a slider never waits for what nobody sees. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const is_in_sight = function (element) {
        const box = element.getBoundingClientRect();
        return box.bottom > 0 && box.top < document.documentElement.clientHeight;
    };

    /**
     * Draws parts of a page, each {element, draw(shown)}.
     * @param {Function} whole called when nothing is left to draw
     * @returns {{draw(parts, shown), finish()}} draw() drops what an earlier call left undone; finish() draws it at once
     */
    page.drawing = function (whole) {
        let left = [],
            shown = null,
            timer = 0;
        const draw_next = function () {
            left.shift().draw(shown);
            go_on();
        };
        const go_on = function () {
            clearTimeout(timer);
            if (left.length) timer = setTimeout(draw_next, 0);
            else whole();
        };
        return {
            draw(parts, now) {
                shown = now;
                left = [];
                for (const part of parts) {
                    // one that is drawn may push the next one out of sight
                    if (is_in_sight(part.element)) part.draw(shown);
                    else left.push(part);
                }
                go_on();
            },
            finish() {
                while (left.length) left.shift().draw(shown);
                go_on();
            },
        };
    };
})(typeof window === 'undefined' ? globalThis : window);
