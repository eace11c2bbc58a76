import { defineBackground } from 'wxt/utils/define-background';
import { Background } from '../background/background.ts';

export default defineBackground(() => {
	new Background(Date.now);
});
