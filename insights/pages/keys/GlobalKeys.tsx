import { useLayoutEffect, useState } from 'preact/hooks';
import { navigate } from '../location.ts';
import { nextTheme } from '../theme.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { listenToKeys } from './listenToKeys.ts';
import { useCommands } from './useCommands.ts';

/** The keys that do the same on every page, and the button that lists all of them. */
export function GlobalKeys() {
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    document.addEventListener('keydown', listenToKeys);
    return () => document.removeEventListener('keydown', listenToKeys);
  }, []);
  useCommands({
    help: () => setOpen(true),
    theme: nextTheme,
    goCalls: () => navigate('/calls'),
    goOverview: () => navigate('/overview'),
    goHealth: () => navigate('/health'),
    goTry: () => navigate('/try'),
  });
  return (
    <>
      <button
        type="button"
        class="quiet"
        title="Keys (?)"
        aria-label="Keys"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      {isOpen && <KeysDialog onClose={() => setOpen(false)} />}
    </>
  );
}
