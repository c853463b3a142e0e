/* What the page asks the program that served it. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const serve = desvio.serve = desvio.serve || {};

    /** The JSON of a path; a fault where there is none. */
    serve.get = async function (path) {
        const response = await fetch(path);
        if (!response.ok) throw new Error(path + ': ' + response.status);
        return response.json();
    };

    const send = (path, question, signal) => fetch(path, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(question), signal: signal,
    });

    /** What a refusal says, as the faults of an answer. */
    async function faults_of(response) {
        const told = await response.json().catch(() => ({}));
        return told.faults ? told : { faults: [{ line: 0, column: 0, problem: String(response.status), why: '', what_to_do: '' }] };
    }

    /**
     * Asks questions of which only the latest matters: a new one calls the one before off.
     * @returns {function(Object): Promise<Object|null>} question -> answer, faults or not_solved; null when it was overtaken
     */
    serve.latest = function () {
        let running = null;
        return async function (question) {
            if (running) running.abort();
            const mine = running = new AbortController();
            try {
                const response = await send('/api/answer', question, mine.signal);
                const reply = response.ok ? await response.json() : await faults_of(response);
                return mine === running ? reply : null;
            } catch (fault) {
                if (fault.name === 'AbortError') return null;
                throw fault;
            }
        };
    };

    /**
     * A file made of a question.
     * @param {string} path "/api/result.h5"
     * @returns {Promise<{blob: Blob, name: string}|{faults}|{not_solved}>}
     */
    serve.file = async function (path, question) {
        const response = await send(path, question);
        if (!response.ok) return faults_of(response);
        const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') || '');
        return name ? { blob: await response.blob(), name: name[1] } : response.json();
    };
})(window);
