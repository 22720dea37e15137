import type { EditorView, Tooltip } from '@codemirror/view';
import { askAssistance } from '../ask.ts';

/** What stands under the pointer, in the parser's words. */
export async function hoverFrom(view: EditorView, at: number): Promise<Tooltip | null> {
  const text = await askAssistance('text', view.state.doc.toString(), at);
  if (text === undefined || text.trim() === '') return null;
  return {
    pos: at,
    above: true,
    create() {
      const dom = document.createElement('div');
      dom.className = 'query-hover';
      dom.textContent = text;
      return { dom };
    },
  };
}
