/** Files that an entry of the feed names. Apart from its schema, which a first paint would wait for. */
export const FILES_NAMED = 30;
