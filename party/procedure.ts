/** tRPC for this room, and the four kinds of procedure by who may call them. Roles are enforced here and nowhere else. */
import { initTRPC, TRPCError } from '@trpc/server';
import { type CLOSE, REFUSALS, type Refusal } from '../shared/refusal.ts';
import type { Context } from './context.ts';

/** The relay says no. */
export class Refused extends TRPCError {
	readonly refusal: Refusal;
	/** Where it ends the socket that it came over. */
	readonly closeCode: number | undefined;

	constructor(refusal: Refusal, close?: (typeof CLOSE)[keyof typeof CLOSE]) {
		super({ code: REFUSALS[refusal].code, message: REFUSALS[refusal].message });
		this.refusal = refusal;
		this.closeCode = close?.code;
	}
}

/** What went wrong, from the closed list where it is the caller's affair. */
export function refusalIn(error: TRPCError): Refusal | undefined {
	if (error instanceof Refused) return error.refusal;
	return error.code === 'INTERNAL_SERVER_ERROR' ? undefined : 'malformed';
}

interface Meta {
	/** Who may call it, for the matrix in the docs. */
	who: 'anyone' | 'member' | 'admin';
}

const trpc = initTRPC
	.context<Context>()
	.meta<Meta>()
	.create({
		isDev: false,
		isServer: true,
		allowOutsideOfServer: true,
		errorFormatter: ({ shape, error }) => {
			const refusal = refusalIn(error);
			const message = refusal === undefined ? 'The relay failed.' : REFUSALS[refusal].message;
			return { ...shape, message, data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, refusal } };
		},
	});

export const router = trpc.router;

/** Holders of a create key, an invite or a link: the procedure itself checks what they hold. */
export const open = trpc.procedure.meta({ who: 'anyone' });

/** In a room that exists. */
export const visitor = open.use(({ ctx, next }) => {
	if (!ctx.exists) throw new Refused('room-unknown');
	return next();
});

export const member = visitor.meta({ who: 'member' }).use(({ ctx, next }) => {
	if (ctx.caller === undefined) throw new Refused(ctx.refused ?? 'signed-out');
	return next({ ctx: { caller: ctx.caller } });
});

export const admin = member.meta({ who: 'admin' }).use(({ ctx, next }) => {
	if (ctx.caller.role !== 'admin') throw new Refused('admin-only');
	return next();
});
