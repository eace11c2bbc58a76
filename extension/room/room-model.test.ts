import { expect, test } from 'vitest';
import { modelOf, NOW, operatorOf } from '../../testing/sample-room.ts';
import { RoomModel } from './room-model.ts';

const namesOf = ({ state }: RoomModel) => [...state.operators.values()].map(({ name }) => name);

test('[R12] two of one name are told apart by their ids wherever a name is read, and no longer once one of them is gone', () => {
	const model = modelOf([], { type: 'operator', at: NOW, operator: operatorOf('jake-2', { name: 'JAKE' }) });
	expect(namesOf(model)).toEqual(expect.arrayContaining(['Jake (jake)', 'JAKE (jake-2)', 'Andrew']));
	const surface = new RoomModel();
	surface.apply({ event: model.snapshot(), heardAt: NOW });
	expect(namesOf(surface)).toEqual(namesOf(model));
	for (const each of [model, surface]) {
		each.apply({ event: { type: 'operator-gone', at: NOW, operatorId: 'jake-2' }, heardAt: NOW });
		expect(namesOf(each)).toContain('Jake');
	}
});
