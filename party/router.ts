/** The relay's procedures. Signposts: each points into the room. */
import { z } from 'zod';
import { HibernatingSubscription } from '../shared/party-socket/hibernating.ts';
import type { SealedEvent } from '../shared/room.ts';
import { admin, member, open, router, visitor } from './procedure.ts';
import * as shapes from './shapes.ts';

/** A live feed. Its events are made of what was parsed when it came in, and are not parsed again for each watcher. */
const events = z.custom<HibernatingSubscription<SealedEvent>>((feed) => feed instanceof HibernatingSubscription);

const { room, invites, operators, devices, agents, collisions } = shapes;

export const relay = router({
	room: router({
		create: open
			.input(room.create.in)
			.output(room.create.out)
			.mutation(({ ctx, input }) => ctx.desk.room.create(input)),
		get: member
			.input(room.get.in)
			.output(room.get.out)
			.query(({ ctx, input }) => ctx.desk.room.get(input, ctx.caller)),
		summary: member
			.input(room.summary.in)
			.output(room.summary.out)
			.query(({ ctx, input }) => ctx.desk.room.summary(input, ctx.caller)),
		stats: admin
			.input(room.stats.in)
			.output(room.stats.out)
			.query(({ ctx, input }) => ctx.desk.room.stats(input, ctx.caller)),
		setPolicy: admin
			.input(room.setPolicy.in)
			.output(room.setPolicy.out)
			.mutation(({ ctx, input }) => ctx.desk.room.setPolicy(input, ctx.caller)),
		delete: admin
			.input(room.delete.in)
			.output(room.delete.out)
			.mutation(({ ctx, input }) => ctx.desk.room.delete(input, ctx.caller)),
		watch: member
			.input(room.watch.in)
			.output(events)
			.subscription(({ ctx, input }) => ctx.desk.room.watch(input, ctx.caller)),
	}),
	invite: router({
		create: admin
			.input(invites.create.in)
			.output(invites.create.out)
			.mutation(({ ctx, input }) => ctx.desk.invite.create(input, ctx.caller)),
		list: admin
			.input(invites.list.in)
			.output(invites.list.out)
			.query(({ ctx, input }) => ctx.desk.invite.list(input, ctx.caller)),
		revoke: admin
			.input(invites.revoke.in)
			.output(invites.revoke.out)
			.mutation(({ ctx, input }) => ctx.desk.invite.revoke(input, ctx.caller)),
		preview: visitor
			.input(invites.preview.in)
			.output(invites.preview.out)
			.query(({ ctx, input }) => ctx.desk.invite.preview(input)),
		accept: visitor
			.input(invites.accept.in)
			.output(invites.accept.out)
			.mutation(({ ctx, input }) => ctx.desk.invite.accept(input)),
	}),
	operator: router({
		list: member
			.input(operators.list.in)
			.output(operators.list.out)
			.query(({ ctx, input }) => ctx.desk.operator.list(input, ctx.caller)),
		update: member
			.input(operators.update.in)
			.output(operators.update.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.update(input, ctx.caller)),
		setRole: admin
			.input(operators.setRole.in)
			.output(operators.setRole.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.setRole(input, ctx.caller)),
		remove: admin
			.input(operators.remove.in)
			.output(operators.remove.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.remove(input, ctx.caller)),
		leave: member
			.input(operators.leave.in)
			.output(operators.leave.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.leave(input, ctx.caller)),
	}),
	device: router({
		link: member
			.input(devices.link.in)
			.output(devices.link.out)
			.mutation(({ ctx, input }) => ctx.desk.device.link(input, ctx.caller)),
		claim: visitor
			.input(devices.claim.in)
			.output(devices.claim.out)
			.mutation(({ ctx, input }) => ctx.desk.device.claim(input)),
		list: member
			.input(devices.list.in)
			.output(devices.list.out)
			.query(({ ctx, input }) => ctx.desk.device.list(input, ctx.caller)),
		revoke: member
			.input(devices.revoke.in)
			.output(devices.revoke.out)
			.mutation(({ ctx, input }) => ctx.desk.device.revoke(input, ctx.caller)),
	}),
	agent: router({
		report: member
			.input(agents.report.in)
			.output(agents.report.out)
			.mutation(({ ctx, input }) => ctx.desk.agent.report(input, ctx.caller)),
		beat: member
			.input(agents.beat.in)
			.output(agents.beat.out)
			.mutation(({ ctx, input }) => ctx.desk.agent.beat(input, ctx.caller)),
		list: member
			.input(agents.list.in)
			.output(agents.list.out)
			.query(({ ctx, input }) => ctx.desk.agent.list(input, ctx.caller)),
	}),
	collision: router({
		list: member
			.input(collisions.list.in)
			.output(collisions.list.out)
			.query(({ ctx, input }) => ctx.desk.collision.list(input, ctx.caller)),
	}),
});

export type Router = typeof relay;
