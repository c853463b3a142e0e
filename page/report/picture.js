/* A chart of page/charts as a figure of the page: heading, drawing, caption, words and table for those who cannot see it. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const phone_width = 600; // px: below, charts draw for a phone

    /**
     * A picture that can be drawn again with other numbers.
     * @param {string} name of the chart: "redirection"
     * @param {Object} words
     * @param {Object} [settings] heading: level of its heading (3); selected: region code; id: where a name comes twice
     * @returns {{name, element, draw(pictures), resize(width), picture()}}
     */
    page.picture = function (name, words, settings = {}) {
        const id = settings.id || 'picture-' + name;
        const heading = page.make('h' + (settings.heading || 3), { class: 'finding', id: id + '-title' });
        const subtitle = page.make('p', { class: 'subtitle' });
        const canvas = page.make('div', {
            class: 'canvas',
            role: 'img',
            'aria-labelledby': id + '-title',
            'aria-describedby': id + '-words',
        });
        const source = page.make('p', { class: 'source' });
        const words_of_it = page.make('p', { id: id + '-words' });
        const table_place = page.make('div', {});
        const csv = page.download_button(words['report.csv'], 'desvio-' + name + '.csv', () => page.csv_of(built.columns, built.rows));
        csv.setAttribute('aria-describedby', id + '-title');
        const more = page.make(
            'details',
            { on: { toggle: () => fill_table() } },
            page.make('summary', {}, words['report.as_table']),
            words_of_it,
            table_place,
        );
        const element = page.make(
            'figure',
            { class: 'picture', id: id },
            heading,
            subtitle,
            canvas,
            page.make('figcaption', {}, source, page.make('div', { class: 'tools' }, csv), more),
        );
        let chart = null,
            built = { columns: [], rows: [] },
            shown = null;

        function fill_table() {
            page.refill(table_place, more.open ? page.table_of_picture(words, name, built) : null);
        }

        /** Builds and draws at a width, px. */
        function draw_at(width) {
            const options = { width: width, compact: width < phone_width, selected: settings.selected || null };
            built = desvio.charts[name].build(shown, words, options);
            page.refill(heading, built.title);
            page.refill(subtitle, built.subtitle);
            page.refill(source, built.source);
            page.refill(words_of_it, built.alternative);
            canvas.style.height = built.height + 'px';
            const size = { width: width, height: built.height };
            if (!chart) chart = echarts.init(canvas, null, { renderer: 'svg', width: size.width, height: size.height });
            else chart.resize(size);
            chart.setOption(built.option, true);
            fill_table();
        }

        return {
            name: name,
            element: element,
            picture: () => ({ name: name, columns: built.columns, rows: built.rows }),
            /** Draws a result; a fault of the chart is said in its place. */
            draw(pictures) {
                shown = pictures;
                try {
                    draw_at(canvas.clientWidth || 600);
                    element.classList.remove('broken');
                } catch (fault) {
                    element.classList.add('broken');
                    page.refill(subtitle, page.say(words, 'report.broken', { why: fault.message }));
                    page.report_fault(fault);
                }
            },
            /** Draws again at another width; at that of its place by default. */
            resize(width) {
                if (shown && !element.classList.contains('broken')) draw_at(width || canvas.clientWidth);
            },
        };
    };

    /** What went wrong, for whoever looks for it: the console, and an event that the page listens to. */
    page.report_fault = function (fault) {
        console.error(fault);
        document.dispatchEvent(new CustomEvent('desvio-fault', { detail: fault.message }));
    };
})(typeof window === 'undefined' ? globalThis : window);
