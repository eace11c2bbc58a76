/**
 * https://opencode.ai/docs/plugins; tried with 1.18. It runs no command before an edit, it loads plugins: ours hands a path on to the same
 * hook that the others run, and does nothing where that does not answer.
 */
import { join } from 'node:path';
import { type HookClient, listed, patchedPaths, textIn } from '../hook-client.ts';

export const openCode: HookClient = {
	kind: 'opencode',
	folder: ({ home, env }) => join(env.XDG_CONFIG_HOME || join(home, '.config'), 'opencode'),
	addition: ({ home, env, program }) => {
		const file = join(openCode.folder({ home, env }), 'plugins', 'pylon.js');
		const [node, script, kind] = program('before');
		return { in: 'file', file, text: plugin([node, script, kind].map((word) => JSON.stringify(word))) };
	},
	hears: ['after'],
	asks: false,
	paths: ({ args }) => [...listed(textIn(args, 'filePath')), ...patchedPaths(textIn(args, 'patchText'))],
	reply: (_, { verdict, say }) => (verdict === 'deny' ? { deny: say } : { say }),
};

/** What OpenCode loads: an edit's paths go to the hook, and nothing else of it. */
const plugin = ([
	node,
	script,
	kind,
]: string[]): string => `// Pylon Rooms: tells the agent who else is in a file. Taken back by: pylon hooks remove --opencode
import childProcess from 'node:child_process';

const EDITS = new Set(['edit', 'write', 'multiedit', 'patch', 'apply_patch']);
const LIMIT_MS = 1000;

function ask(moment, input) {
  return new Promise((resolve) => {
    try {
      const child = childProcess.spawn(${node}, [${script}, ${kind}, moment], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
      const timer = setTimeout(() => child.kill(), LIMIT_MS);
      let text = '';
      child.stdout.on('data', (chunk) => { text += chunk; });
      child.stdin.on('error', () => {});
      child.on('error', () => resolve({}));
      child.on('close', () => {
        clearTimeout(timer);
        try { resolve(text === '' ? {} : JSON.parse(text)); } catch { resolve({}); }
      });
      child.stdin.end(JSON.stringify(input));
    } catch { resolve({}); }
  });
}

const about = (sessionID, cwd, args) => ({
  sessionID,
  cwd,
  args: { filePath: args?.filePath, patchText: args?.patchText?.split('\\n').filter((line) => line.startsWith('*** ')).join('\\n') },
});

export const Pylon = async ({ directory }) => ({
  'tool.execute.before': async ({ tool, sessionID }, { args }) => {
    if (!EDITS.has(tool)) return;
    const { deny } = await ask('before', about(sessionID, directory, args));
    if (deny !== undefined) throw new Error(deny);
  },
  'tool.execute.after': async ({ tool, sessionID, args }, output) => {
    if (!EDITS.has(tool) || typeof output?.output !== 'string') return;
    const { say } = await ask('after', about(sessionID, directory, args));
    if (say !== undefined) output.output += '\\n\\n' + say;
  },
  event: async ({ event }) => {
    const sessionID = event?.properties?.sessionID;
    if (sessionID === undefined) return;
    if (event.type === 'permission.asked' || event.type === 'permission.updated') await ask('waiting', about(sessionID, directory));
    if (event.type === 'session.idle') await ask('ended', about(sessionID, directory));
    if (event.type === 'session.deleted') await ask('gone', about(sessionID, directory));
  },
});
`;
