/* The sections of the report page: which there are, in which order, and what each draws. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /**
     * A section of the page, hidden while what is shown does not fit it.
     * @returns {{id, element, draw(shown), drawn: Array}} drawn: its charts, which follow the width of the page
     */
    function section_of(words, id, children, draw = () => {}, drawn = [], fits = () => true) {
        const element = page.make(
            'section',
            { id: id, 'aria-labelledby': id + '-title' },
            page.make('h2', { id: id + '-title' }, words['report.section.' + id]),
            words['report.about.' + id] ? page.make('p', { class: 'about' }, words['report.about.' + id]) : null,
            children,
        );
        const draw_if_it_fits = function (shown) {
            element.hidden = !fits(shown);
            if (!element.hidden) draw(shown);
        };
        return { id: id, element: element, draw: draw_if_it_fits, drawn: drawn };
    }

    /** A section around one chart. */
    function chart_section(words, id, name) {
        const picture = page.picture(name, words);
        const fits = (shown) => page.can_fill(name, shown) && !page.is_unchanged(shown);
        return section_of(words, id, picture.element, picture.draw, [picture], fits);
    }

    /** A section whose content is made anew from what is shown. */
    function made_section(words, id, make, fits) {
        const place = page.make('div', {});
        return section_of(words, id, place, (shown) => page.refill(place, make(shown)), [], fits);
    }

    /** Whether a result has what the chart shows. */
    page.can_fill = function (name, pictures) {
        const chart = desvio.charts[name];
        return chart && chart.needs === pictures.kind && (!chart.fills || chart.fills(pictures));
    };

    /** Sections of the page in their order; `report` is told of live answers. */
    page.sections_of = function (data, report) {
        const { words, ladder } = data;
        const pictures = data.files[0];
        const is_run = pictures.kind === 'run';
        const sections = [];
        if (is_run) {
            const who = (shown) => page.who_gains(shown, words);
            sections.push(chart_section(words, 'map', 'map'));
            sections.push(made_section(words, 'who', who, (shown) => !page.is_unchanged(shown)));
            if (ladder && page.can_fill('ladder', ladder)) sections.push(ladder_section(words, ladder));
            for (const [id, name] of [
                ['market', 'market-share'],
                ['sectors', 'heatmap'],
                ['china', 'china'],
                ['welfare', 'welfare'],
                ['duties', 'duties'],
            ]) {
                sections.push(chart_section(words, id, name));
            }
        }
        if (is_run) {
            const others = data.files
                .map((file, k) => named_answer(data, k))
                .slice(1)
                .filter((other) => other.pictures.kind === 'run');
            if (others.length) {
                sections.push(
                    made_section(words, 'compare', (shown) =>
                        page.comparison(
                            [report.name() ? { name: report.name(), pictures: shown } : named_answer(data, 0)].concat(others),
                            words,
                        ),
                    ),
                );
            }
            sections.push(try_section(words, data, report));
        }
        if (!is_run && page.is_ladder(pictures)) sections.push(made_section(words, 'levels', (shown) => page.levels_table(shown, words)));
        sections.push(made_section(words, 'quality', (shown) => page.quality(shown, words)));
        if (is_run)
            sections.push(
                made_section(words, 'weak', (shown) =>
                    page.weak_spots(desvio.tables.has(shown, '/derived/estimated_share') ? shown : pictures, words),
                ),
            );
        sections.push(
            section_of(words, 'repeat', [
                page.downloads(words, 'desvio-' + (pictures.scenario.name || 'report'), report.all),
                page.repeat(words, pictures, data.names[0]),
            ]),
        );
        sections.push(section_of(words, 'imprint', page.imprint(words, pictures)));
        return sections;
    };

    /** One of the files with its title, for a comparison. */
    const named_answer = (data, k) => ({
        name: page.scenario_text(data.words, data.files[k]).title,
        file: data.names[k],
        pictures: data.files[k],
    });

    function ladder_section(words, ladder) {
        const picture = page.picture('ladder', words);
        const sentences = page.make('div', {});
        let is_drawn = false; // the ladder does not follow the sliders
        return section_of(
            words,
            'ladder',
            [sentences, picture.element],
            () => {
                if (is_drawn) return;
                is_drawn = true;
                page.refill(
                    sentences,
                    page.sweep_sentences(ladder, words).map((sentence) => page.make('p', {}, sentence)),
                );
                picture.draw(ladder);
            },
            [picture],
        );
    }

    /** Sliders, the answer beside them, and what was pinned. */
    function try_section(words, data, report) {
        const pictures = data.files[0];
        const pins = [];
        const answer = page.make('div', { class: 'answer' });
        const tiles = page.make('dl', { class: 'tiles' });
        const pinned = page.make('div', { id: 'pins' });
        report.pin = function (name, shown) {
            if (shown) pins.push({ name: name, pictures: shown });
            page.refill(
                pinned,
                page.make('h3', {}, words['report.try.pinned']),
                page.comparison([named_answer(data, 0)].concat(pins), words, words['report.try.pinned.caption']),
            );
        };
        const controls = page.try_numbers(words, pictures, data.model, report);
        report.reset = controls.reset;
        if (!controls.can_answer) return section_of(words, 'try', controls.element);
        const picture = page.picture('redirection', words, { id: 'picture-try' });
        const children = page.make(
            'div',
            { class: 'columns' },
            controls.element,
            page.make('div', { class: 'says' }, answer, tiles, picture.element),
        );
        return section_of(
            words,
            'try',
            [children, pinned],
            function (shown) {
                page.refill(
                    answer,
                    page
                        .run_sentences(shown, words)
                        .slice(0, 1)
                        .map((sentence) => page.make('p', { class: 'lead' }, sentence)),
                );
                page.refill(tiles, page.tiles(shown, words));
                picture.draw(shown);
            },
            [picture],
        );
    }
})(typeof window === 'undefined' ? globalThis : window);
