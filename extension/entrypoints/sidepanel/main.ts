import { showSurface } from '../../live/surface.ts';
import Surface from './sidepanel.svelte';

void showSurface(Surface, 'extName');
