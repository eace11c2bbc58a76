/** Whether a document can have marks: a picture (SVG) cannot, and to a page that its server has shut off (`sandbox`) nothing may be told. */
export const isMarkable = (document: Document): boolean => document.contentType === 'text/html' && globalThis.origin !== 'null';
