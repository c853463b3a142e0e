/* The report page: its sections put together, and what is drawn again when the numbers change. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const print_width = 780; // px of charts on paper; print.css shrinks them to A4 between its margins

    /** Links to the sections. */
    function contents_of(words, sections) {
        return page.make(
            'nav',
            { id: 'contents', 'aria-label': words['report.contents'] },
            page.make(
                'ul',
                {},
                sections.map((section) =>
                    page.make('li', {}, page.make('a', { href: '#' + section.id }, words['report.link.' + section.id])),
                ),
            ),
        );
    }

    /** Builds the page into `place` and draws it. */
    page.report = function (place, data) {
        const { words } = data;
        const pictures = data.files[0];
        let shown = pictures,
            shown_name = '',
            parts = [];
        let is_new = true;
        const drawing = page.drawing(function () {
            parts.forEach((part) => {
                const link = place.querySelector('#contents a[href="#' + part.id + '"]');
                if (link) link.parentNode.hidden = part.element.hidden;
            });
            document.body.setAttribute('data-ready', 'yes');
            // A link into the page was followed before its sections had their height.
            const wanted = is_new && root.location.hash ? document.getElementById(root.location.hash.slice(1)) : null;
            if (wanted) wanted.scrollIntoView();
            is_new = false;
        });
        const draw_all = function () {
            document.body.removeAttribute('data-ready');
            drawing.draw(parts, shown);
        };
        const banner = page.make('div', { id: 'live-banner', role: 'status', hidden: true });
        const show = function (now, name) {
            shown = now;
            shown_name = name;
            banner.hidden = name === '';
            document.body.classList.toggle('live', name !== '');
            page.refill(
                banner,
                name === ''
                    ? null
                    : [
                          page.make('strong', {}, words['report.live']),
                          ' ' + name + ' ',
                          page.make('button', { type: 'button', on: { click: () => report.reset() } }, words['report.try.reset']),
                      ],
            );
            draw_all();
        };
        const report = {
            show: show,
            back: () => {
                if (shown_name !== '') show(pictures, '');
            },
            name: () => shown_name,
            all() {
                drawing.finish();
                return Array.from(new Map(pictures_drawn().map((picture) => [picture.name, picture.picture()])).values());
            },
            reset() {},
            pin() {},
        };
        const pictures_drawn = () => parts.filter((part) => !part.element.hidden).flatMap((part) => part.drawn);
        const first = page.first_screen(words, pictures);
        const sections = page.sections_of(data, report);
        parts = [first].concat(sections);
        page.refill(
            place,
            page.make('a', { class: 'skip', href: '#contents' }, words['report.skip']),
            page.make(
                'main',
                { id: 'main' },
                banner,
                first.element,
                contents_of(words, sections),
                sections.map((section) => section.element),
            ),
        );
        draw_all();

        let width = document.documentElement.clientWidth;
        root.addEventListener(
            'resize',
            page.after_rest(function () {
                if (document.documentElement.clientWidth === width) return;
                width = document.documentElement.clientWidth;
                pictures_drawn().forEach((picture) => picture.resize());
            }, 150),
        );
        root.addEventListener('beforeprint', function () {
            drawing.finish();
            pictures_drawn().forEach((picture) => picture.resize(print_width));
        });
        root.addEventListener('afterprint', () => pictures_drawn().forEach((picture) => picture.resize()));
    };

    /** Says a fault where it is seen, above whatever of the page there is. */
    function say_fault(message) {
        let box = document.getElementById('fault');
        if (!box) {
            box = page.make('div', { id: 'fault', role: 'alert' });
            document.body.prepend(box);
        }
        const words = page.words || {};
        page.refill(box, (words['report.fault'] || 'This page could not be drawn whole: {why}').replace('{why}', message));
    }

    if (typeof document === 'undefined') return;
    document.addEventListener('desvio-fault', (event) => say_fault(event.detail));
    root.addEventListener('error', (event) => say_fault(event.message));
    document.addEventListener('DOMContentLoaded', async function () {
        const source = document.getElementById('desvio-data');
        if (!source) return; // another page uses these modules
        try {
            page.carried = await page.unpack(source.textContent);
            page.words = page.carried.words;
            page.report(document.getElementById('page'), page.carried);
        } catch (fault) {
            page.report_fault(fault);
        }
    });
})(typeof window === 'undefined' ? globalThis : window);
