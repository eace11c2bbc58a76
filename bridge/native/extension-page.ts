/** Where a person reads how the extension comes into their browser. */
export const EXTENSION_PAGE = 'https://github.com/pylon-rooms/pylon-rooms#see-it-in-the-browser';
