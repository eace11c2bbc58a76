/** What a procedure is given: who asks, and the parts of the room that answer. */
import type { z } from 'zod';
import type { agentApi } from '../shared/api/agent.ts';
import type { Joined } from '../shared/api/basics.ts';
import type { collisionApi } from '../shared/api/collision.ts';
import type { deviceApi } from '../shared/api/device.ts';
import type { inviteApi } from '../shared/api/invite.ts';
import type { operatorApi } from '../shared/api/operator.ts';
import type { roomApi } from '../shared/api/room.ts';
import type { Role, SealedEvent } from '../shared/room/events.ts';
import type { HibernatingSubscription } from '../shared/trpc-partykit/server/hibernating.ts';

/** A device whose credential was checked. */
export interface Caller {
	operatorId: string;
	deviceId: string;
	role: Role;
}

type Shape = { in: z.ZodType; out: z.ZodType };
type Answers<Shapes extends Record<string, Shape>> = {
	[Name in keyof Shapes]: (input: z.infer<Shapes[Name]['in']>, caller: Caller) => MaybePromise<z.infer<Shapes[Name]['out']>>;
};
type MaybePromise<Value> = Value | Promise<Value>;

/** `room.get`, and so on. */
export type ProcedureName = { [Name in keyof Desk]: `${Name}.${keyof Desk[Name] & string}` }[keyof Desk];

/** One method for each procedure. Those that let a stranger in take no notice of the caller. */
export interface Desk {
	room: Answers<Omit<typeof roomApi, 'watch' | 'create'>> & {
		create(input: z.infer<typeof roomApi.create.in>): MaybePromise<Joined>;
		watch(input: z.infer<typeof roomApi.watch.in>, caller: Caller): HibernatingSubscription<SealedEvent>;
	};
	invite: Answers<Omit<typeof inviteApi, 'preview' | 'accept'>> & {
		preview(input: z.infer<typeof inviteApi.preview.in>): MaybePromise<z.infer<typeof inviteApi.preview.out>>;
		accept(input: z.infer<typeof inviteApi.accept.in>): MaybePromise<Joined>;
	};
	operator: Answers<typeof operatorApi>;
	device: Answers<Omit<typeof deviceApi, 'claim'>> & {
		claim(input: z.infer<typeof deviceApi.claim.in>): MaybePromise<Joined>;
	};
	agent: Answers<typeof agentApi>;
	collision: Answers<typeof collisionApi>;
}

export interface Context {
	/** `undefined`: no credential, or one that the room does not know. */
	caller: Caller | undefined;
	/** Why a credential that was shown is not one of the room. */
	refused: 'removed' | 'signed-out' | undefined;
	/** Whether the room was created. */
	exists: boolean;
	desk: Desk;
}
