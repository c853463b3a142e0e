/* Answers side by side: the headline figures of several results, and how far each is from the first. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const of_market = ['sales', 'redirected', 'unsold', 'market_income']; // figures that another market makes others
    const of_nobody = ['market_income']; // figures that do not ask whose exports the answer is about

    /** What is held side by side: [ key of its words, number of a result, how it is written ]. */
    function headline(pictures) {
        const total = page.ledger(pictures, pictures.focus);
        const losers = page.ledger(pictures, page.sides(pictures).losers);
        const outcome = page.outcome(pictures, pictures.focus);
        const market = page.outcome(pictures, [pictures.market]);
        const china = desvio.tables.regions(pictures).includes('CHN') ? page.exports_share(pictures, pictures.focus, 'CHN') : null;
        return [
            ['sales', -total.loss, 'money'],
            ['redirected', page.share_of_loss(losers.redirected, losers), 'share'],
            ['unsold', page.share_of_loss(losers.output_cut, losers), 'share'],
            ['exports', outcome.exports, 'percent'],
            ['real_income', outcome.real_income, 'percent'],
            ['real_wage', outcome.real_wage, 'percent'],
            ['value_added', outcome.value_added, 'percent'],
            ['market_income', market.real_income, 'percent'],
            ['china', china, 'share'],
        ].map(([key, value, kind]) => ({ key: key, value: value, kind: kind }));
    }

    /** Share of what several regions sell abroad that goes to a partner after the change, at base prices. */
    page.exports_share = function (pictures, exporters, partner) {
        const ledger = desvio.tables.ledger(pictures);
        const others = exporters.filter((code) => code !== partner);
        const to_partner = desvio.tables.sum(
            others,
            (code) =>
                (desvio.tables.at(pictures, '/derived/exports_base', code, partner) || 0) +
                (partner === pictures.market ? -ledger.loss(code) : ledger.to(code, partner)),
        );
        return page.ratio(
            to_partner,
            desvio.tables.sum(others, (code) => page.exports_of(pictures, code) + ledger.redirected(code) - ledger.loss(code)),
        );
    };

    /**
     * A table of results side by side. Where they look at several markets, or at several regions, each column names its own,
     * and figures of different ones have no difference.
     * @param {Array<{name: string, file: string, pictures: Object}>} answers of kind run, `file` where they come from one; the first is what the others are held against
     */
    page.comparison = function (answers, words, caption = words['report.compare.caption']) {
        const write = page.writer_of(words, answers[0].pictures);
        const texts = {
            money: (value) => write.signed_money(value),
            share: (value) => write.share(value, 1),
            percent: (value) => write.signed_percent(value),
        };
        const first = answers[0].pictures;
        const has_market = (answer) => answer.pictures.market === first.market;
        const has_focus = (answer) => answer.pictures.focus.slice().sort().join() === first.focus.slice().sort().join();
        const is_one_market = answers.every(has_market),
            is_one_focus = answers.every(has_focus);
        const about = ({ pictures, file }) =>
            [
                file,
                is_one_market ? null : page.say(words, 'report.compare.market', { market: page.region_name(words, pictures, pictures.market) }),
                is_one_focus ? null : page.say(words, 'report.compare.focus', { focus: page.set_name(words, pictures, pictures.focus) }),
            ]
                .filter(Boolean)
                .join('; ');
        const columns = [{ label: words['report.compare.figure'], text: true }].concat(
            answers.map((answer) => ({ label: answer.name, units: about(answer) })),
        );
        const lines = answers.map((answer) => headline(answer.pictures));
        const named = {
            of_focus: is_one_focus ? page.set_name(words, first, first.focus, 'of') : words['report.compare.of_focus'],
            of_market: is_one_market ? page.region_name(words, first, first.market, 'of') : words['report.compare.of_market'],
            in_market: is_one_market ? page.region_name(words, first, first.market, 'in') : words['report.compare.in_market'],
        };
        const is_comparable = (key, answer) =>
            (has_market(answer) || !of_market.includes(key)) && (has_focus(answer) || of_nobody.includes(key));
        // Real income says nothing where incomes do not answer, and value added in numeraire little where they do.
        const first_years = answers.filter((answer) => page.is_first_year(answer.pictures)).length;
        const is_shown = (key) => (key === 'value_added' ? first_years > 0 : !/income|wage/.test(key) || first_years < answers.length);
        const rows = lines[0].map((line, k) => (is_shown(line.key) ? row(line, k) : null)).filter((made) => made !== null);
        return page.table(caption, columns, rows);

        function row(line, k) {
            return [page.say(words, 'report.compare.' + line.key, named)].concat(
                lines.map((of_answer, which) => [
                    page.figure(texts[line.kind](of_answer[k].value), of_answer[k].value, {
                        formula: 'compare.' + line.key,
                        label: String(which),
                    }),
                    which > 0 && is_comparable(line.key, answers[which])
                        ? page.make('span', { class: 'difference' }, ' ', difference(of_answer[k], line, write, words))
                        : null,
                ]),
            );
        }
    };

    /** "(+1.2 pts)": distance from the first answer, in percentage points where both are percent. */
    function difference(line, first, write, words) {
        if (line.value === null || first.value === null) return '';
        const gap = line.value - first.value;
        if (line.kind === 'money') return '(' + write.signed_money(gap) + ')';
        const points = line.kind === 'share' ? write.signed(100 * gap, 1) : write.signed(gap, 2);
        return '(' + page.say(words, 'points', { x: points }) + ')';
    }
})(typeof window === 'undefined' ? globalThis : window);
