/** The steps of a plan, in the arguments of `update_plan` or in a script that calls it. */

import type { PlanStep } from '../sighting.ts';
import { list, shape, text } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';
import { stateOf } from '../tool-call.ts';

const planArguments = shape({ plan: list(shape({ step: text(1000), status: text(20) })) });

export function stepsOf(given: string): PlanStep[] | undefined {
	const plan = skim(planArguments, Buffer.from(given))?.plan;
	return plan?.flatMap(({ step, status }) => {
		const state = stateOf(status);
		return step && state ? [{ subject: step, state }] : [];
	});
}

/** A script's last `tools.update_plan({…})`: JSON mostly, else an object literal whose steps are looked for one by one. */
export function scriptedSteps(name: string, script: string): PlanStep[] | undefined {
	if (name !== 'exec') return undefined;
	const start = script.lastIndexOf('tools.update_plan(');
	if (start === -1) return undefined;
	const literal = script.slice(script.indexOf('{', start));
	const close = literal.indexOf('})');
	const json = close === -1 ? undefined : stepsOf(literal.slice(0, close + 1));
	if (json) return json;
	const steps = literal.matchAll(/["']?step["']?\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,\s*["']?status["']?\s*:\s*["'](\w+)["']/g);
	const found = [...steps].flatMap(([, quoted = '', status = '']) => {
		const state = stateOf(status);
		return state ? [{ subject: quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1'), state }] : [];
	});
	return found.length > 0 ? found : undefined;
}
