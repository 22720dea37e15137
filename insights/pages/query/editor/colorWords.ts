import {
  Decoration,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

/** Comments, texts, numbers, the words of steps, and calls; the rest has no colour. The longest reading of a text wins. */
const pattern =
  /(\/\/.*$)|(@?"(?:[^"\\\n]|\\.)*"?|@?'(?:[^'\\\n]|\\.)*'?)|\b(\d+(?:\.\d+)?(?:ms|[smhd]|microseconds?|ticks?)?)\b|\b(where|summarize|extend|project(?:-away|-keep|-rename|-reorder)?|join|union|order|sort|top|top-nested|take|limit|count(?!\s*\()|distinct|render|let|by|on|kind|asc|desc|and|or|in|has|contains|startswith|endswith|between|mv-expand|make-series|lookup|parse|parse-where|evaluate|print|range|datatable|serialize|sample|as|from|to|step|default|getschema)\b|\b(\w+)(?=\s*\()/gm;
const names = ['comment', 'text', 'number', 'word', 'call'];
const marks = names.map((name) => Decoration.mark({ class: `kql-${name}` }));

const decorator = new MatchDecorator({
  regexp: pattern,
  decoration: (match) => marks[match.slice(1).findIndex((part) => part !== undefined)] ?? null,
});

/** Colours what is in sight. */
export const colorWords = ViewPlugin.fromClass(
  class {
    decorations;
    constructor(view: EditorView) {
      this.decorations = decorator.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = decorator.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
