/** What readers did not understand, ready to be pasted into an issue: names of record types and counts, never content. */
import type { Drift } from '../local-agents/local-agents.ts';
import type { Examination } from './finding.ts';

export function driftReport({ version, node, platform, drift }: Omit<Examination, 'findings' | 'rooms'>): string[] {
	const rows = [['agent', 'version', 'record', 'count'], ...drift.map(cellsOf)];
	const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	const [head = [], ...body] = rows.map(line);
	const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
	return [`Pylon ${version}, Node ${node}, ${platform}`, '', head, rule, ...body].flat();
}

const cellsOf = ({ kind, version, record, count }: Drift): string[] => [kind, version, record, String(count)];
