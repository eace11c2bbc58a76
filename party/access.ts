/** Who may call what, read off the router: for the docs and for the test that tries it all. */
import { relay } from './router.ts';

export type Who = 'anyone' | 'member' | 'admin';

interface Access {
	path: string;
	type: string;
	who: Who;
}

export function procedureAccess(): Access[] {
	return Object.entries(relay._def.procedures).map(([path, procedure]) => {
		const { type, meta } = (procedure as unknown as { _def: { type: string; meta?: { who: Who } } })._def;
		if (meta === undefined) throw new Error(`${path} does not say who may call it.`);
		return { path, type, who: meta.who };
	});
}

export function accessOf(path: string): Who {
	const access = procedureAccess().find((each) => each.path === path);
	if (access === undefined) throw new Error(`There is no procedure ${path}.`);
	return access.who;
}

/** What lets in somebody who is no member. */
const HOLDS: Record<string, string> = {
	'room.create': 'a holder of the relay’s create key, where it has one',
	'invite.preview': 'a holder of an invite',
	'invite.accept': 'a holder of an invite',
	'device.claim': 'a holder of a link',
};

export function accessTable(): string {
	const rows = procedureAccess().map(({ path, type, who }) => {
		const cell = (role: 'member' | 'admin') => (who === 'anyone' || who === role || role === 'admin' ? 'yes' : 'admin-only');
		return `| \`${path}\` | ${type} | ${who === 'anyone' ? HOLDS[path] : 'signed-out'} | ${who === 'anyone' ? 'the same' : 'removed'} | ${cell('member')} | ${cell('admin')} |`;
	});
	return `# Procedures

Who may call what. Generated from \`party/router.ts\` by \`npm run docs\`; a test fails when it is out of date, and another one tries
every procedure in every role, over HTTP and on the socket. What is not *yes* is the refusal that comes back.

Operators of another room are strangers. On the socket a stranger is not let in at all: it closes with 4007. Self-service
procedures (\`operator.update\`, \`operator.leave\`, \`device.*\`) act on the caller alone.

| procedure | kind | stranger | removed member | member | admin |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
