/* Tables as files: comma, a header line, RFC 4180 quoting, numbers unrounded with a point, as in every other CSV of desvio. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const field = function (value) {
        if (value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return '';
        const text = String(value);
        return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    };

    /**
     * The rows of a picture as CSV.
     * @param {Array<{key: string}>} columns
     * @param {Array<Object>} rows values by key
     */
    page.csv_of = function (columns, rows) {
        const lines = [columns.map((column) => field(column.key)).join(',')];
        for (const row of rows) lines.push(columns.map((column) => field(row[column.key])).join(','));
        return lines.join('\r\n') + '\r\n';
    };

    /**
     * Several pictures in one file, one number or text a line: picture, row, column, units, value.
     * @param {Array<{name: string, columns: Array, rows: Array}>} pictures
     */
    page.csv_of_all = function (pictures) {
        const columns = ['picture', 'row', 'column', 'units', 'value'].map((key) => ({ key: key }));
        const rows = pictures.flatMap((picture) =>
            picture.rows.flatMap((row, k) =>
                picture.columns.map((column) => ({
                    picture: picture.name,
                    row: k + 1,
                    column: column.key,
                    units: column.units || '',
                    value: row[column.key],
                })),
            ),
        );
        return page.csv_of(columns, rows);
    };

    /** Hands a text to the reader as a file. */
    page.download = function (name, text, type = 'text/csv') {
        const url = URL.createObjectURL(new Blob([text], { type: type + ';charset=utf-8' }));
        const link = page.make('a', { href: url, download: name });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(url), 1000);
    };

    /** A button that saves; the text is made when it is pressed. */
    page.download_button = (label, name, text, type) =>
        page.make(
            'button',
            {
                type: 'button',
                class: 'quiet',
                'data-download': name,
                on: { click: () => page.download(name, text(), type) },
            },
            label,
        );
})(typeof window === 'undefined' ? globalThis : window);
