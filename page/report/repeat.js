/* What a reader takes away: every number, the scenario's text, how to repeat the run, whose work it is. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** A text with a button that copies it. */
    function copied(words, text, more) {
        const said = page.make('span', { role: 'status' });
        const copy = page.make(
            'button',
            {
                type: 'button',
                class: 'quiet',
                on: {
                    click: () => {
                        const done = () => page.refill(said, ' ' + words['report.copied']);
                        // A page opened from a disk may have no clipboard: selecting the text leaves one key to press.
                        const select = () => getSelection().selectAllChildren(block);
                        if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, select);
                        else select();
                    },
                },
            },
            words['report.copy'],
        );
        const block = page.make('pre', { tabindex: '0' }, page.make('code', {}, text));
        return [block, page.make('p', { class: 'tools' }, copy, more, said)];
    }

    /** Buttons for the numbers. @param {() => Array} all name, columns and rows of every picture on the page */
    page.downloads = (words, name, all) =>
        page.make(
            'p',
            {},
            page.download_button(words['report.csv_all'], name + '.csv', () => page.csv_of_all(all())),
        );

    /** The scenario's text, and the commands that give the same numbers again. @param {string} file_name a file, or a built-in scenario's name */
    page.repeat = function (words, pictures, file_name) {
        const { name, toml } = pictures.scenario;
        const file = (name || 'scenario') + '.toml';
        const is_sweep = pictures.kind === 'sweep';
        const vary = page
            .labels(pictures, '/axis/path')
            .map((axis) => " --vary '" + page.text_at(pictures, '/axis/path', axis) + '=' + pictures.dimensions[axis].join(',') + "'")
            .join('');
        // A report of a scenario has no result file beside it: a built-in one is run by its name, another one from the text below.
        const is_named = file_name in (words['report.scenarios'] || {});
        const is_result = !is_named && !/\.toml$/.test(file_name || '');
        const commands = [];
        if (is_result) commands.push('desvio rerun ' + (file_name || 'result.h5'));
        if (is_sweep) commands.push('desvio sweep ' + file + vary + ' -o ladder.h5');
        else if (is_named) commands.push('desvio run ' + file_name + ' -o ' + file_name + '.h5');
        else commands.push('desvio run ' + file + ' -o ' + (is_result ? 'result' : name || 'scenario') + '.h5');
        return [
            page.make('p', {}, words[is_result ? 'report.repeat.sentence' : 'report.repeat.sentence_run']),
            copied(words, commands.join('\n')),
            page.make('h3', {}, words['report.repeat.scenario']),
            copied(
                words,
                toml || '',
                page.download_button(words['report.toml'], file, () => toml, 'text/plain'),
            ),
        ];
    };

    /** Version, licence, what the page was made from. */
    page.imprint = function (words, pictures) {
        const { attributes } = pictures;
        return [
            page.facts([
                [
                    words['report.imprint.program'],
                    [
                        'desvio ',
                        attributes.desvio_version,
                        attributes.git_commit ? ' (' + attributes.git_commit + ')' : '',
                        attributes.compiler ? ', ' + attributes.compiler : '',
                    ],
                ],
                [words['report.imprint.command'], page.make('code', {}, attributes.command_line || '')],
                [words['report.imprint.made'], attributes.created_utc],
                [words['report.imprint.licence'], words['report.imprint.licence_text']],
            ]),
        ];
    };
})(typeof window === 'undefined' ? globalThis : window);
