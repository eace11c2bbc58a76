/** Who a credential belongs to, and what a procedure is given. */
import { credential as credentialShape } from '../shared/api/basics.ts';
import { sha256Hex } from '../shared/bytes.ts';
import type { Caller, Context, Desk } from './context.ts';
import { Refused } from './procedure.ts';
import { deviceIdFrom } from './secrets.ts';
import type { KeptDevice, Store } from './store.ts';

type Standing = Pick<Context, 'caller' | 'refused'>;

const STRANGER: Standing = { caller: undefined, refused: undefined };

export class Entrance {
	readonly #store: Store;
	readonly #desk: () => Desk;

	constructor(store: Store, desk: () => Desk) {
		this.#store = store;
		this.#desk = desk;
	}

	/** For a call over HTTP. */
	async contextOf(credential: string | undefined): Promise<Context> {
		return this.#context(this.#standing(await this.#device(credential)));
	}

	/** For a call on a socket that was let in before: looked up anew each time, since roles and devices change. */
	contextFor(identity: { deviceId: string } | undefined): Context {
		return this.#context(this.#standing(identity && this.#store.devices.get(identity.deviceId)));
	}

	/** Lets a socket in, or refuses it by name. */
	async authenticate(credential: string | undefined): Promise<{ operatorId: string; deviceId: string }> {
		if (this.#store.charter === undefined) throw new Refused('room-unknown');
		const { caller, refused } = this.#standing(await this.#device(credential));
		if (caller === undefined) throw new Refused(refused ?? 'signed-out');
		return { operatorId: caller.operatorId, deviceId: caller.deviceId };
	}

	async #device(credential: string | undefined): Promise<KeptDevice | undefined> {
		if (!credentialShape.safeParse(credential).success || credential === undefined) return undefined;
		const hash = await sha256Hex(credential);
		const device = this.#store.devices.get(deviceIdFrom(hash));
		return device?.hash === hash ? device : undefined;
	}

	#standing(device: KeptDevice | undefined): Standing {
		if (device === undefined) return STRANGER;
		if (device.ended !== undefined) return { caller: undefined, refused: device.ended.why };
		const member = this.#store.members.get(device.operatorId);
		if (member === undefined) return STRANGER;
		const caller: Caller = { operatorId: member.operatorId, deviceId: device.deviceId, role: member.role };
		return { caller, refused: undefined };
	}

	#context(standing: Standing): Context {
		return { ...standing, exists: this.#store.charter !== undefined, desk: this.#desk() };
	}
}
