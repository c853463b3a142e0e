/* The question in words for a scenario without a title: the numbers of its rules. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    const most_numbers = 3;

    /** "Duty of the United States on BRICS: 100 %; ..."; the scenario's name where its rules have no number. */
    page.composed_title = function (words, pictures) {
        const { name, toml } = pictures.scenario;
        if (!toml || !pictures.names) return name;
        const write = page.writer(words);
        const numbers = page.movable_numbers(toml, (pictures.attributes || {}).scenario_reading || 'central');
        const said = numbers.slice(0, most_numbers).map(function (number) {
            const { importer, exporter, sector } = number.who;
            const axis = number.kind === 'tariff' ? desvio.axis.rule_name(pictures, words, number.key, importer, exporter, sector) : null;
            const is_plain = ['factor', 'days'].includes(number.key);
            const level = is_plain ? write.number(number.written, number.written % 1 ? 2 : 0) : desvio.format.level(number.written, words);
            return (axis || page.number_label(words, pictures, number)) + ': ' + level;
        });
        if (!said.length) return name;
        return said.join('; ') + (numbers.length > most_numbers ? ' …' : '');
    };
})(typeof window === 'undefined' ? globalThis : window);
