import { FilterSelect } from './FilterSelect.tsx';

/** Narrows a list to an app; there is nothing to choose where one app alone sends. */
export function AppFilter({
  apps,
  app,
  onChoose,
}: {
  apps: readonly string[];
  app: string;
  onChoose: (app: string) => void;
}) {
  if (apps.length < 2 && app === '') return null;
  return <FilterSelect label="app" value={app} options={apps} onChoose={onChoose} />;
}
