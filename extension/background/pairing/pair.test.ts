import { expect, test } from 'vitest';
import { browserName, deviceLabel } from './pair.ts';

const brands = (...names: string[]) => names.map((brand) => ({ brand }));

test.for([
	[['Google Chrome', 'Chromium', 'Not)A;Brand'], 'Chrome on Windows'],
	[['Chromium', 'Not)A;Brand', 'Microsoft Edge'], 'Edge on Windows'],
	[['Brave', 'Chromium', 'Not)A;Brand'], 'Brave on Windows'],
	[[], 'Chrome on Windows'],
] as const)('%s is, among devices, %s', ([names, label]) => {
	expect(deviceLabel(browserName(brands(...names)), 'win')).toBe(label);
});
