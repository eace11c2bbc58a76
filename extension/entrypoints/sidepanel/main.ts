import { showSurface } from '../../live/surface.svelte.ts';
import Surface from './sidepanel.svelte';

void showSurface(Surface, 'extName');
