/** The relay's procedures. Signposts: each points into the room. */
import { z } from 'zod';
import { agentApi } from '../shared/api/agent.ts';
import { collisionApi } from '../shared/api/collision.ts';
import { deviceApi } from '../shared/api/device.ts';
import { inviteApi } from '../shared/api/invite.ts';
import { operatorApi } from '../shared/api/operator.ts';
import { roomApi } from '../shared/api/room.ts';
import type { SealedEvent } from '../shared/room/events.ts';
import { HibernatingSubscription } from '../shared/trpc-partykit/server/hibernating.ts';
import { admin, member, open, router, visitor } from './procedure.ts';

/** A live feed. Its events are made of what was parsed when it came in, and are not parsed again for each watcher. */
const events = z.custom<HibernatingSubscription<SealedEvent>>((feed) => feed instanceof HibernatingSubscription);

export const relay = router({
	room: router({
		create: open
			.input(roomApi.create.in)
			.output(roomApi.create.out)
			.mutation(({ ctx, input }) => ctx.desk.room.create(input)),
		get: member
			.input(roomApi.get.in)
			.output(roomApi.get.out)
			.query(({ ctx, input }) => ctx.desk.room.get(input, ctx.caller)),
		summary: member
			.input(roomApi.summary.in)
			.output(roomApi.summary.out)
			.query(({ ctx, input }) => ctx.desk.room.summary(input, ctx.caller)),
		stats: admin
			.input(roomApi.stats.in)
			.output(roomApi.stats.out)
			.query(({ ctx, input }) => ctx.desk.room.stats(input, ctx.caller)),
		setPolicy: admin
			.input(roomApi.setPolicy.in)
			.output(roomApi.setPolicy.out)
			.mutation(({ ctx, input }) => ctx.desk.room.setPolicy(input, ctx.caller)),
		recommend: admin
			.input(roomApi.recommend.in)
			.output(roomApi.recommend.out)
			.mutation(({ ctx, input }) => ctx.desk.room.recommend(input, ctx.caller)),
		delete: admin
			.input(roomApi.delete.in)
			.output(roomApi.delete.out)
			.mutation(({ ctx, input }) => ctx.desk.room.delete(input, ctx.caller)),
		watch: member
			.input(roomApi.watch.in)
			.output(events)
			.subscription(({ ctx, input }) => ctx.desk.room.watch(input, ctx.caller)),
	}),
	invite: router({
		create: admin
			.input(inviteApi.create.in)
			.output(inviteApi.create.out)
			.mutation(({ ctx, input }) => ctx.desk.invite.create(input, ctx.caller)),
		list: admin
			.input(inviteApi.list.in)
			.output(inviteApi.list.out)
			.query(({ ctx, input }) => ctx.desk.invite.list(input, ctx.caller)),
		revoke: admin
			.input(inviteApi.revoke.in)
			.output(inviteApi.revoke.out)
			.mutation(({ ctx, input }) => ctx.desk.invite.revoke(input, ctx.caller)),
		preview: visitor
			.input(inviteApi.preview.in)
			.output(inviteApi.preview.out)
			.query(({ ctx, input }) => ctx.desk.invite.preview(input)),
		accept: visitor
			.input(inviteApi.accept.in)
			.output(inviteApi.accept.out)
			.mutation(({ ctx, input }) => ctx.desk.invite.accept(input)),
	}),
	operator: router({
		list: member
			.input(operatorApi.list.in)
			.output(operatorApi.list.out)
			.query(({ ctx, input }) => ctx.desk.operator.list(input, ctx.caller)),
		update: member
			.input(operatorApi.update.in)
			.output(operatorApi.update.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.update(input, ctx.caller)),
		setRole: admin
			.input(operatorApi.setRole.in)
			.output(operatorApi.setRole.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.setRole(input, ctx.caller)),
		remove: admin
			.input(operatorApi.remove.in)
			.output(operatorApi.remove.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.remove(input, ctx.caller)),
		leave: member
			.input(operatorApi.leave.in)
			.output(operatorApi.leave.out)
			.mutation(({ ctx, input }) => ctx.desk.operator.leave(input, ctx.caller)),
	}),
	device: router({
		link: member
			.input(deviceApi.link.in)
			.output(deviceApi.link.out)
			.mutation(({ ctx, input }) => ctx.desk.device.link(input, ctx.caller)),
		claim: visitor
			.input(deviceApi.claim.in)
			.output(deviceApi.claim.out)
			.mutation(({ ctx, input }) => ctx.desk.device.claim(input)),
		list: member
			.input(deviceApi.list.in)
			.output(deviceApi.list.out)
			.query(({ ctx, input }) => ctx.desk.device.list(input, ctx.caller)),
		revoke: member
			.input(deviceApi.revoke.in)
			.output(deviceApi.revoke.out)
			.mutation(({ ctx, input }) => ctx.desk.device.revoke(input, ctx.caller)),
	}),
	agent: router({
		report: member
			.input(agentApi.report.in)
			.output(agentApi.report.out)
			.mutation(({ ctx, input }) => ctx.desk.agent.report(input, ctx.caller)),
		beat: member
			.input(agentApi.beat.in)
			.output(agentApi.beat.out)
			.mutation(({ ctx, input }) => ctx.desk.agent.beat(input, ctx.caller)),
		list: member
			.input(agentApi.list.in)
			.output(agentApi.list.out)
			.query(({ ctx, input }) => ctx.desk.agent.list(input, ctx.caller)),
	}),
	collision: router({
		list: member
			.input(collisionApi.list.in)
			.output(collisionApi.list.out)
			.query(({ ctx, input }) => ctx.desk.collision.list(input, ctx.caller)),
	}),
});

export type Router = typeof relay;
