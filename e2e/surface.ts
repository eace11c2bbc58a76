/** The extension's own pages, by their built file, each with the size that its browser gives it. */
export type Surface = 'popup' | 'sidepanel' | 'options' | 'dashboard';

export const SURFACE_SIZES: Readonly<Record<Surface, { width: number; height: number }>> = {
	popup: { width: 380, height: 560 },
	sidepanel: { width: 360, height: 800 },
	options: { width: 960, height: 800 },
	dashboard: { width: 1200, height: 800 },
};
