/**
 * The walls of the house: one row per room, which says what it may import besides its own files. `npm run check` holds every
 * import against it, those of types included, and says what to do instead.
 */

export interface Room {
	/** What its files' paths begin with, where that is not the room's name. Of several rooms that fit, the longest has the file. */
	at?: readonly string[];
	/** Other rooms, each without what has a row of its own within it. */
	rooms: readonly string[] | 'all';
	/** The packages that it may import, where they are few. A name that ends in `*` stands for all that begin so. */
	packages?: readonly string[];
	/** Packages that it may not import, and why. */
	without?: Readonly<Record<string, string>>;
	/** Rooms of which it may take types, and nothing that runs. */
	typesOf?: { rooms: readonly string[]; why: string };
	/** Types that it may take from a file beyond its walls. */
	types?: Readonly<Record<string, readonly string[]>>;
	/** Why, of whatever else it imports. Where it is not said, the refusal names what the row allows. */
	why?: string;
}

const HOST = "PartyKit and Cloudflare's runtime are known in party/'s hosts alone, so that moving to another touches two files.";
export const NO_HOST = { partykit: HOST, 'partykit/*': HOST, partyserver: HOST, 'cloudflare:*': HOST };

const RELATIVE = 'Imports are relative or name their package, so that every tool resolves them alike.';
const NODELESS = 'The extension runs in a browser, which has no Node modules.';
const BROWSER = {
	...NO_HOST,
	'node:*': NODELESS,
	'@/*': RELATIVE,
	'@@/*': RELATIVE,
	'~/*': RELATIVE,
	'~~/*': RELATIVE,
	'#imports': RELATIVE,
};

const UI = 'ui/ knows neither sockets nor `browser`: components receive props and send events; the live room is above them.';
const PROPS =
	'ui/ takes types alone of contract/ and room/: what is judged of a room, or read of what crossed, comes as a prop from surface/ or entrypoints/.';
const NO_SOCKET = { wxt: UI, 'wxt/*': UI, 'webextension-polyfill': UI, partysocket: UI, 'partysocket/*': UI, '@trpc/*': UI };

const PURE =
	'shared/ runs in Node, browsers and workers alike: it may import zod, @noble/ciphers, @trpc/client and partysocket, nothing else.';
const ON_THE_TABLE = ['zod', '@noble/ciphers/*', '@trpc/client', 'partysocket'];
const SERVER =
	'shared/trpc-partykit/server/ is to be published by itself: it may import its own files, @trpc/server and zod, nothing else.';
const CLIENT =
	'shared/trpc-partykit/client/ is to be published by itself: it may import its own files, @trpc/client, partysocket and the types of @trpc/server, nothing else.';

/** A room of the bridge, and which of the bridge's others it may import. */
const wing = (...rooms: string[]): Room => ({ rooms: ['shared', ...rooms.map((room) => `bridge/${room}`)], without: NO_HOST });
const RELAY = 'shared/relay.ts';
const reaching = (room: Room): Room => ({ ...room, rooms: [...room.rooms, RELAY] });
/** A room of the extension, and which of the extension's others it may import. */
const inTheBrowser = (...rooms: string[]): Room => ({ rooms: ['shared', ...rooms.map((room) => `extension/${room}`)], without: BROWSER });
/** What puts the rooms together, or tries them. */
const ABOVE: Room = { rooms: 'all', without: NO_HOST };

