import { Scratch } from '../testing/scratch.ts';
import { furnish } from './alarms/many-worktrees.ts';
import { livingBridge } from './alarms/living-bridge.ts';
const scratch = new Scratch();
try {
	console.log(new Date(), 'furnish');
	furnish(scratch);
	console.log(new Date(), 'furnished');
	console.log(await livingBridge(scratch));
	console.log(new Date());
} finally { scratch.remove(); }
