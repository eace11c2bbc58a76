import { showSurface } from '../../live/surface.svelte.ts';
import Surface from './popup.svelte';

void showSurface(Surface, 'extName');
