/// Numbers, money, names and sentences in the reader's language: words is the object of page/words/<lang>.json.
/// Duktape has no Intl, so this is small and by hand. Minus is U+2212; the space inside a number and before a unit does not break.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
var format = desvio.format = {};
var MINUS = '\u2212', MISSING = '\u2013';

/// The text of a key with {name} filled in; the key itself where the language lacks it, so that a gap is seen.
format.text = function(words, key, values) {
    var template = words[key];
    if (template === undefined) return key;
    return format.fill(template, values);
};
format.fill = function(template, values) {
    return String(template).replace(
        /\{(\w+)\}/g, function(whole, name) { return values && values[name] !== undefined ? String(values[name]) : whole; });
};

/// "32,766.1" with so many decimals; a number that rounds to nothing has no sign.
format.number = function(value, decimals, words) {
    if (typeof value !== 'number' || !isFinite(value)) return MISSING;
    var digits = Math.abs(value).toFixed(decimals || 0);
    var parts = digits.split('.');
    parts[0] = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, words['format.thousands']);
    var text = parts.length > 1 ? parts[0] + words['format.decimal'] + parts[1] : parts[0];
    return value < 0 && /[1-9]/.test(digits) ? MINUS + text : text;
};
format.signed = function(value, decimals, words) {
    var text = format.number(value, decimals, words);
    return value > 0 && /[1-9]/.test(text) ? '+' + text : text;
};
/// value is in percent: 54 -> "54%" (en, pt), "54 %" (es)
format.percent = function(value, decimals, words) {
    return typeof value !== 'number' || !isFinite(value) ? MISSING : format.fill(words['format.percent'], {x: format.number(value, decimals, words)});
};
format.signed_percent = function(value, decimals, words) {
    return typeof value !== 'number' || !isFinite(value) ? MISSING : format.fill(words['format.percent'], {x: format.signed(value, decimals, words)});
};
/// A change in percent with two decimals, or with as many up to five as show that it is not nothing: "+0.12%", "−0.004%"
format.fine_percent = function(value, words) {
    var decimals = 2;
    while (decimals < 5 && value !== 0 && Math.abs(value) < 0.5 * Math.pow(10, -decimals)) ++decimals;
    return format.signed_percent(value, Math.abs(value) < 0.5e-5 ? 2 : decimals, words);
};
/// fraction 0.54 -> "54%"
format.share = function(fraction, decimals, words) { return format.percent(typeof fraction === 'number' ? 100 * fraction : NaN, decimals, words); };
/// A duty or another level of an axis: percent with as many decimals as it needs, at most one.
format.level = function(fraction, words) {
    var percent = 100 * fraction;
    return format.percent(percent, Math.abs(percent - Math.round(percent)) < 0.05 ? 0 : 1, words);
};

/// "US$" of "million US$" or "numeraire million US$"; null where money is not counted in millions.
format.currency = function(units) {
    var found = /^(?:numeraire )?million (.+)$/.exec(units || '');
    return found ? found[1] : null;
};
function amount(value, units, words, key) {
    if (typeof value !== 'number' || !isFinite(value)) return MISSING;
    var currency = format.currency(units), size = Math.abs(value), text;
    if (currency === null) return format.number(value, size < 10 ? 1 : 0, words) + '\u00a0' + units;
    var is_bn = size >= 999.5;
    var bn = format.number(size / 1000, size >= 1e6 ? 0 : 1, words);
    var mn = is_bn ? format.number(Math.round(size / (size >= 1e6 ? 1000 : 100)) * (size >= 1e6 ? 1000 : 100), 0, words) :
                     format.number(size, size < 9.95 ? 1 : 0, words);
    text = format.fill(words[key + (is_bn ? 'bn' : 'mn')], {bn: bn, mn: mn, currency: currency});
    return {text: text, is_zero: !/[1-9]/.test(is_bn ? bn : mn)};
}
function with_sign(value, units, words, key, plus) {
    var shown = amount(value, units, words, key);
    if (typeof shown === 'string') return shown;
    if (shown.is_zero) return shown.text;
    return (value < 0 ? MINUS : plus) + shown.text;
}
/// "32.8 bn US$", "32 800 millones de US$", "US$ 32,8 bi"; units as the table has them
format.money = function(million, units, words) { return with_sign(million, units, words, 'format.money_', ''); };
format.signed_money = function(million, units, words) { return with_sign(million, units, words, 'format.money_', '+'); };
/// The same without the currency, for marks beside a chart whose unit is told: "32.8 bn", "32 800 M", "32,8 bi"
format.money_short = function(million, units, words) { return with_sign(million, units, words, 'format.short_', ''); };
format.signed_money_short = function(million, units, words) { return with_sign(million, units, words, 'format.short_', '+'); };

/// "a, b and c"
format.list = function(parts, words) {
    if (parts.length < 2) return parts.join('');
    var last = parts[parts.length - 1], and = words['format.and'];
    if (words['format.and_before_i'] && /^h?[i\u00ed]/i.test(last) && !/^hi[aeo]/i.test(last)) and = words['format.and_before_i'];
    return parts.slice(0, -1).join(', ') + ' ' + and + ' ' + last;
};
format.capital = function(text) { return text.charAt(0).toUpperCase() + text.slice(1); };
/// Text that may be put into the HTML of a tooltip.
format.escape = function(
    text) { return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;'); };

/// A name of the language, unless the base calls that code something else than desvio's own base does.
function translated(words, own, table, code) {
    var known = words.known && words.known[code];
    if (known !== undefined && own !== undefined && own !== '' && own !== known) return null;
    return words[table] && words[table][code] || null;
}
function own_name(own, code) {
    var name = own || code, bracket = name.indexOf(' (');
    return bracket > 0 ? name.slice(0, bracket) : name;
}
function with_article(words, name, key, use) {
    if (!use) return name;
    var article = words.articles[key] || '';
    return format.fill(words.prepositions[use][article], {name: name});
}
/// use: undefined "United States", "the" "the United States", "in" "in the United States", "of", "to"
format.region = function(words, data, code, use) {
    var own = data.names && data.names.region ? data.names.region[code] : undefined;
    var name = translated(words, own, 'regions', code);
    return name === null ? with_article(words, own_name(own, code), '', use) : with_article(words, name, code, use);
};
format.sector = function(words, data, code) {
    var own = data.names && data.names.sector ? data.names.sector[code] : undefined;
    return translated(words, own, 'sectors', code) || own_name(own, code);
};
function spoken(group) { return format.capital(group.replace(/_/g, ' ')); }
format.group = function(words, group, use) {
    var name = words.groups[group];
    return name ? with_article(words, name, '@' + group, use) : with_article(words, spoken(group), '', use);
};
/// The name of a set of regions: its one member, the group that it is, or "the regions in focus".
format.set = function(words, data, members, use) {
    if (members.length === 1) return format.region(words, data, members[0], use);
    var same = members.slice().sort().join();
    for (var group in data.groups) {
        if (data.groups[group].slice().sort().join() === same) return format.group(words, group, use);
    }
    return with_article(words, words['focus.name'], '@focus', use);
};
/// A destination of tables.blocs.
format.bloc = function(words, data, bloc) {
    if (bloc.code) return format.region(words, data, bloc.code);
    if (bloc.kind === 'others') return format.text(words, 'bloc.others');
    var use = bloc.is_rest ? 'of' : undefined;
    var name = bloc.kind === 'focus' ? format.set(words, data, data.focus, use) : format.group(words, bloc.group, use);
    return bloc.is_rest ? format.text(words, 'bloc.rest', {of: name}) : name;
};
})(this);
