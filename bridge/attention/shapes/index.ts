/** The kinds of service that a webhook may be of. */
import { discord } from './discord.ts';
import { ntfy } from './ntfy.ts';
import type { Shape } from './shape.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';

export const SHAPES = { slack, discord, teams, ntfy } as const satisfies Record<string, Shape>;
export type ShapeName = keyof typeof SHAPES;
export const SHAPE_NAMES = Object.keys(SHAPES) as [ShapeName, ...ShapeName[]];

/** Undefined where an address does not tell. */
export const shapeAt = (address: URL): ShapeName | undefined => SHAPE_NAMES.find((name) => SHAPES[name].isAt(address));
