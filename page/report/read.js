/* What the page carries, and texts of a result by path and labels; numbers are read by desvio.tables of page/charts. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Bytes of a base64 text. */
    page.bytes_of = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

    /**
     * What stands in the page's data element: JSON, as a zlib stream in base64, a third of its length.
     * @param {string} base64
     * @returns {Promise<object>} {words, files, names, ladder, model}: README.md
     */
    page.unpack = async function (base64) {
        const stream = new Blob([page.bytes_of(base64)]).stream().pipeThrough(new DecompressionStream('deflate'));
        return JSON.parse(await new Response(stream).text());
    };

    /**
     * One text of a table.
     * @param {string} path "/diagnostics/worst_cell"
     * @param {string} [label] of its only dimension
     * @returns {string} empty where the table, the label or the text is missing
     */
    page.text_at = function (pictures, path, label) {
        const table = pictures.tables[path];
        if (!table) return '';
        const place = table.dimensions.length ? desvio.tables.labels(pictures, table.dimensions[0]).indexOf(label) : 0;
        return String(table.values[place] || '');
    };

    /** Labels of a table's only dimension; none where there is no such table. */
    page.labels = (pictures, path) => (pictures.tables[path] ? desvio.tables.labels(pictures, pictures.tables[path].dimensions[0]) : []);
})(typeof window === 'undefined' ? globalThis : window);
