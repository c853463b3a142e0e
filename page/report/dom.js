/* Elements of the page. Text is always put in as text, never as HTML: a scenario's title cannot bring a script along. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /**
     * A new element.
     * @param {string} tag name of the element
     * @param {Object} [attributes] by name; `on` is an object of listeners; null and false leave an attribute out
     * @param {...(Node|string|number|null|Array)} children text and nodes in order
     */
    page.make = function (tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes || {})) {
            if (name === 'on') {
                for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
            } else if (value !== null && value !== undefined && value !== false) {
                element.setAttribute(name, value === true ? '' : String(value));
            }
        }
        page.append(element, children);
        return element;
    };

    /** Puts nodes and texts, in lists of any depth, at the end of an element. */
    page.append = function (element, children) {
        for (const child of [children].flat(Infinity)) {
            if (child === null || child === undefined) continue;
            element.append(child instanceof Node ? child : String(child));
        }
        return element;
    };

    /** Puts new children in place of all old ones. */
    page.refill = function (element, ...children) {
        element.replaceChildren();
        return page.append(element, children);
    };

    /** Calls `act` when `wait` ms have passed without another call. */
    page.after_rest = function (act, wait) {
        let timer = 0;
        return function (...values) {
            clearTimeout(timer);
            timer = setTimeout(() => act(...values), wait);
        };
    };
})(typeof window === 'undefined' ? globalThis : window);
