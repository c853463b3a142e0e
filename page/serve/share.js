/* A link that holds a scenario: #s= and the state as JSON, deflated, in base64url. Nothing of it goes to the program. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};

    const longest_link = 32768, largest_state = 131072;  // letters, bytes

    const to_base64url = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    const from_base64url = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

    /** All bytes of a stream; a fault beyond `most`, so that a short link cannot unfold without end. */
    async function gather(stream, most) {
        const reader = stream.getReader();
        const parts = [];
        let size = 0;
        for (;;) {
            const { done, value } = await reader.read();
            if (done) break;
            size += value.length;
            if (size > most) {
                await reader.cancel();
                throw new Error('the link is too large');
            }
            parts.push(value);
        }
        const all = new Uint8Array(size);
        parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
        return all;
    }

    /** The fragment that holds a state; empty where no link could. */
    serve.fragment_of = async function (state) {
        const packed = new Blob([JSON.stringify(state)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
        const fragment = '#s=' + to_base64url(await gather(packed, largest_state));
        return fragment.length > longest_link ? '' : fragment;
    };

    /** Lets the address follow a state, so that a page loaded again, or a bookmark, shows it. @returns whether it can */
    serve.keep_in_address = async function (state) {
        const fragment = await serve.fragment_of(state);
        history.replaceState(null, '', fragment || location.pathname);
        return fragment !== '';
    };

    const is_text = (value, longest = 200) => typeof value === 'string' && value.length <= longest;
    const is_names = (value) => Array.isArray(value) && value.length <= 200 && value.every((name) => is_text(name));
    const is_number = (value, low, high) => typeof value === 'number' && value >= low && value <= high;

    /** Whether that is a state: a link may come from anybody. */
    function is_state(state) {
        if (!state || state.version !== 1 || !is_text(state.base) || !is_text(state.toml, 65536)) return false;
        if (!is_text(state.language, 2) || !is_text(state.start)) return false;
        const pick = state.pick;
        return Boolean(pick) && is_text(pick.importer) && is_names(pick.partners) && is_names(pick.sectors) &&
            is_number(pick.rate, 0, 2) && is_number(pick.retaliation, 0, 2);
    }

    /**
     * The state that a fragment holds.
     * @returns {Promise<Object|null>} null for a fragment that is none; a fault for one that is broken
     */
    serve.state_of = async function (fragment) {
        if (!fragment.startsWith('#s=')) return null;
        if (fragment.length > longest_link) throw new Error('the link is too long');
        const unpacked = new Blob([from_base64url(fragment.slice(3))]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
        const state = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await gather(unpacked, largest_state)));
        if (!is_state(state)) throw new Error('the link holds no scenario');
        return state;
    };
})(window);
