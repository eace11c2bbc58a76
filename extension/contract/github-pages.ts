/** The pages that the extension is for without anybody's asking, as the manifest and permissions name them. */
export const GITHUB = ['https://github.com/*'];
