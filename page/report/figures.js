/*
 * Numbers as a reader sees them. Every one keeps its unrounded value beside it, and where it comes from:
 * <data class="figure" data-path="/region/welfare_pct" data-label="BRA" value="-0.22649394002246526">−0.23 %</data>
 * `data-path` is a table of the file; a number made of several says how in `data-formula`.
 */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const missing = '–';

    /**
     * A number with its origin.
     * @param {string} text as it is read
     * @param {number|null} value unrounded
     * @param {{path?: string, label?: string, formula?: string, tone?: boolean}} origin tone: coloured by its sign
     */
    page.figure = function (text, value, origin = {}) {
        if (value === null || value === undefined || !Number.isFinite(value)) {
            return page.make('span', { class: 'missing', title: origin.why }, missing);
        }
        // A figure that is shown as zero is neither gain nor loss.
        const sign = !origin.tone || !/[1-9]/.test(text) ? '' : value < 0 ? ' loss' : ' gain';
        return page.make(
            'data',
            {
                class: 'figure' + sign,
                value: String(value),
                'data-path': origin.path,
                'data-label': origin.label || null,
                'data-formula': origin.formula,
            },
            text,
        );
    };

    /** Writers of numbers in one language: those of page/charts/format.js, with its words bound; money in units of the base. */
    page.writer = function (words, units = 'million US$') {
        const format = desvio.format;
        return {
            number: (value, decimals = 0) => format.number(value, decimals, words),
            signed: (value, decimals = 0) => format.signed(value, decimals, words),
            percent: (value, decimals = 2) => format.percent(value, decimals, words),
            signed_percent: (value, decimals = 2) => format.signed_percent(value, decimals, words),
            fine_percent: (value) => format.fine_percent(value, words),
            share: (fraction, decimals = 0) => format.share(fraction, decimals, words),
            money: (million) => format.money(million === null ? NaN : Math.abs(million), units, words),
            short: (million) => format.money_short(million === null ? NaN : Math.abs(million), units, words),
            signed_short: (million) => format.signed_money_short(million === null ? NaN : million, units, words),
            signed_money: (million) => format.signed_money(million, units, words),
            residual: (value) =>
                value === null ? missing : value === 0 ? '0' : value.toExponential(1).replace('e-', 'e\u2212').replace('e+', 'e'),
        };
    };

    /** Writer of a result: money in the units of its base. */
    page.writer_of = (words, pictures) =>
        page.writer(
            words,
            desvio.tables.units(pictures, '/region/equivalent_variation') ||
                desvio.tables.units(pictures, '/region/income_base') ||
                undefined,
        );
})(typeof window === 'undefined' ? globalThis : window);
