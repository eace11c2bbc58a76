import { showSurface } from '../../live/surface.svelte.ts';
import Surface from './dashboard.svelte';

void showSurface(Surface, 'extName');
