import { showSurface } from '../../surface/show-surface.svelte.ts';
import Surface from './dashboard.svelte';

void showSurface(Surface, 'extName');
