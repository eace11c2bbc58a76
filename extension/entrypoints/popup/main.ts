import { showSurface } from '../../surface/show-surface.svelte.ts';
import Surface from './popup.svelte';

void showSurface(Surface, 'extName');
