/* How good the solution is, and where the base is weak. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** A list of terms and what they are. */
    page.facts = (pairs) =>
        page.make(
            'dl',
            { class: 'facts' },
            pairs
                .filter((pair) => pair[1] !== undefined && pair[1] !== null && pair[1] !== '')
                .map(([term, what]) => page.make('div', {}, page.make('dt', {}, term), page.make('dd', {}, what))),
        );

    /** Residuals of every equation, how it was solved, what was assumed. */
    page.quality = function (pictures, words) {
        const write = page.writer(words);
        const { attributes } = pictures;
        const is_run = pictures.kind === 'run';
        const parts = [];
        if (is_run) {
            const worst = page.largest_residual(pictures);
            const evaluations = desvio.tables.at(pictures, '/diagnostics/iterations'),
                seconds = desvio.tables.at(pictures, '/diagnostics/seconds');
            parts.push(
                page.make(
                    'p',
                    {},
                    page.say_nodes(words, 'report.quality.sentence', {
                        residual: page.figure(write.residual(worst.residual), worst.residual, {
                            formula: 'largest of /diagnostics/residual_max and |/diagnostics/walras|',
                        }),
                        equation: [page.make('code', {}, worst.equation), worst.place ? ', ' + worst.place : ''],
                        evaluations: page.figure(write.number(evaluations), evaluations, { path: '/diagnostics/iterations' }),
                        milliseconds: page.figure(write.number(1000 * seconds, 1), 1000 * seconds, {
                            formula: '1000 * /diagnostics/seconds',
                        }),
                    }),
                ),
            );
        } else {
            const residuals = pictures.tables['/diagnostics/residual_max'].values.filter((value) => value !== null);
            const worst = Math.max(...residuals);
            parts.push(
                page.make(
                    'p',
                    {},
                    page.say_nodes(words, 'report.quality.sweep', {
                        residual: page.figure(write.residual(worst), worst, { formula: 'largest of /diagnostics/residual_max' }),
                        solved: page.figure(write.number(attributes.points_solved), attributes.points_solved, { path: '@points_solved' }),
                        points: page.figure(write.number(attributes.points), attributes.points, { path: '@points' }),
                    }),
                ),
            );
        }
        const draws =
            attributes.draws > 0
                ? page.say(words, attributes.draws_failed > 0 ? 'report.quality.draws_failed' : 'report.quality.draws', {
                      draws: attributes.draws,
                      failed: attributes.draws_failed,
                      seed: attributes.draws_seed,
                  })
                : words['report.quality.no_draws'];
        parts.push(
            page.facts([
                [words['report.quality.model'], page.make('code', {}, attributes.model)],
                [words['report.quality.closures'], page.told_closures(words, attributes.closures)],
                [words['report.quality.numeraire'], page.told_numeraire(words, attributes.numeraire)],
                [
                    words['report.quality.elasticities'],
                    attributes.elasticities && [
                        page.make('code', {}, attributes.elasticities),
                        '; ',
                        page.told_horizon(words, attributes.elasticity_horizon),
                    ],
                ],
                [
                    words['report.quality.market'],
                    [
                        page.region_name(words, pictures, pictures.market),
                        attributes.market_reason ? [' (', page.told_market_reason(words, pictures, attributes.market_reason), ')'] : '',
                    ],
                ],
                [words['report.quality.solver'], page.told_solver(words, attributes.solver_message)],
                [words['report.quality.intervals'], is_run ? draws : null],
            ]),
        );
        if (is_run)
            parts.push(page.make('details', {}, page.make('summary', {}, words['report.quality.all']), residual_table(pictures, words)));
        return parts;
    };

    function residual_table(pictures, words) {
        const write = page.writer(words);
        const columns = [
            { label: words['report.quality.equation'], text: true },
            { label: words['report.quality.residual'] },
            { label: words['report.quality.place'], text: true },
            { label: words['report.quality.formula'], text: true },
        ];
        const rows = page.labels(pictures, '/diagnostics/residual_max').map((equation) => {
            const residual = desvio.tables.at(pictures, '/diagnostics/residual_max', equation);
            return [
                page.make('code', {}, equation),
                page.figure(write.residual(residual), residual, { path: '/diagnostics/residual_max', label: equation }),
                page.text_at(pictures, '/diagnostics/worst_cell', equation),
                page.make('code', {}, page.text_at(pictures, '/diagnostics/formula', equation)),
            ];
        });
        return page.table(words['report.quality.table'], columns, rows);
    }

    /** Part of every exporter's trade that the base estimates; what the base is made of. */
    page.weak_spots = function (pictures, words) {
        const { attributes } = pictures;
        const parts = [];
        if (desvio.tables.has(pictures, '/derived/estimated_share') && desvio.tables.has(pictures, '/derived/exports_base')) {
            const write = page.writer(words);
            const trade = (code, to) => (code === to ? 0 : desvio.tables.at(pictures, '/derived/exports_base', code, to) || 0);
            const regions = desvio.tables.regions(pictures);
            /** Estimated part of what `codes` sell to `buyers`; null where they sell nothing there. */
            const share = (codes, buyers) =>
                page.ratio(
                    desvio.tables.sum(codes, (code) =>
                        desvio.tables.sum(
                            buyers,
                            (to) => trade(code, to) * desvio.tables.amount(pictures, '/derived/estimated_share', code, to),
                        ),
                    ),
                    desvio.tables.sum(codes, (code) => desvio.tables.sum(buyers, (to) => trade(code, to))),
                );
            const line = (name, codes) =>
                [name].concat(
                    [regions, [pictures.market]].map(function (buyers) {
                        const value = share(codes, buyers);
                        return page.figure(write.share(value), value, {
                            formula: '/derived/estimated_share weighted by /derived/exports_base',
                            label: (codes.length > 1 ? 'focus' : codes[0]) + (buyers.length > 1 ? '' : ' ' + pictures.market),
                        });
                    }),
                );
            const rows = pictures.focus
                .slice()
                .sort((a, b) => share([b], regions) - share([a], regions))
                .map((code) => line(page.region_name(words, pictures, code), [code]));
            if (pictures.focus.length > 1) {
                rows.unshift(line(page.set_name(words, pictures, pictures.focus), pictures.focus));
                rows[0].kind = 'strong';
            }
            parts.push(
                page.make('p', {}, words['report.weak.sentence']),
                page.table(
                    words['report.weak.caption'],
                    [
                        { label: words['report.who.country'], text: true },
                        { label: words['report.weak.all'], units: '%' },
                        {
                            label: page.say(words, 'report.weak.market', {
                                to_market: page.region_name(words, pictures, pictures.market, 'to'),
                            }),
                            units: '%',
                        },
                    ],
                    rows,
                ),
            );
        } else {
            parts.push(page.make('p', {}, words['report.weak.unknown']));
        }
        parts.push(
            page.facts([
                [
                    words['report.weak.base'],
                    [attributes.base_name, ' ', page.make('code', {}, (attributes.base_sha256 || '').slice(0, 12))],
                ],
                [words['report.weak.sources'], page.say(words, 'report.weak.sources_text', { base: attributes.base_name || '' })],
                [words['report.weak.scenario'], page.english(pictures.scenario.source)],
            ]),
        );
        return parts;
    };
})(typeof window === 'undefined' ? globalThis : window);
