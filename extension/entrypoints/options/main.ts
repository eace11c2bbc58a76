import { showSurface } from '../../surface/show-surface.svelte.ts';
import Surface from './options.svelte';

void showSurface(Surface, 'optionsTitle');
