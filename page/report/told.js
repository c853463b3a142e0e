/*
 * What a result file says in English about its solution, in the reader's language where the form of the text is known. Options and
 * names of equations stay as they are written, marked as code; any other text stays English and is marked as such.
 */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** A text of the file as it stands there. */
    page.english = (text) => (text ? page.make('span', { lang: 'en' }, text) : null);

    const code = (text) => page.make('code', {}, text);

    /** The first of some forms that the text has: [ pattern, what is said of its parts ]. */
    function told(text, forms) {
        for (const [pattern, say] of forms) {
            const found = pattern.exec(text || '');
            if (found) return say(...found.slice(1));
        }
        return page.english(text);
    }

    /** "Trade deficits: stay as they are; Workers: move between sectors; variant = full" */
    page.told_closures = function (words, text) {
        const parts = (text || '').split(/,\s*/).filter(Boolean);
        return parts.flatMap(function (part, k) {
            const [key, value] = part.split(' = ');
            const name = words['report.try.' + key],
                said = words['report.try.' + key + '.' + value] || words['report.told.' + key + '.' + value];
            const shown = name && said ? name + ': ' + said : words['report.told.' + key.replace(/ /g, '_') + '.' + value] || code(part);
            return k ? ['; ', shown] : [shown];
        });
    };

    page.told_numeraire = (words, text) =>
        told(text, [
            [/^world value added is constant: (.*)$/, (formula) => [words['report.told.numeraire.world'], ': ', code(formula)]],
            [/^wages are the base's: (.*), so money is money of the base$/, (formula) => [words['report.told.numeraire.wages'], ': ', code(formula)]],
        ]);

    /** "long run" */
    page.told_horizon = (words, text) =>
        told(text, [[/^(long|short|medium) run$/, (which) => words['report.told.horizon.' + which]]]);

    /** Why the answer is about this market. */
    page.told_market_reason = function (words, pictures, text) {
        const money = (amount) => page.writer_of(words, pictures).money(Number(amount.replace(/,/g, '')));
        return told(text, [
            [/^named by \[report\] market$/, () => words['report.told.market.named']],
            [/^raises duties on ([\d,]+) million of trade/, (amount) => page.say(words, 'report.told.market.raises', { amount: money(amount) })],
            [
                /^no duty rises; duties or trade costs change on ([\d,]+) million/,
                (amount) => page.say(words, 'report.told.market.changes', { amount: money(amount) }),
            ],
            [/^no duty or trade cost changes; it imports the most$/, () => words['report.told.market.imports']],
        ]);
    };

    page.told_solver = (words, text) =>
        told(text, [
            [
                /^converged by (\S+) in (\d+) evaluations$/,
                (method, count) =>
                    page.say_nodes(words, 'report.told.solver.converged', { method: code(method), evaluations: page.writer(words).number(Number(count)) }),
            ],
            [/^every right-hand side meets the tolerance$/, () => words['report.told.solver.met']],
            [/^the base is an equilibrium as it is$/, () => words['report.told.solver.unchanged']],
        ]);
})(typeof window === 'undefined' ? globalThis : window);
