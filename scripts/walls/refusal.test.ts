import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { refusal } from './refusal.ts';
import { ROOMS } from './rooms.ts';

const ROOM = 'Rooms never import each other';
const TABLE = 'it imports no room';
const PURE = 'shared/ runs in Node, browsers and workers alike';
const HOST = "known in party/'s hosts alone";
const PUBLISHED = 'to be published by itself';
const UI = 'ui/ knows neither sockets nor `browser`';
const PROPS = 'takes types alone';
const SHIPS = 'What ships imports neither';
const DOWN = 'moves down into one of these';

/** A file, a line in it, and what is said of it; `undefined`: nothing. */
const WALLS: [file: string, line: string, refusal: string | undefined][] = [
	['bridge/report/push.ts', "import { a } from '../../party/router.ts';", ROOM],
	['bridge/commands/init.ts', "import type { A } from '../../extension/contract/settings.ts';", ROOM],
	['bridge/sessions/tail.test.ts', "import { a } from '../../party/router.ts';", ROOM],
	['bridge/report/push.ts', "import { a } from 'partykit/server';", HOST],
	['bridge/report/push.test.ts', "import { a } from 'partykit/server';", HOST],
	['bridge/report/push.ts', "import { a } from '../../shared/limits.ts';", undefined],
	['bridge/report/push.ts', "import { a } from 'node:fs';", undefined],
	['bridge/base/version.ts', "import info from '../../package.json' with { type: 'json' };", undefined],
	['bridge/elsewhere/push.ts', "import { a } from '../git/git.ts';", 'has no row'],
	// Inside the bridge: downwards only.
	['bridge/base/home.ts', "import { a } from '../terminal/shell.ts';", DOWN],
	['bridge/terminal/shell.ts', "import type { A } from '../rooms/config.ts';", DOWN],
	['bridge/agents/codex/codex.ts', "import { a } from '../../sessions/tail.ts';", DOWN],
	['bridge/sessions/tail.ts', "import { a } from '../git/git.ts';", DOWN],
	['bridge/sessions/tail.ts', "import { a } from '../agents/skim/skim.ts';", undefined],
	['bridge/git/git.ts', "import type { A } from '../local-agents/local-agent.ts';", DOWN],
	['bridge/local-agents/project.ts', "import { a } from '../report/scope.ts';", DOWN],
	['bridge/local-agents/project.ts', "import { a } from '../git/worktree.ts';", undefined],
	['bridge/report/push.ts', "import { a } from '../rooms/config.ts';", DOWN],
	['bridge/rooms/config.ts', "import { a } from '../daemon/daemon.ts';", DOWN],
	['bridge/daemon/bridge.ts', "import { a } from '../board/board.ts';", DOWN],
	['bridge/daemon/bridge.ts', "import { a } from '../report/push.ts';", undefined],
	['bridge/board/board.ts', "type A = import('../commands/status.ts').StatusOptions;", DOWN],
	['bridge/doctor/room.ts', "import { a } from '../board/board.ts';", DOWN],
	['bridge/login/installed.ts', "import { a } from '../terminal/shell.ts';", DOWN],
	['bridge/cli/help.ts', "import { a } from '../commands/init.ts';", DOWN],
	['bridge/cli/program.ts', "const a = () => import('../commands/init.ts');", undefined],
	['bridge/commands/init.ts', "import { a } from '../cli/program.ts';", DOWN],
	['bridge/agents/samples.test.ts', "import { a } from '../local-agents/local-agents.ts';", undefined],
	// What reads agents opens no connection.
	['bridge/local-agents/project.ts', "import { a } from '../../shared/relay.ts';", DOWN],
	['bridge/daemon/room-bridge.ts', "import { a } from '../../shared/relay.ts';", undefined],

	['party/router.ts', "import { a } from '../bridge/report/push.ts';", ROOM],
	['party/store.ts', "export { a } from '../extension/contract/settings.ts';", ROOM],
	['party/room.ts', "import type * as Party from 'partykit/server';", HOST],
	['party/room.ts', "import { Server } from 'partyserver';", HOST],
	['party/room.ts', "import { a } from './host-partykit.ts';", DOWN],
	['party/door/door.ts', "import { DurableObject } from 'cloudflare:workers';", HOST],
	['party/host-partykit.ts', "import type * as Party from 'partykit/server';", undefined],
	['party/host-partykit.ts', "import { a } from './room.ts';", undefined],
	['party/host-partyserver.ts', "import { Server } from 'partyserver';", undefined],
	['party/host-partyserver.ts', "import { DurableObject } from 'cloudflare:workers';", undefined],
	['party/host-partyserver.ts', "import { a } from '../bridge/report/push.ts';", ROOM],
	['party/sockets.ts', "import { a } from '../shared/limits.ts';", undefined],
	['party/sockets.ts', "import { a } from '../shared/trpc-partykit/server/frame.ts';", undefined],
	['party/sockets.ts', "import { a } from '../shared/trpc-partykit/client/link.ts';", DOWN],

	['extension/background/live.ts', "const a = await import('../../bridge/report/push.ts');", ROOM],
	['extension/room/room.ts', "import { a } from 'node:path';", 'has no Node modules'],
	['extension/room/room.test.ts', "import { a } from 'node:path';", undefined],
	['extension/room/party.ts', "import { a } from 'partykit/server';", HOST],
	['extension/room/alias.ts', "import { a } from '@/settings';", 'Imports are relative'],
	['extension/background/socket.ts', "import PartySocket from 'partysocket';", undefined],
	['extension/ui/row.ts', "import { browser } from 'wxt/browser';", UI],
	['extension/ui/row.ts', "import PartySocket from 'partysocket';", UI],
	['extension/ui/row.ts', "import { a } from '@trpc/client';", UI],
	['extension/ui/row.ts', "import { a } from '../../shared/relay.ts';", UI],
	['extension/ui/row.ts', "import { a } from '../background/live.ts';", UI],
	['extension/ui/row.ts', "import { a } from '../surface/room-live.svelte.ts';", UI],
	['extension/ui/row.ts', "import type { RoomLive } from '../surface/room-live.svelte.ts';", UI],
	['extension/ui/row.ts', "import { a } from '../github/mark/badge.ts';", UI],
	['extension/ui/row.ts', "import { browser } from '../browser/page-browser.ts';", UI],
	['extension/ui/row.ts', "import { rowsOf } from '../room/board.ts';", PROPS],
	['extension/ui/row.ts', "import type { Row } from '../room/board.ts';", undefined],
	['extension/ui/row.ts', "import { settings } from '../contract/settings.ts';", PROPS],
	['extension/ui/row.ts', "import { type Settings, settings } from '../contract/settings.ts';", PROPS],
	['extension/ui/row.ts', "import type { Settings } from '../contract/settings.ts';", undefined],
	['extension/ui/row.ts', "import { text } from '../texts.ts';", undefined],
	['extension/ui/row.test.ts', "import { rowsOf } from '../room/board.ts';", undefined],
	['extension/ui/row.ts', "import { a } from '../../bridge/report/push.ts';", ROOM],
	['extension/ui/row.ts', "import { a } from '../../shared/words.ts';", undefined],
	['extension/ui/row.svelte', '<script lang="ts">\n\timport { browser } from \'wxt/browser\';\n</script>\n<p>It</p>', UI],
	['extension/ui/row.svelte', '<script lang="ts">\n\timport type { A } from \'../background/live.ts\';\n</script>', UI],
	// Inside the extension: what crosses, what is judged of it, who holds it, what draws it.
	['extension/contract/settings.ts', "import { a } from '../room/board.ts';", DOWN],
	['extension/room/board.ts', "import { a } from '../surface/actions.ts';", DOWN],
	['extension/room/board.ts', "import { a } from '../../shared/relay.ts';", DOWN],
	['extension/surface/actions.ts', "import { a } from '../background/relay/relay-source.ts';", DOWN],
	['extension/surface/actions.ts', "import { a } from '../../shared/relay.ts';", DOWN],
	['extension/surface/board-surface.svelte', '<script lang="ts">import Row from \'../ui/agents/agent-row.svelte\';</script>', undefined],
	['extension/github/overlay.ts', "import { a } from '../room/board.ts';", DOWN],
	['extension/github/overlay.ts', "import { a } from '../ui/parts/text-color.ts';", DOWN],
	['extension/background/parts.ts', "import { a } from '../surface/actions.ts';", DOWN],
	['extension/background/parts.ts', "import { a } from '../../shared/relay.ts';", undefined],
	['extension/entrypoints/marks.ts', "import { a } from '../github/overlay.ts';", undefined],
	['extension/elsewhere/a.ts', "import { a } from '../room/board.ts';", 'has no row'],

	['shared/room/fold.ts', "import { a } from '../../party/router.ts';", TABLE],
	['shared/fold.ts', "import { a } from 'node:crypto';", PURE],
	['shared/fold.ts', "import { a } from 'wxt/browser';", PURE],
	['shared/fold.ts', "import { a } from '@trpc/server';", PURE],
	['shared/fold.ts', "import { z } from 'zod';", undefined],
	['shared/fold.ts', "import { aessiv } from '@noble/ciphers/aes.js';", undefined],
	['shared/fold.test.ts', "import { a } from 'node:fs';", undefined],
	['shared/relay.ts', "import type { Router } from '../party/router.ts';", undefined],
	['shared/relay.ts', "import { Router } from '../party/router.ts';", 'Only the type Router'],
	['shared/relay.ts', "import type { Router, router } from '../party/router.ts';", 'Only the type Router'],
	['shared/relay.ts', "import type { Room } from '../party/room.ts';", TABLE],
	['shared/relay-2.ts', "import type { Router } from '../party/router.ts';", TABLE],
	['shared/trpc-partykit/server/frame.ts', "import { a } from '@trpc/server';", undefined],
	['shared/trpc-partykit/server/frame.ts', "import { a } from '../../relay.ts';", PUBLISHED],
	['shared/trpc-partykit/server/frame.ts', "import { a } from 'partykit/server';", PUBLISHED],
	['shared/trpc-partykit/server/frame.ts', "import { a } from '@trpc/client';", PUBLISHED],
	['shared/trpc-partykit/client/link.ts', "import { a } from '@trpc/client';", undefined],
	['shared/trpc-partykit/client/link.ts', "import { a } from '@trpc/server/adapters/fetch';", PUBLISHED],
	['shared/trpc-partykit/client/link.ts', "import { a } from '../server/frame.ts';", PUBLISHED],

	['scripts/start.ts', "import { a } from '../bridge/report/push.ts';", undefined],
	['scripts/relay.ts', "import { Server } from 'partyserver';", HOST],
	['bridge/report/push.ts', "import { a } from '../../testing/scratch.ts';", SHIPS],
	['party/room.ts', "import { a } from '../scripts/run.ts';", SHIPS],
	['extension/room/room.ts', "import { a } from '../../e2e/surface.ts';", SHIPS],
	['shared/fold.ts', "import { a } from '../bench/run.ts';", SHIPS],
	['bridge/report/push.test.ts', "import { a } from '../../testing/scratch.ts';", undefined],
	['bridge/report/push.test.ts', "import { a } from '../../e2e/surface.ts';", SHIPS],
	['scripts/start.ts', "import { a } from './tally.test.ts';", 'Nothing imports a test'],
];

