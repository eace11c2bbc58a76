import { defineBackground } from 'wxt/utils/define-background';
import { Background } from '../background/background.ts';

export default defineBackground({
	type: 'module',
	main() {
		new Background(Date.now);
	},
});
