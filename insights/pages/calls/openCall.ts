import { navigate } from '../location.ts';
import { selected } from './selection.ts';

/** A click on a row: goes to the call as its link would, by Ctrl, Meta or the middle button in another tab. */
export function openCall(event: MouseEvent, key: string, href: string): void {
  if (event.button > 1 || event.altKey || event.shiftKey) return;
  if (event.target instanceof Element && event.target.closest('a') !== null) {
    selected.value = key; // not every browser gives a link the focus by a click
    return;
  }
  if (getSelection()?.isCollapsed === false) return; // who selects text does not want to go
  if (event.button === 1 || event.ctrlKey || event.metaKey) {
    open(href, '_blank', 'noopener');
    return;
  }
  selected.value = key;
  navigate(href);
}
