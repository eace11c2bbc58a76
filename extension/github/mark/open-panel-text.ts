import { text } from '../../texts.ts';

/** What the button says that leads from a page to the room. Firefox lets a page open the dashboard, but never the sidebar. */
export const openPanelText = (): string => text(import.meta.env.FIREFOX ? 'openDashboard' : 'openPanel');
