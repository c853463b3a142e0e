/* Hands what the program made to the reader as a file. */
(function (root) {
    'use strict';
    const desvio = root.desvio = root.desvio || {};
    const page = desvio.page = desvio.page || {};

    /** As page.download(), for bytes. */
    page.download_blob = function (name, blob) {
        const url = URL.createObjectURL(blob);
        const link = page.make('a', { href: url, download: name });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(url), 1000);
    };
})(window);
