/*
 * What a result answers, in the sums that `desvio run` prints: the ledger at base prices, and groups of regions
 * together. report/outcome.cpp does the same from the equilibrium; tests/page hold both side by side.
 */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Wages stay as in the base: the answer is about value added, not about real income. */
    page.is_first_year = (pictures) => desvio.tables.is_rigid(pictures);

    /** Nothing changed: no exporter sells more or less anywhere. */
    page.is_unchanged = (pictures) =>
        desvio.tables
            .regions(pictures)
            .every(
                (code) =>
                    !desvio.tables.at(pictures, '/redirection_volume/loss', code) &&
                    !desvio.tables.at(pictures, '/redirection_volume/output_cut', code),
            );

    /**
     * The ledger of several exporters together, million at base prices.
     * @returns {{base, loss, redirected, absorbed, output_cut, by_bloc: number[]}} loss: + in the market; base: sales there before
     */
    page.ledger = function (pictures, exporters, blocs) {
        const ledger = desvio.tables.ledger(pictures);
        const of = (read) => desvio.tables.sum(exporters, read);
        return {
            base: of((code) => (code === pictures.market ? 0 : desvio.tables.at(pictures, '/market/import_base', code))),
            loss: of(ledger.loss),
            redirected: of(ledger.redirected),
            absorbed: of(ledger.home),
            output_cut: of(ledger.cut),
            by_bloc: (blocs || []).map((bloc) => of((code) => desvio.tables.sum(bloc.members, (to) => ledger.to(code, to)))),
        };
    };

    /** Those of the focus that sell less in the market and those that sell more, largest first. */
    page.sides = function (pictures) {
        const loss = (code) => desvio.tables.at(pictures, '/redirection_volume/loss', code) || 0;
        const by_size = (codes) => codes.sort((a, b) => Math.abs(loss(b)) - Math.abs(loss(a)));
        return {
            losers: by_size(pictures.focus.filter((code) => loss(code) > 0)),
            gainers: by_size(pictures.focus.filter((code) => loss(code) < 0)),
        };
    };

    /** Part of a ledger's loss, null where that says nothing. */
    page.share_of_loss = (part, ledger) => desvio.tables.share_of(part, ledger.loss, ledger.base);

    /** a / b, null where that says nothing. */
    page.ratio = (a, b) => (b > 0 ? a / b : null);

    /**
     * Several regions together.
     * @returns {Object} percent: real_income, real_wage, value_added, exports (quantities); million: variation,
     *                   value_added_change, revenue_change
     */
    page.outcome = function (pictures, regions) {
        const total = (path) => desvio.tables.sum(regions, (code) => desvio.tables.at(pictures, path, code));
        const percent = (part, whole) => (whole > 0 ? (100 * part) / whole : null);
        const value_added = total('/region/value_added_base');
        const wages = desvio.tables.sum(
            regions,
            (code) =>
                (desvio.tables.at(pictures, '/region/value_added_base', code) || 0) *
                (desvio.tables.at(pictures, '/region/real_wage_hat', code) || 0),
        );
        const exports_base = desvio.tables.sum(regions, (code) => page.exports_of(pictures, code));
        const value_added_change = total('/region/value_added_counterfactual') - value_added;
        const variation = total('/region/equivalent_variation');
        return {
            variation: variation,
            value_added_change: value_added_change,
            revenue_change: total('/region/tariff_revenue_counterfactual') - total('/region/tariff_revenue_base'),
            real_income: percent(variation, total('/region/income_base')),
            real_wage: percent(wages - value_added, value_added),
            value_added: percent(value_added_change, value_added),
            exports: percent(total('/redirection_volume/redirected') - total('/redirection_volume/loss'), exports_base),
        };
    };

    /** What a region sells abroad before the change, million. */
    page.exports_of = (pictures, code) =>
        desvio.tables.sum(
            desvio.tables.regions(pictures).filter((to) => to !== code),
            (to) => desvio.tables.at(pictures, '/derived/exports_base', code, to),
        );

    /** Interval of real income or value added of one region or the whole focus: paths and ends, null without draws. */
    page.interval = function (pictures, name, regions) {
        const is_focus = regions.length > 1 || pictures.focus.join() === regions.join();
        const stem = (is_focus && desvio.tables.has(pictures, '/focus/' + name + '_p05') ? '/focus/' : '/region/') + name;
        const labels = stem.startsWith('/focus/') ? [] : [regions[0]];
        const low = desvio.tables.at(pictures, stem + '_p05', ...labels),
            high = desvio.tables.at(pictures, stem + '_p95', ...labels);
        if (low === null || high === null) return null;
        return { low: low, high: high, low_path: stem + '_p05', high_path: stem + '_p95', label: labels[0] || '' };
    };

    /** Largest residual of any equation: its size, the equation and the worst place. */
    page.largest_residual = function (pictures) {
        let worst = { residual: Math.abs(desvio.tables.at(pictures, '/diagnostics/walras') || 0), equation: 'walras', place: '' };
        for (const equation of page.labels(pictures, '/diagnostics/residual_max')) {
            const residual = desvio.tables.at(pictures, '/diagnostics/residual_max', equation);
            if (residual !== null && residual >= worst.residual) {
                worst = { residual: residual, equation: equation, place: page.text_at(pictures, '/diagnostics/worst_cell', equation) };
            }
        }
        return worst;
    };
})(typeof window === 'undefined' ? globalThis : window);
