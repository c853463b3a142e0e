/*
 * The answer in words, as `desvio run` says it (report/headline.cpp), in the reader's language. A sentence is a list of
 * texts and figures; page.make() and page.append() take it as it is.
 */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Up to three members with the largest change in the market: "Brazil 32.8 bn". */
    function largest(pictures, words, members) {
        const write = page.writer_of(words, pictures);
        return page.join_and(
            words,
            members.slice(0, 3).map((code) => {
                const loss = desvio.tables.at(pictures, '/redirection_volume/loss', code);
                const origin = { path: '/redirection_volume/loss', label: code };
                return [page.region_name(words, pictures, code), ' ', page.figure(write.short(loss), loss, origin)];
            }),
        );
    }

    /** "Latin America sells 31.3 bn US$ a year (4.7 %) more in the United States." */
    page.sales_sentence = function (pictures, words) {
        const write = page.writer_of(words, pictures);
        const total = page.ledger(pictures, pictures.focus);
        const sides = page.sides(pictures);
        const share = page.ratio(Math.abs(total.loss), total.base);
        const sentence = page.say_nodes(words, total.loss >= 0 ? 'report.sales.less' : 'report.sales.more', {
            focus: desvio.format.capital(page.set_name(words, pictures, pictures.focus, 'the')),
            amount: page.figure(write.money(total.loss), total.loss, {
                formula: 'sum over focus of /redirection_volume/loss',
                path: desvio.tables.has(pictures, '/focus/loss') ? '/focus/loss' : null,
            }),
            share: page.figure(write.share(share, 1), share, { formula: '|loss of the focus| / sum over focus of /market/import_base' }),
            in_market: page.region_name(words, pictures, pictures.market, 'in'),
        });
        if (pictures.focus.length === 1) return [sentence, '.'];
        const join = words['report.sales.join'];
        const clauses = ['losers', 'gainers']
            .filter((side) => sides[side].length > 0)
            .map((side) => page.say_nodes(words, 'report.sales.' + side, { list: largest(pictures, words, sides[side]) }));
        // A clause that begins a sentence begins with a capital.
        if (clauses.length && join.startsWith('.')) clauses[0][0] = desvio.format.capital(clauses[0][0]);
        return [sentence, clauses.map((clause, k) => [k ? '; ' : join, clause]), '.'];
    };

    /**
     * "Of the 32.8 bn that Brazil loses there, 54 % finds buyers in other countries (...), ..."; amounts of money where a
     * share of the loss says nothing; empty when nobody loses.
     */
    page.destination_sentence = function (pictures, words) {
        const write = page.writer_of(words, pictures);
        const losers = page.sides(pictures).losers;
        if (losers.length === 0) return [];
        const blocs = desvio.tables.blocs(pictures);
        const lost = page.ledger(pictures, losers, blocs);
        const over = 'focus regions with /redirection_volume/loss > 0';
        const part = (value, what) => {
            const share = page.share_of_loss(value, lost);
            return page.figure(write.share(share), share, { formula: what + ' / loss, ' + over });
        };
        const money = (value, what, text) => page.figure(text, value, { formula: what + ', ' + over });
        const amount = money(lost.loss, '/redirection_volume/loss', write.money(lost.loss));
        const is_one = losers.length === 1;
        const who = is_one ? page.region_name(words, pictures, losers[0], 'the') : null;
        const has_shares = [lost.redirected, lost.absorbed, lost.output_cut].every((value) => page.share_of_loss(value, lost) !== null);
        if (page.is_first_year(pictures) || !has_shares) {
            const key = page.is_first_year(pictures) ? 'report.where.first_year' : 'report.where.amounts';
            return page.say_nodes(words, key + (is_one ? '_one' : '_many'), {
                amount: amount,
                who: who,
                abroad: money(lost.redirected, '/redirection_volume/redirected', write.signed_money(lost.redirected)),
                home: money(lost.absorbed, '/redirection_volume/absorbed', write.signed_money(lost.absorbed)),
                output: money(-lost.output_cut, '-/redirection_volume/output_cut', write.signed_money(-lost.output_cut)),
            });
        }
        const parts = blocs.map((bloc, k) => {
            const origin = '/redirection_volume/by_destination to ' + bloc.members.join(' ');
            const is_share = page.share_of_loss(lost.by_bloc[k], lost) !== null;
            const figure = is_share ? part(lost.by_bloc[k], origin) : money(lost.by_bloc[k], origin, write.signed_money(lost.by_bloc[k]));
            return [k ? ', ' : '', desvio.format.bloc(words, pictures, bloc), ' ', figure];
        });
        return page.say_nodes(words, is_one ? 'report.where.one' : 'report.where.many', {
            amount: amount,
            who: who,
            parts: parts,
            abroad: part(lost.redirected, '/redirection_volume/redirected'),
            home: part(lost.absorbed, '/redirection_volume/absorbed'),
            unsold: part(lost.output_cut, '/redirection_volume/output_cut'),
        });
    };

    /** "(90 % of elasticity draws between ... and ...)"; empty without draws. */
    page.interval_clause = function (pictures, words, name, regions) {
        const write = page.writer_of(words, pictures);
        const interval = page.interval(pictures, name, regions);
        if (!interval) return [];
        const end = (side) =>
            page.figure(write.fine_percent(interval[side]), interval[side], { path: interval[side + '_path'], label: interval.label });
        return page.say_nodes(words, 'report.interval', { low: end('low'), high: end('high') });
    };

    /** Real income of the focus with its interval, and of those it does worst and best to; value added in the first year. */
    page.income_sentence = function (pictures, words) {
        const write = page.writer_of(words, pictures);
        const focus = pictures.focus;
        const is_first_year = page.is_first_year(pictures);
        const outcome = page.outcome(pictures, focus);
        const name = is_first_year ? 'value_added' : 'real_income',
            stem = is_first_year ? 'value_added_pct' : 'welfare_pct';
        const path = focus.length > 1 ? '/focus/' + stem : '/region/' + stem;
        const change = is_first_year ? outcome.value_added_change : outcome.variation;
        const money = is_first_year
            ? 'sum over focus of /region/value_added_counterfactual - /region/value_added_base'
            : 'sum over focus of /region/equivalent_variation';
        const sentence = page.say_nodes(words, is_first_year ? 'report.income.first_year' : 'report.income.sentence', {
            of_focus: page.set_name(words, pictures, focus, 'of'),
            interval: page.interval_clause(pictures, words, stem, focus),
            percent: page.figure(write.fine_percent(outcome[name]), outcome[name], {
                path: desvio.tables.has(pictures, path) ? path : null,
                label: focus.length > 1 ? null : focus[0],
                formula: 'over base income',
            }),
            amount: page.figure(write.signed_money(change), change, { formula: money }),
            wage: page.figure(write.fine_percent(outcome.real_wage), outcome.real_wage, {
                formula: '/region/real_wage_hat weighted by /region/value_added_base, over focus',
            }),
        });
        const parts = [sentence];
        if (!is_first_year && focus.length > 1) {
            const welfare = (code) => desvio.tables.at(pictures, '/region/welfare_pct', code);
            const order = focus.filter((code) => welfare(code) !== null).sort((a, b) => welfare(a) - welfare(b));
            const end = (code) =>
                page.figure(write.fine_percent(welfare(code)), welfare(code), { path: '/region/welfare_pct', label: code });
            const worst = order[0],
                best = order[order.length - 1];
            if (order.length > 1) {
                parts.push(
                    page.say_nodes(words, 'report.income.range', {
                        worst: end(worst),
                        best: end(best),
                        in_worst: page.region_name(words, pictures, worst, 'in'),
                        in_best: page.region_name(words, pictures, best, 'in'),
                    }),
                );
            }
        }
        return [parts, '.'];
    };

    /** The sentences of a run, most important first; each a list of texts and figures. */
    page.run_sentences = function (pictures, words) {
        if (page.is_unchanged(pictures)) return [[words['report.unchanged']]];
        return [
            page.sales_sentence(pictures, words),
            page.destination_sentence(pictures, words),
            page.income_sentence(pictures, words),
        ].filter((sentence) => sentence.length > 0);
    };
})(typeof window === 'undefined' ? globalThis : window);
