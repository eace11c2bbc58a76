/** What a procedure is given: who asks, and the parts of the room that answer. */
import type { z } from 'zod';
import type { HibernatingSubscription } from '../shared/party-socket/hibernating.ts';
import type { Role, SealedEvent } from '../shared/room.ts';
import type * as shapes from './shapes.ts';

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

/** One method for each procedure. Those that let a stranger in take no notice of the caller. */
export interface Desk {
	room: Answers<Omit<typeof shapes.room, 'watch' | 'create'>> & {
		create(input: z.infer<typeof shapes.room.create.in>): MaybePromise<shapes.Joined>;
		watch(input: z.infer<typeof shapes.room.watch.in>, caller: Caller): HibernatingSubscription<SealedEvent>;
	};
	invite: Answers<Omit<typeof shapes.invites, 'preview' | 'accept'>> & {
		preview(input: z.infer<typeof shapes.invites.preview.in>): MaybePromise<z.infer<typeof shapes.invites.preview.out>>;
		accept(input: z.infer<typeof shapes.invites.accept.in>): MaybePromise<shapes.Joined>;
	};
	operator: Answers<typeof shapes.operators>;
	device: Answers<Omit<typeof shapes.devices, 'claim'>> & {
		claim(input: z.infer<typeof shapes.devices.claim.in>): MaybePromise<shapes.Joined>;
	};
	agent: Answers<typeof shapes.agents>;
	collision: Answers<typeof shapes.collisions>;
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
