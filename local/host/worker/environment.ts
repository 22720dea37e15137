/** The variables of its parent that a process needs to run at all; the developer's own settings are not passed on. */
export function inheritedEnvironment(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SYSTEMROOT',
    'USERPROFILE',
    'TZ',
    'LANG',
  ];
  // A debugger follows child processes with these two.
  const debugging =
    process.env.VSCODE_INSPECTOR_OPTIONS === undefined
      ? []
      : ['NODE_OPTIONS', 'VSCODE_INSPECTOR_OPTIONS'];
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (pair): pair is [string, string] =>
        pair[1] !== undefined &&
        ([...names, ...debugging].includes(pair[0].toUpperCase()) ||
          /^(NODE_EXTRA_CA_CERTS|NODE_V8_COVERAGE|AZURE_CONFIG_DIR)$/.test(pair[0])),
    ),
  );
}
