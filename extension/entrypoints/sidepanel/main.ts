import { showSurface } from '../../surface/show-surface.svelte.ts';
import Surface from './sidepanel.svelte';

void showSurface(Surface, 'extName');
