/**
 * What all rooms of this process have done since it started, in numbers, and never a name. Rooms of one workerd share its memory; on
 * Cloudflare they do not, and nobody asks.
 */
import { PROTOCOL } from '../../shared/protocol.ts';
import { Tally } from '../tally.ts';

/** Of one room, as it is now. A room that fell asleep is as it was. */
export interface RoomFigures {
	sockets: number;
	agents: number;
}

interface Figure {
	name: string;
	type: 'gauge' | 'counter';
	help: string;
	/** By their labels, as the format writes them. */
	values: readonly (readonly [labels: string, value: number])[];
}

export class RelayFigures {
	readonly tally: Tally;
	readonly #rooms = new Map<string, RoomFigures>();

	constructor(now: number) {
		this.tally = new Tally(now);
	}

	see(room: string, figures: RoomFigures): void {
		if (figures.sockets === 0) this.#rooms.delete(room);
		else this.#rooms.set(room, figures);
	}

	/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
	text(): string {
		return this.#figures()
			.map(({ name, type, help, values }) => {
				const lines = values.map(([labels, value]) => `${name}${labels} ${value}\n`);
				return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
			})
			.join('');
	}

	#figures(): Figure[] {
		const { since, messages, bytesIn, bytesOut, refusals } = this.tally;
		const rooms = [...this.#rooms.values()];
		const sum = (key: keyof RoomFigures) => rooms.reduce((total, room) => total + room[key], 0);
		const bytes = [['{direction="in"}', bytesIn] as const, ['{direction="out"}', bytesOut] as const];
		const refused = Object.entries(refusals).map(([refusal, times]) => [`{refusal="${refusal}"}`, times] as const);
		return [
			{
				name: 'pylon_start_time_seconds',
				type: 'gauge',
				help: 'When the relay started, in seconds since 1970.',
				values: [['', since / 1_000]],
			},
			{ name: 'pylon_protocol', type: 'gauge', help: 'The protocol that it speaks.', values: [['', PROTOCOL]] },
			{ name: 'pylon_rooms', type: 'gauge', help: 'Rooms in which somebody is.', values: [['', rooms.length]] },
			{ name: 'pylon_sockets', type: 'gauge', help: 'Open sockets of bridges, browsers and terminals.', values: [['', sum('sockets')]] },
			{ name: 'pylon_agents', type: 'gauge', help: 'Agents that those rooms know.', values: [['', sum('agents')]] },
			{ name: 'pylon_messages_total', type: 'counter', help: 'Messages and calls received.', values: [['', messages]] },
			{ name: 'pylon_bytes_total', type: 'counter', help: 'What was received and sent.', values: bytes },
			{ name: 'pylon_refusals_total', type: 'counter', help: 'What was refused; failed is a fault of the relay.', values: refused },
		];
	}
}
