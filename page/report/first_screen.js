/* The first screen: the question, the answer in words and four figures, and the picture that says most. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** Title and note of a built-in scenario in the reader's language where the words have them; else as in the file. */
    page.scenario_text = function (words, pictures) {
        const { name, title, note } = pictures.scenario;
        const known = (words['report.scenarios'] || {})[name];
        if (known && known.of === title) return { title: known.title, note: known.note, language: null };
        const first = /^.*?[.!?](?=\s|$)/s.exec(note || '');
        return { title: title && title !== name ? title : page.composed_title(words, pictures), note: first ? first[0] : note || '', language: title && title !== name ? 'en' : null };
    };

    /** A figure with its label, for those who only glance. */
    function tile(label, figure, note) {
        return page.make(
            'div',
            { class: 'tile' },
            page.make('dt', {}, label),
            page.make('dd', {}, figure, note ? page.make('span', { class: 'note' }, note) : null),
        );
    }

    /** Sales in the market, the largest loser, what finds buyers, real income. */
    page.tiles = function (pictures, words) {
        if (page.is_unchanged(pictures)) return [];
        const write = page.writer_of(words, pictures);
        const currency = ', ' + (desvio.format.currency(desvio.tables.units(pictures, '/redirection_volume/loss')) || '');
        const total = page.ledger(pictures, pictures.focus);
        const sides = page.sides(pictures);
        const losers = page.ledger(pictures, sides.losers);
        const tiles = [
            tile(
                [page.say(words, 'report.tile.sales', { in_market: page.region_name(words, pictures, pictures.market, 'in') }), currency],
                page.figure(write.signed_short(-total.loss), -total.loss, {
                    formula: '-(sum over focus of /redirection_volume/loss)',
                    tone: true,
                }),
                page.set_name(words, pictures, pictures.focus),
            ),
        ];
        if (sides.losers.length && pictures.focus.length > 1) {
            const worst = sides.losers[0],
                loss = desvio.tables.at(pictures, '/redirection_volume/loss', worst);
            tiles.push(
                tile(
                    [words['report.tile.worst'], currency],
                    page.figure(write.signed_short(-loss), -loss, {
                        path: '/redirection_volume/loss',
                        label: worst,
                        formula: '-loss',
                        tone: true,
                    }),
                    page.region_name(words, pictures, worst),
                ),
            );
        }
        const rate = page.share_of_loss(losers.redirected, losers);
        if (rate > 0) {
            tiles.push(
                tile(
                    words['report.tile.redirected'],
                    page.figure(write.share(rate), rate, { formula: 'redirected / loss, of those of the focus who lose' }),
                    words['report.tile.redirected.note'],
                ),
            );
        }
        const is_first_year = page.is_first_year(pictures);
        const outcome = page.outcome(pictures, pictures.focus);
        const value = is_first_year ? outcome.value_added : outcome.real_income;
        const interval = page.interval(pictures, is_first_year ? 'value_added_pct' : 'welfare_pct', pictures.focus);
        const spread = interval
            ? page.say(words, 'report.tile.interval', {
                  low: write.fine_percent(interval.low),
                  high: write.fine_percent(interval.high),
              })
            : page.set_name(words, pictures, pictures.focus);
        tiles.push(
            tile(
                words[is_first_year ? 'report.tile.value_added' : 'report.tile.income'],
                page.figure(write.fine_percent(value), value, { formula: 'of the focus together', tone: true }),
                spread,
            ),
        );
        return tiles;
    };

    /**
     * The first screen of a run or of a sweep alone.
     * @returns {{element, drawn: Array, draw(pictures)}} drawn: pictures that follow the width of the page
     */
    page.first_screen = function (words, pictures) {
        const is_sweep = pictures.kind === 'sweep';
        const text = page.scenario_text(words, pictures);
        const named = {
            of_focus: page.set_name(words, pictures, pictures.focus, 'of'),
            the_focus: page.set_name(words, pictures, pictures.focus, 'the'),
        };
        if (is_sweep) Object.assign(named, page.ends_of_sweep(pictures, words));
        const answer = page.make('div', { class: 'answer', 'aria-live': 'polite', id: 'answer' });
        const tiles = page.make('dl', { class: 'tiles' });
        const chart = is_sweep ? 'ladder' : 'redirection';
        const picture = page.can_fill(chart, pictures) ? page.picture(chart, words, { heading: 2 }) : null;
        const element = page.make(
            'header',
            { class: 'first', id: 'top' },
            page.make('p', { class: 'kicker' }, page.say(words, is_sweep ? 'report.question.sweep' : 'report.question', named)),
            page.make('h1', { lang: text.language }, text.title),
            text.note ? page.make('p', { class: 'note', lang: text.language }, text.note) : null,
            page.make('div', { class: 'columns' }, page.make('div', { class: 'says' }, answer, tiles), picture && picture.element),
        );
        return {
            element: element,
            drawn: picture ? [picture] : [],
            draw(now) {
                const sentences = is_sweep ? page.sweep_sentences(now, words) : page.run_sentences(now, words);
                page.refill(
                    answer,
                    sentences.map((sentence, k) => page.make('p', { class: k === 0 ? 'lead' : null }, sentence)),
                );
                page.refill(tiles, is_sweep ? [] : page.tiles(now, words));
                if (picture) picture.draw(now);
            },
        };
    };
})(typeof window === 'undefined' ? globalThis : window);
