/* Texts of a result by path and labels; its numbers are read by desvio.tables of page/charts. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

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
