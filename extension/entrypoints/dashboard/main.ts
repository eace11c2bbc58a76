import { showSurface } from '../../live/surface.ts';
import Surface from './dashboard.svelte';

void showSurface(Surface, 'extName');
