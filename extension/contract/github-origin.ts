/** Match patterns of GitHub's pages: what the extension asks access to, and where it runs. */
export const GITHUB = ['https://github.com/*'];
