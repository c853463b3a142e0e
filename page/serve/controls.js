/* What is picked and moved: lists with a search field, choices. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};
    const page = desvio.page = desvio.page || {};

    /** Letters for searching: small, without accents. */
    const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

    /**
     * A list of which several may be picked, or everything, which stands first. Nothing is no pick: the list says so.
     * @param {string} id
     * @param {string} label
     * @param {string} everything what "*" is called
     * @param {Array<{label: string, options: Array<{value: string, label: string}>}>} sections
     * @param {string[]} picked
     * @param {Object} words
     * @param {function(string[])} changed
     */
    serve.many = function (id, label, everything, sections, picked, words, changed) {
        const boxes = [];
        const shown = page.make('span', { class: 'picked' });
        const none = page.make('p', { class: 'none', hidden: true }, words['serve.no_match']);
        const wrong = page.make('p', { class: 'unseen', role: 'alert' });
        const checked = () => boxes.filter((box) => box.input.checked);
        function tell() {
            const labels = checked().map((box) => box.label).join(', ');
            page.refill(shown, labels || words['serve.choose']);
            page.refill(wrong, labels ? '' : words['serve.choose']);
            element.classList.toggle('empty', !labels);
        }
        /** Everything and a part of it do not go together: the box ticked last holds. */
        function tick(input) {
            if (input.checked) boxes.forEach((box) => { if ((box.value === '*') !== (input.value === '*')) box.input.checked = false; });
            tell();
            changed(checked().map((box) => box.value));
        }
        const lists = [{ label: words['serve.all'], options: [{ value: '*', label: everything }] }].concat(sections).filter((section) => section.options.length).map((section) => {
            const items = section.options.map((option) => {
                const input = page.make('input', { type: 'checkbox', value: option.value, checked: picked.includes(option.value), on: { change: () => tick(input) } });
                const item = page.make('label', {}, input, ' ' + option.label);
                boxes.push({ input: input, item: item, label: option.label, value: option.value, search: plain(option.label + ' ' + option.value) });
                return item;
            });
            return page.make('fieldset', { class: 'list' }, page.make('legend', {}, section.label), items);
        });
        const search = page.make('input', { type: 'search', id: id + '-search', 'aria-label': words['serve.search'] + ': ' + label, placeholder: words['serve.search'], autocomplete: 'off', on: { input: () => {
            const wanted = plain(search.value.trim());
            boxes.forEach((box) => { box.item.hidden = !box.search.includes(wanted); });
            lists.forEach((list) => { list.hidden = !list.querySelector('label:not([hidden])'); });
            none.hidden = lists.some((list) => !list.hidden);
        } } });
        const element = page.make('details', { class: 'many', id: id },
            page.make('summary', {}, page.make('span', { class: 'label' }, label), ' ', shown), wrong, search, page.make('div', { class: 'lists' }, lists, none));
        tell();
        return element;
    };

    /** One of several. @param {Array<{value: string, label: string}>} options */
    serve.one = function (id, label, options, picked, changed) {
        const select = page.make('select', { id: id, on: { change: () => changed(select.value) } },
            options.map((option) => page.make('option', { value: option.value, selected: option.value === picked }, option.label)));
        return page.make('div', { class: 'choice' }, page.make('label', { for: id }, label), select);
    };
})(window);
