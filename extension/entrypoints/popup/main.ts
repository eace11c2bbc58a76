import { showSurface } from '../../live/surface.ts';
import Surface from './popup.svelte';

void showSurface(Surface, 'extName');
