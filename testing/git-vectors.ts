/**
 * For tests: every way in which a repository can name a program for git to run, or a place for git to write to, and a command that takes
 * it up, which shows that it is planted rightly.
 */

/** What a vector may use: its program, which leaves its mark (given `pass`, it also prints what it reads), and a file that is its mark. */
interface Means {
	run: string;
	mark: string;
}

export interface Vector {
	config: (means: Means) => string;
	/** A line of attributes. */
	attributes?: string;
	/** Git's arguments, one command after the other. None where git itself heeds no repository that says so. */
	taken?: string[][];
	/** The first git that knows it. */
	since?: string;
}

const AMEND = ['commit', '--quiet', '--allow-empty', '-m', 'More'];
/** Looks at what is in a file, since its time says nothing any more. */
const LOOK = ['status', '--porcelain'];
/** Needs what is missing: see `HOLLOW` in try-places.ts. */
const MISS = ['diff-index', '--cached', 'HEAD'];

const promisor = (name: string, url: string, more = '') =>
	`[extensions]\n\tpartialClone = ${name}\n[remote "${name}"]\n\tpromisor = true\n\turl = ${url}\n${more}`;

export const VECTORS: Record<string, Vector> = {
	'a filter’s clean': {
		config: ({ run }) => `[filter "one"]\n\tclean = ${run} pass\n`,
		attributes: '*.clean filter=one',
		taken: [LOOK],
	},
	'a filter’s smudge': {
		config: ({ run }) => `[filter "two"]\n\tsmudge = ${run} pass\n`,
		attributes: '*.smudge filter=two',
		taken: [['cat-file', '--filters', 'HEAD:a.smudge']],
	},
	'a filter’s process': {
		config: ({ run }) => `[filter "three"]\n\tprocess = ${run}\n\trequired = true\n`,
		attributes: '*.process filter=three',
		taken: [LOOK],
	},
	'Git LFS’ filter': {
		config: ({ run }) => `[filter "lfs"]\n\tprocess = ${run}\n\tclean = ${run} pass\n`,
		attributes: '*.lfs filter=lfs',
		taken: [LOOK],
	},
	textconv: {
		config: ({ run }) => `[diff "four"]\n\ttextconv = ${run}\n`,
		attributes: '*.conv diff=four',
		taken: [['show', 'HEAD']],
	},
	'a diff driver': {
		config: ({ run }) => `[diff "five"]\n\tcommand = ${run}\n`,
		attributes: '*.driven diff=five',
		taken: [['diff', 'HEAD~1', 'HEAD']],
	},
	'an external diff': { config: ({ run }) => `[diff]\n\texternal = ${run}\n`, taken: [['diff', 'HEAD']] },
	'a merge driver': {
		config: ({ run }) => `[merge "six"]\n\tdriver = ${run}\n`,
		attributes: '*.merged merge=six',
		taken: [
			['reset', '--hard'],
			['merge', 'side'],
		],
	},
	'a monitor of files': { config: ({ run }) => `[core]\n\tfsmonitor = ${run}\n`, taken: [LOOK] },
	'a folder of hooks': { config: ({ run }) => `[core]\n\thooksPath = ${run}-hooks\n`, taken: [AMEND] },
	'a hook in its settings': {
		config: ({ run }) =>
			['pre-commit', 'post-index-change', 'reference-transaction', 'post-checkout']
				.map((event) => `[hook "on-${event}"]\n\tevent = ${event}\n\tcommand = ${run}\n`)
				.join(''),
		taken: [AMEND],
		since: '2.54',
	},
	'an editor': {
		config: ({ run }) => `[core]\n\teditor = ${run}\n[sequence]\n\teditor = ${run}\n`,
		taken: [['commit', '--amend', '--allow-empty']],
	},
	// Git pages for terminals alone.
	'a pager': { config: ({ run }) => `[core]\n\tpager = ${run}\n[pager]\n\tconfig = ${run}\n\trev-list = ${run}\n\tls-files = ${run}\n` },
	'a helper for passwords': {
		config: ({ run }) => `[credential]\n\thelper = ${run}\n`,
		taken: [['credential', 'fill']],
	},
	'a program that asks for passwords': { config: ({ run }) => `[core]\n\taskPass = ${run}\n`, taken: [['credential', 'fill']] },
	'a program that signs': {
		config: ({ run }) => `[gpg]\n\tprogram = ${run}\n[log]\n\tshowSignature = true\n[commit]\n\tgpgSign = true\n`,
		taken: [AMEND],
	},
	'a program for ssh': { config: ({ run }) => `[core]\n\tsshCommand = ${run}\n`, taken: [['ls-remote', 'ssh://127.0.0.1/x']] },
	'a proxy': { config: ({ run }) => `[core]\n\tgitProxy = ${run}\n`, taken: [['ls-remote', 'git://127.0.0.1/x']] },
	'a program on the other side': {
		config: ({ run }) => `[remote "other"]\n\turl = .\n\tuploadpack = ${run}\n`,
		taken: [['ls-remote', 'other']],
	},
	'a protocol of programs': {
		config: ({ run }) => `[protocol "ext"]\n\tallow = always\n[remote "ext"]\n\turl = ext::${run}\n`,
		taken: [['ls-remote', 'ext']],
	},
	'an alias': {
		config: ({ run }) => `[alias]\n\tls-files = !${run}\n\tversion = !${run}\n\tlook = !${run}\n`,
		taken: [['look']],
	},
	'an alias of a new form': { config: ({ run }) => `[alias "Look here"]\n\tcommand = !${run}\n`, taken: [['Look here']], since: '2.54' },
	'an update of a submodule': {
		config: ({ run }) => `[submodule]\n\trecurse = true\n[submodule "sub"]\n\tupdate = !${run}\n\turl = .\n\tactive = true\n`,
	},
	'references of alternates': { config: ({ run }) => `[core]\n\talternateRefsCommand = ${run}\n` },
	'a hook of packing': { config: ({ run }) => `[uploadpack]\n\tpackObjectsHook = ${run}\n` },
	'a hook of collecting garbage': {
		config: ({ run }) => `[gc]\n\trecentObjectsHook = ${run}\n`,
		taken: [
			['hash-object', '-w', '--stdin'],
			['prune', '--expire=now'],
		],
		since: '2.42',
	},
	'a format of archives': { config: ({ run }) => `[tar "x"]\n\tcommand = ${run} pass\n`, taken: [['archive', '--format=x', 'HEAD']] },
	'a tool for differences': {
		config: ({ run }) => `[diff]\n\ttool = x\n[difftool]\n\tprompt = false\n[difftool "x"]\n\tcmd = ${run}\n`,
	},
	'a trace': {
		config: ({ mark }) => `[trace2]\n\teventTarget = ${mark}\n\tnormalTarget = ${mark}\n\tperfTarget = ${mark}\n`,
	},
	'a virtual file system': { config: ({ run }) => `[core]\n\tvirtualFilesystem = ${run}\n` },
	'a fetch of what is missing, by a program': {
		config: ({ run }) => promisor('ext', `ext::${run}`, '[protocol "ext"]\n\tallow = always\n'),
		taken: [MISS],
	},
	'a fetch of what is missing, over ssh': {
		config: ({ run }) => promisor('ssh', 'ssh://127.0.0.1/x', `[core]\n\tsshCommand = ${run}\n`),
		taken: [MISS],
	},
	'a fetch of what is missing, over a proxy': {
		config: ({ run }) => promisor('proxied', 'git://127.0.0.1/x', `[core]\n\tgitProxy = ${run}\n`),
		taken: [MISS],
	},
	'a fetch of what is missing, from this machine': {
		config: ({ run }) => promisor('local', '.', `\tuploadpack = ${run}\n`),
		taken: [MISS],
	},
	'a fetch of what is missing, in a protocol of its own': {
		config: ({ run }) => promisor('none', 'none::x', `[alias]\n\tremote-none = !${run}\n[protocol "none"]\n\tallow = always\n`),
		taken: [MISS],
	},
	'a fetch of what is missing, in a protocol without a name': {
		config: ({ run }) => promisor('nameless', '::x', `[alias]\n\tremote- = !${run}\n[protocol]\n\tallow = always\n`),
	},
};
