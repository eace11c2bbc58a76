/** Files that an entry of the feed names. One that holds one more stands for more than that. Apart from its schema, which a first paint would wait for. */
export const FILES_NAMED = 30;
