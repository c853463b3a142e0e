/* Tables that scroll sideways by themselves on a narrow screen, and say so, with headers that a screen reader can name. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Marks a box whose content is wider than it, and whether its end is in sight; page.css has the hint and the shadow. */
    function watch_width(box) {
        const look = function () {
            box.classList.toggle('wide', box.scrollWidth > box.clientWidth + 1);
            box.classList.toggle('at-end', box.scrollLeft + box.clientWidth >= box.scrollWidth - 1);
        };
        new ResizeObserver(() => requestAnimationFrame(look)).observe(box); // the hint itself changes the size
        box.addEventListener('scroll', look, { passive: true });
    }

    /**
     * A table.
     * @param {string} caption
     * @param {Array<{label: string, units?: string, text?: boolean}>} columns the first names the row; `text`: set left
     * @param {Array<Array>} rows nodes and texts; `kind` of a row is its class: strong, other
     */
    page.table = function (caption, columns, rows) {
        const head = columns.map((column) =>
            page.make(
                'th',
                { scope: 'col', class: column.text ? 'text' : null },
                column.label,
                column.units ? page.make('span', { class: 'units' }, ' ' + column.units) : null,
            ),
        );
        const body = rows.map((row) =>
            page.make(
                'tr',
                { class: row.kind || null },
                row.map((cell, k) =>
                    page.make(
                        k === 0 ? 'th' : 'td',
                        { scope: k === 0 ? 'row' : null, class: k === 0 || columns[k].text ? 'text' : null },
                        cell,
                    ),
                ),
            ),
        );
        const sideways = page.make('span', { class: 'sideways' }, page.words['report.table.sideways']);
        const box = page.make(
            'div',
            { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
            page.make(
                'table',
                {},
                page.make('caption', {}, page.make('span', {}, caption), ' ', sideways),
                page.make('thead', {}, page.make('tr', {}, head)),
                page.make('tbody', {}, body),
            ),
        );
        watch_width(box);
        return box;
    };

    /** A unit of a table as it is read: "million US$" in the reader's language, "%" for percent; others as they are. */
    page.units_text = function (words, units) {
        const currency = desvio.format.currency(units);
        if (currency === null) return units === 'percent' ? '%' : units;
        return page.say(words, /^numeraire/.test(units) ? 'report.units.numeraire' : 'report.units.million', { currency: currency });
    };

    /** A number of a picture as its unit is read: percent, fraction, million. */
    page.cell_of = function (words, value, column, origin) {
        if (typeof value !== 'number') return value === null || value === undefined ? page.figure('', null) : String(value);
        const write = page.writer(words);
        const units = column.units || '';
        if (/^percent/.test(units)) return page.figure(write.signed_percent(value), value, origin);
        if (units === '1' || units === 'fraction') return page.figure(write.share(value, 1), value, origin);
        return page.figure(write.number(value, Math.abs(value) < 10 ? 2 : 0), value, origin);
    };

    /** Every number that a picture draws. */
    page.table_of_picture = function (words, name, picture) {
        const columns = picture.columns.map((column, k) => ({
            label: column.label,
            text: k === 0 || picture.rows.some((row) => typeof row[column.key] === 'string'),
            units: column.units && !['1', 'fraction'].includes(column.units) ? page.units_text(words, column.units) : '',
        }));
        const rows = picture.rows.map((row, k) =>
            picture.columns.map((column) =>
                page.cell_of(words, row[column.key], column, { path: 'picture:' + name, label: k + '.' + column.key }),
            ),
        );
        return page.table(picture.title, columns, rows);
    };
})(typeof window === 'undefined' ? globalThis : window);
