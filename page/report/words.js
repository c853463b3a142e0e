/* Texts in the reader's language. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const page = desvio.page = desvio.page || {};

    /**
     * The text of a key with its `{names}` replaced.
     * @param {Object} words object of page/words
     * @param {string} key "report.answer.title"
     * @param {Object} [values] by name; texts
     * @returns {string} the key itself where the words lack it
     */
    page.say = function (words, key, values) {
        const text = words[key];
        if (text === undefined) return key;
        return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
    };

    /** As say(), with nodes and lists of nodes among the values: a list of texts and nodes, in the order of the sentence. */
    page.say_nodes = function (words, key, values) {
        const text = words[key] === undefined ? key : words[key];
        return text.split(/(\{\w+\})/).filter((part) => part !== '').map((part) => {
            const name = /^\{(\w+)\}$/.exec(part);
            return name && name[1] in values ? values[name[1]] : part;
        }).flat(Infinity);
    };

    /** "a", "a and b", "a, b and c", of nodes or texts. */
    page.join_and = function (words, parts) {
        return parts.flatMap((part, k) => {
            if (k === 0) return [part];
            return [k + 1 === parts.length ? words['report.and'] : ', ', part];
        });
    };

    /** Name of a region in the reader's language, else that of the base without what stands in brackets. */
    page.region_name = function (words, pictures, code) {
        const known = words.regions && words.regions[code];
        const given = pictures.names.region[code] || code;
        return known || given.replace(/ \(.*$/, '');
    };

    /** "in Brazil": with the article that the language wants. */
    page.in_region = function (words, pictures, code) {
        const name = page.region_name(words, pictures, code);
        return words['report.in.' + code] || page.say(words, 'report.in', { name: name });
    };

    /** Name of a set of regions: that of the group with the same members, of its only member, or their codes. */
    page.set_name = function (words, pictures, codes) {
        if (codes.length === 1) return page.region_name(words, pictures, codes[0]);
        const wanted = codes.slice().sort().join(' ');
        for (const [group, members] of Object.entries(pictures.groups)) {
            if (members.slice().sort().join(' ') !== wanted) continue;
            return words['report.group.' + group] || group.replace(/_/g, ' ');
        }
        if (codes.length === Object.keys(pictures.names.region).length) return words['report.group.all'];
        return codes.join(', ');
    };
})(typeof window === 'undefined' ? globalThis : window);
