import { showSurface } from '../../live/surface.ts';
import Surface from './options.svelte';

void showSurface(Surface, 'optionsTitle');
