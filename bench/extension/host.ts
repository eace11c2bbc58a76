/**
 * What the native host adds, with thirty agents on this machine and no room: to the popup's first paint after a click, and to the
 * background's heap. The paint of the same browser before it knows a host and after, so that a busy machine weighs on both.
 */
import { join } from 'node:path';
import { startChromium } from '../../e2e/chromium.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';
import { backgroundHeap } from './crowd.ts';
import type { Measured } from './measured.ts';
import { EMPTY, measurePaint } from './popup.ts';

const AGENTS = 30;
const FILES = 20;
const OPENINGS = 12;

export async function measureHost(extension: string): Promise<Measured[]> {
	const scratch = new Scratch();
	const jake = Member.inScratch(scratch.home, 'jake');
	const profile = join(jake.home, '.config/chromium');
	writeSessions(scratch);
	const chromium = await startChromium({ extension, home: jake.home, profile });
	try {
		const atRest = await backgroundHeap(chromium);
		const without = await measurePaint(chromium, OPENINGS, true);
		const { code, stderr } = await jake.pylon(['browser', 'install', '--chromium']);
		if (code !== 0) throw new Error(stderr);
		await chromium.killWorker();
		const popup = await chromium.open('popup');
		await popup.getByTestId('agent-row').first().waitFor();
		await popup.close();
		const heap = await backgroundHeap(chromium);
		const beside = await measurePaint(chromium, OPENINGS, false);
		const against = { beside: beside['popup.html'] / beside[EMPTY], without: without['popup.html'] / without[EMPTY] };
		return [
			{ what: `popup's first paint with the host and its ${AGENTS} agents, mean of ${OPENINGS}`, is: beside['popup.html'], unit: 'ms' },
			{ what: '… against an empty page, then', is: against.beside, unit: '×' },
			{ what: '… the same without the host', is: against.without, unit: '×' },
			{ what: '… what the host adds to it', is: against.beside / against.without, limit: 1.15, unit: '×' },
			{ what: 'the background’s heap with the host', is: heap, limit: 80, unit: 'MB' },
			{ what: '… without one, at rest', is: atRest, unit: 'MB' },
		];
	} finally {
		await chromium.close();
		scratch.remove();
	}
}

function writeSessions(scratch: Scratch): void {
	const cwd = scratch.repository('jake/work/api', 'https://github.com/acme/api.git');
	for (let agent = 0; agent < AGENTS; agent++) {
		const session = scratch.claude(`${String(agent).padStart(8, '0')}-1111-4111-8111-111111111111`, cwd);
		Object.assign(session, { file: `jake/${session.file}` });
		session.prompt();
		for (let file = 0; file < FILES; file++) session.edit(join(cwd, `src/area-${agent}/file-${file}.ts`));
	}
}
