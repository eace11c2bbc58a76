import { showSurface } from '../../live/surface.svelte.ts';
import Surface from './options.svelte';

void showSurface(Surface, 'optionsTitle');
