import { expect, test } from 'vitest';
import { typedRoom, typedServer } from './init.ts';

test.each([
	['pylon.acme.dev', 'https://pylon.acme.dev'],
	[' pylon.acme.dev:8443/pylon/ ', 'https://pylon.acme.dev:8443/pylon'],
	['https://pylon.acme.dev', 'https://pylon.acme.dev'],
	['localhost:1999', 'http://localhost:1999'],
	['127.0.0.1:1999', 'http://127.0.0.1:1999'],
	['localhost.acme.dev', 'https://localhost.acme.dev'],
])('%j is the relay at %s', (typed, server) => expect(typedServer.parse(typed)).toBe(server));

test.each(['', ' ', 'our relay', 'ftp://pylon.acme.dev', 'http://pylon.acme.dev', 'mara:secret@pylon.acme.dev'])('%j is none', (typed) =>
	expect(typedServer.safeParse(typed).success).toBe(false),
);

test.each([
	['Acme Sprint', 'acme-sprint'],
	['  Équipe  Web_2 ', 'equipe-web-2'],
	['acme-sprint', 'acme-sprint'],
])('%j names the room %s', (typed, slug) => expect(typedRoom.parse(typed)).toBe(slug));

test.each(['', '...', 'Acme & Sprint', '你好'])('%j names none', (typed) => expect(typedRoom.safeParse(typed).success).toBe(false));
