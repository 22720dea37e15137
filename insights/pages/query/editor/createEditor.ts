import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, toggleComment } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import type { Mark } from '../../../queryApi.ts';
import { colorWords } from './colorWords.ts';
import { completeFrom } from './completeFrom.ts';
import { hoverFrom } from './hoverFrom.ts';
import { look } from './look.ts';
import { typeOver } from './typeOver.ts';

/** An editor on the page. */
export interface Editor {
  /** Puts another text in it, as a step that can be undone. */
  setText(text: string): void;
  /** Underlines these, and none else. */
  setMarks(marks: readonly Mark[]): void;
  focus(): void;
  /** Goes to a place, counted from 0. */
  goTo(at: number): void;
  remove(): void;
}

/** What is told of it. */
export interface EditorEvents {
  onChange(text: string): void;
  onRun(text: string): void;
}

/**
 * Makes an editor of KQL in a shadow tree: there its styles are adopted sheets, which the pages' policy allows; in the document they
 * would be elements, which it does not. Tab goes on to the next control, as everywhere.
 */
export function createEditor(parent: HTMLElement, text: string, events: EditorEvents): Editor {
  const run = (ran: EditorView) => {
    closeCompletion(ran);
    events.onRun(ran.state.doc.toString());
    return true;
  };
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorState.languageData.of(() => [{ commentTokens: { line: '//' } }]),
        EditorState.tabSize.of(4),
        autocompletion({ override: [completeFrom], icons: false, maxRenderedOptions: 60 }),
        hoverTooltip(hoverFrom),
        colorWords,
        typeOver,
        placeholder('requests | take 10'),
        EditorView.contentAttributes.of({
          'aria-label': 'Query',
          'aria-multiline': 'true',
          spellcheck: 'false',
        }),
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run },
            { key: 'Shift-Enter', run },
            { key: 'Mod-/', run: toggleComment },
          ]),
        ),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) events.onChange(update.state.doc.toString());
        }),
        ...look,
      ],
    }),
  });
  return {
    setText(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    setMarks(marks) {
      const end = view.state.doc.length;
      const within = (at: number) => Math.max(0, Math.min(at, end));
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.map(({ start, length, message, isError }) => ({
            from: within(start),
            to: within(start + length),
            severity: isError ? 'error' : 'warning',
            message,
          })),
        ),
      );
    },
    focus: () => view.focus(),
    goTo(at) {
      view.dispatch({
        selection: { anchor: Math.min(at, view.state.doc.length) },
        scrollIntoView: true,
      });
      view.focus();
    },
    remove: () => view.destroy(),
  };
}
