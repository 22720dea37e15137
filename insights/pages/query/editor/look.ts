import { EditorView } from '@codemirror/view';

/** The editor in the page's colours, which its shadow tree inherits. The library draws underlines with `data:` images, which the policy forbids. */
export const look = [
  EditorView.theme({
    '&': { color: 'var(--text)', backgroundColor: 'var(--bg)', fontSize: '13px' },
    '&.cm-focused': { outline: 'none' }, // its frame shows it
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
    '.cm-content': { caretColor: 'var(--text)', minHeight: '96px', padding: '6px 0' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '.cm-placeholder': { color: 'var(--dim)' },
    '.cm-gutters': {
      backgroundColor: 'transparent',
      color: 'var(--dim)',
      border: 'none',
    },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
      { background: 'var(--selected)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--panel)',
      color: 'var(--text)',
      border: '1px solid var(--line)',
      borderRadius: '6px',
      fontSize: '12.5px',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14em' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      background: 'var(--link)',
      color: 'var(--bg)',
    },
    '.cm-completionDetail': {
      color: 'inherit',
      opacity: '1',
      fontStyle: 'normal',
      fontSize: '11px',
    },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
    '.query-hover': {
      maxWidth: 'min(560px, 80vw)',
      maxHeight: '240px',
      overflow: 'auto',
      padding: '6px 10px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    '.cm-lintRange-error, .cm-lintRange-warning': {
      backgroundImage: 'none !important',
      paddingBottom: '0',
      textDecoration: 'underline wavy var(--error) 1.5px',
      textUnderlineOffset: '3px',
      textDecorationSkipInk: 'none',
    },
    '.cm-lintRange-warning': { textDecorationColor: 'var(--warn)' },
    '.cm-lintRange-active': { backgroundColor: 'transparent' },
    '.cm-lintPoint:after': { borderBottomColor: 'var(--error) !important' },
    '.cm-diagnostic': { whiteSpace: 'pre-wrap', padding: '4px 10px' },
    '.cm-diagnostic-error': { borderLeft: '4px solid var(--error)' },
    '.cm-diagnostic-warning': { borderLeft: '4px solid var(--warn)' },
    '.kql-comment': { color: 'var(--dim)', fontStyle: 'italic' },
    '.kql-text': { color: 'var(--ok)' },
    '.kql-number': { color: 'var(--warn)' },
    '.kql-word': { color: 'var(--link)' },
    '.kql-call': { color: 'var(--tool)' },
  }),
];
