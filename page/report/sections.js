/* The sections of the report page: which there are, in which order, and what each draws. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** A section of the page that is there when it has something to show. */
    function section_of(words, id, children, draw, drawn = []) {
        const element = page.make(
            'section',
            { id: id, 'aria-labelledby': id + '-title' },
            page.make('h2', { id: id + '-title' }, words['report.section.' + id]),
            words['report.about.' + id] ? page.make('p', { class: 'about' }, words['report.about.' + id]) : null,
            children,
        );
        return { id: id, element: element, draw: draw || (() => {}), drawn: drawn };
    }

    /** A section around one chart; `of` gives the pictures that it draws, that of the answer by default. */
    function chart_section(words, id, name, of = (shown) => shown) {
        const picture = page.picture(name, words);
        return section_of(words, id, picture.element, (shown) => picture.draw(of(shown)), [picture]);
    }

    /** A section whose content is made anew from what is shown. */
    function made_section(words, id, make) {
        const place = page.make('div', {});
        return section_of(words, id, place, (shown) => page.refill(place, make(shown)));
    }

    /** Charts that this file can fill. */
    const can_fill = function (name, pictures) {
        const chart = desvio.charts[name];
        return chart && chart.needs === pictures.kind && (!chart.fills || chart.fills(pictures));
    };

    /** Sections of the page in their order; `report` is told of live answers. */
    page.sections_of = function (data, report) {
        const { words, ladder } = data;
        const pictures = data.files[0];
        const is_run = pictures.kind === 'run',
            is_first_year = page.is_first_year(pictures);
        const sections = [];
        const add_chart = (id, name) => {
            if (can_fill(name, pictures)) sections.push(chart_section(words, id, name));
        };
        if (is_run && !page.is_unchanged(pictures)) {
            add_chart('map', 'map');
            sections.push(made_section(words, 'who', (shown) => page.who_gains(shown, words)));
            if (ladder && can_fill('ladder', ladder)) sections.push(ladder_section(words, ladder));
            add_chart('market', 'market-share');
            add_chart('sectors', 'heatmap');
            add_chart('china', 'china');
            if (!is_first_year) add_chart('welfare', 'welfare');
            add_chart('duties', 'duties');
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
        if (!is_run && pictures.tables['/region/welfare_pct'].dimensions.length === 2)
            sections.push(made_section(words, 'levels', (shown) => page.levels_table(shown, words)));
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