export const ROOMS: Readonly<Record<string, Room>> = {
	shared: { rooms: [], packages: ON_THE_TABLE, why: PURE },
	// The way to a relay, for those alone that name it: what reads agents opens no connection. And the one type that crosses a wall.
	'shared/relay.ts': {
		rooms: ['shared', 'shared/trpc-partykit/client'],
		packages: ON_THE_TABLE,
		types: { 'party/router.ts': ['Router'] },
		why: PURE,
	},
	'shared/trpc-partykit/server': { rooms: [], packages: ['@trpc/server', '@trpc/server/*', 'zod'], why: SERVER },
	'shared/trpc-partykit/client': { rooms: [], packages: ['@trpc/client', '@trpc/server', 'partysocket'], why: CLIENT },

	party: { rooms: ['shared', 'shared/trpc-partykit/server'], without: NO_HOST },
	'party/host': {
		at: ['party/host-', 'party/partykit-directory.ts', 'party/workerd.d.ts'],
		rooms: ['party', 'shared', 'shared/trpc-partykit/server'],
	},

	// The bridge, in the order of its data: what agents write, what is known of them, what rooms hear, who asks. Each imports downwards only.
	'bridge/base': wing(),
	'bridge/terminal': wing('base'),
	'bridge/agents': wing('base'),
	'bridge/sessions': wing('base', 'agents'),
	'bridge/git': wing('base'),
	'bridge/changes': wing('base', 'git', 'local-agents'),
	'bridge/local-agents': wing('base', 'agents', 'sessions', 'git'),
	// What agents themselves hear of others: decided here, asked by what follows.
	'bridge/warn': wing('base', 'git', 'local-agents'),
	'bridge/report': wing('base', 'git', 'local-agents'),
	'bridge/rooms': reaching(wing('base', 'terminal', 'git', 'local-agents', 'report', 'warn')),
	// Its person is told away from their browser: decided here, of what the daemon knows.
	'bridge/attention': wing('base', 'local-agents', 'rooms'),
	'bridge/daemon': reaching(wing('changes', 'base', 'terminal', 'local-agents', 'report', 'rooms', 'warn', 'attention')),
	'bridge/login': wing('base'),
	'bridge/native': reaching(wing('base', 'changes', 'local-agents', 'rooms', 'daemon', 'login')),
	'bridge/board': wing('base', 'terminal', 'local-agents', 'changes', 'rooms', 'daemon'),
	'bridge/doctor': reaching(wing('base', 'terminal', 'git', 'local-agents', 'rooms', 'daemon', 'login', 'native', 'hooks', 'attention')),
	'bridge/hooks': wing('base', 'warn', 'terminal'),
	'bridge/mcp': wing('base', 'warn', 'hooks'),
	// What commands are written with, the commands, and the program that runs them.
	'bridge/cli': wing('base', 'terminal', 'rooms', 'board', 'doctor'),
	'bridge/commands': reaching(
		wing(
			'base',
			'terminal',
			'local-agents',
			'report',
			'rooms',
			'daemon',
			'login',
			'native',
			'board',
			'doctor',
			'cli',
			'warn',
			'hooks',
			'mcp',
			'attention',
		),
	),
	'bridge/program': {
		...wing('base', 'terminal', 'cli', 'commands', 'hooks'),
		at: ['bridge/pylon.ts', 'bridge/pylon-hook.ts', 'bridge/cli/program.ts', 'bridge/cli/run-program.ts'],
	},

	// The extension: what crosses, what is judged of it, the one that talks to relays, who shows it, and what is drawn with.
	'extension/contract': inTheBrowser(),
	'extension/browser': inTheBrowser('contract'),
	'extension/texts': { ...inTheBrowser('browser'), at: ['extension/texts.', 'extension/words.', 'extension/public/'] },
	'extension/room': inTheBrowser('contract', 'texts'),
	'extension/background': reaching(inTheBrowser('contract', 'browser', 'texts', 'room')),
	'extension/ui': {
		rooms: ['shared', 'extension/texts'],
		typesOf: { rooms: ['extension/contract', 'extension/room'], why: PROPS },
		without: { ...BROWSER, ...NO_SOCKET },
		why: UI,
	},
	'extension/github': inTheBrowser('contract', 'texts'),
	'extension/first-paint': inTheBrowser('contract', 'texts'),
	'extension/surface': inTheBrowser('contract', 'texts', 'room', 'first-paint', 'ui'),
	'extension/entrypoints': {
		...inTheBrowser('contract', 'browser', 'texts', 'room', 'background', 'ui', 'github', 'first-paint', 'surface'),
		at: ['extension/entrypoints/', 'extension/env.d.ts'],
	},

	testing: ABOVE,
	scripts: ABOVE,
	e2e: ABOVE,
	bench: ABOVE,
};