const said = (file: string, source: string): string | undefined => importsOf(file, source).map((each) => refusal(file, each))[0];

describe('the walls', () => {
	test.each(WALLS.filter(([, , why]) => why !== undefined))('in %s refuse %s', (file, line, why) =>
		expect(said(file, line)).toContain(why),
	);

	test.each(WALLS.filter(([, , why]) => why === undefined))('in %s allow %s', (file, line) => {
		expect(importsOf(file, line)).toHaveLength(1);
		expect(said(file, line)).toBeUndefined();
	});

	test('nothing that ships imports what puts it together or tries it', () => {
		const above = Object.keys(ROOMS).filter((name) => ROOMS[name]?.rooms === 'all');
		const shipped = Object.keys(ROOMS).filter((name) => !above.includes(name) && !name.endsWith('.ts'));
		const crossings = shipped.flatMap((name) =>
			above.map((other) => [`${ROOMS[name]?.at?.[0] ?? `${name}/`}a.ts`, `/${other}/b.ts`] as const),
		);
		expect(crossings.length).toBeGreaterThan(80);
		const allowed = crossings.filter(([file, to]) => {
			const up = '../'.repeat(file.split('/').length - 1).slice(0, -1);
			return said(file, `import type { A } from '${up}${to}';`)?.includes(SHIPS) !== true;
		});
		expect(allowed).toEqual([]);
	});

	test('every room that a row names has a row', () => {
		const named = Object.values(ROOMS).flatMap(({ rooms, typesOf }) => [...(rooms === 'all' ? [] : rooms), ...(typesOf?.rooms ?? [])]);
		expect(named.filter((name) => !(name in ROOMS))).toEqual([]);
	});
});
