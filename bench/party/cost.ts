/** What a team costs on Cloudflare. Prices: https://developers.cloudflare.com/durable-objects/platform/pricing/ (Workers Paid). */
const PRICE = {
	base: 5,
	requestsPerMillion: 0.15,
	includedRequests: 1e6,
	gbSecondsPerMillion: 12.5,
	includedGbSeconds: 400_000,
	gigabytes: 0.128,
};
/** Messages that come in over a WebSocket count as a twentieth of a request; those that go out are free. */
const MESSAGES_PER_REQUEST = 20;

const TEAM = { people: 100, agentsEach: 3, days: 22, hours: 8 };
/** Of the hours, how many an agent works or waits; how often it then reports and its bridge beats, in seconds. */
const HABITS = { busyShare: 0.5, reportEvery: 10, beatEvery: 30 };

export function monthlyCost(): string {
	const busySeconds = TEAM.days * TEAM.hours * 3_600 * HABITS.busyShare;
	const reports = TEAM.people * TEAM.agentsEach * (busySeconds / HABITS.reportEvery);
	const beats = TEAM.people * (busySeconds / HABITS.beatEvery);
	const messages = reports + beats;
	const requests = messages / MESSAGES_PER_REQUEST;
	const awake = TEAM.days * TEAM.hours * 3_600;
	const gbSeconds = awake * PRICE.gigabytes;
	const forRequests = (Math.max(0, requests - PRICE.includedRequests) / 1e6) * PRICE.requestsPerMillion;
	const forTime = (Math.max(0, gbSeconds - PRICE.includedGbSeconds) / 1e6) * PRICE.gbSecondsPerMillion;
	const figure = (value: number) => Math.round(value).toLocaleString('en');
	const dollars = (value: number) => `$${value.toFixed(2)}`;
	return `${TEAM.people} people with ${TEAM.agentsEach} agents each in one room, ${TEAM.days} days of ${TEAM.hours} hours, agents busy half of it:
  reports   ${TEAM.people} × ${TEAM.agentsEach} agents × ${figure(busySeconds)} s ÷ ${HABITS.reportEvery} s = ${figure(reports)}
  beats     ${TEAM.people} bridges × ${figure(busySeconds)} s ÷ ${HABITS.beatEvery} s = ${figure(beats)}
  requests  ${figure(messages)} messages ÷ ${MESSAGES_PER_REQUEST} = ${figure(requests)}; ${figure(PRICE.includedRequests)} are included: ${dollars(forRequests)}
  time      awake ${figure(awake)} s × ${PRICE.gigabytes} GB = ${figure(gbSeconds)} GB-s; ${figure(PRICE.includedGbSeconds)} are included: ${dollars(forTime)}
  in all    ${dollars(PRICE.base)} a month for the plan + ${dollars(forRequests + forTime)} = ${dollars(PRICE.base + forRequests + forTime)}`;
}
