import { navigate, path, query } from '../location.ts';
import { wholeAxis, type Zoom } from './waterfall/zoom.ts';

/** The tabs of a call, in their order. */
export const tabs = ['waterfall', 'messages', 'logs', 'exceptions', 'rows', 'kql'] as const;

/** One of them. */
export type Tab = (typeof tabs)[number];

/** What of a call is shown: all of it is in the query of the URL. */
export interface CallView {
  /** Only this invocation of the operation. */
  readonly session: string | undefined;
  /** `seq` of the selected row. */
  readonly row: number | undefined;
  readonly tab: Tab;
  readonly find: string;
  readonly trueScale: boolean;
  /** Only what failed, and what stands above it. */
  readonly failedOnly: boolean;
  readonly zoom: Zoom;
}

/** The view that the query of the URL asks for; what is unknown or makes no sense is ignored. */
export function readCallView(from: URLSearchParams = query.value): CallView {
  const row = Number(from.get('row') ?? Number.NaN);
  return {
    session: from.get('session') || undefined,
    row: Number.isSafeInteger(row) ? row : undefined,
    tab: tabs.find((tab) => tab === from.get('tab')) ?? 'waterfall',
    find: from.get('find') ?? '',
    trueScale: from.get('scale') === 'true',
    failedOnly: from.get('failed') === 'only',
    zoom: parseZoom(from.get('zoom')),
  };
}

/** Changes the view. A choice is a step in the history; what is typed or moved through replaces the step. */
export function showCall(change: Partial<CallView>, { replace = false } = {}): void {
  const next = formatCallView({ ...readCallView(), ...change });
  navigate(path.value + (next && `?${next}`), { replace });
}

/** Selects a row, or none. To move from one row to another is no step in the history. */
export function selectRow(row: number | undefined): void {
  showCall({ row }, { replace: row !== undefined && readCallView().row !== undefined });
}

/** The query of a URL for a view, without `?`; defaults are left out. */
function formatCallView(view: CallView): string {
  const { session, row, tab, find, trueScale, failedOnly, zoom } = view;
  const next = new URLSearchParams();
  if (session !== undefined) next.set('session', session);
  if (tab !== 'waterfall') next.set('tab', tab);
  if (row !== undefined) next.set('row', `${row}`);
  if (find !== '') next.set('find', find);
  if (trueScale) next.set('scale', 'true');
  if (failedOnly) next.set('failed', 'only');
  if (zoom.from > 0 || zoom.to < 1) next.set('zoom', `${toShort(zoom.from)}-${toShort(zoom.to)}`);
  return next.toString();
}

function parseZoom(text: string | null): Zoom {
  const [from = Number.NaN, to = Number.NaN] = (text ?? '').split('-').map(Number);
  return from >= 0 && to <= 1 && to - from > 0 ? { from, to } : wholeAxis;
}

function toShort(fraction: number): string {
  return `${Number(fraction.toFixed(6))}`;
}
