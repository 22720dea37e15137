import { EditorView } from '@codemirror/view';

/**
 * Text that takes the place of a selection is put in by the editor. A browser would keep the colour of what it replaces by a `style`
 * attribute, which the pages' policy forbids, and complain.
 */
export const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    const text = event.data;
    if (event.inputType !== 'insertText' || text === null || main.empty) return false;
    if (view.composing || event.isComposing) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), {
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    // Brackets around what is selected, and whatever else looks at what is typed.
    const isTaken = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, main.from, main.to, text, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
});
