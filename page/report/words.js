/* Sentences with figures in them. Plain texts are desvio.format.text's of page/charts. */
(function (root) {
    'use strict';
    const desvio = (root.desvio = root.desvio || {});
    const page = (desvio.page = desvio.page || {});

    /** The text of a key of page/words with its `{names}` replaced. */
    page.say = (words, key, values) => desvio.format.text(words, key, values);

    /**
     * As say(), with nodes and lists of nodes among the values.
     * @returns {Array} texts and nodes in the order of the sentence
     */
    page.say_nodes = function (words, key, values) {
        const text = words[key] === undefined ? key : words[key];
        return text
            .split(/(\{\w+\})/)
            .filter((part) => part !== '')
            .map((part) => {
                const name = /^\{(\w+)\}$/.exec(part);
                return name && name[1] in values ? values[name[1]] : part;
            })
            .flat(Infinity);
    };

    /** "a", "a and b", "a, b and c", of nodes or texts. */
    page.join_and = (words, parts) =>
        parts.flatMap((part, k) => {
            if (k === 0) return [part];
            return [k + 1 === parts.length ? ' ' + words['format.and'] + ' ' : ', ', part];
        });

    /** "Brazil", or "in the United States" where `use` is "in" (format.region). */
    page.region_name = (words, pictures, code, use) => desvio.format.region(words, pictures, code, use);

    /** "Latin America", or "of Latin America" where `use` is "of". */
    page.set_name = (words, pictures, codes, use) => desvio.format.set(words, pictures, codes, use);
})(typeof window === 'undefined' ? globalThis : window);
