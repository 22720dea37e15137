import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Acts, Fault } from './faults.ts';
import type { Instance } from './instance.ts';
import type { Model, Mood } from './model.ts';
import type { Storage } from './storage.ts';

/** What each fault does to the parts. */
export function toActs(
  model: Pick<Model, 'mood'>,
  storage: Storage,
  instances: readonly Instance[],
): Acts {
  const turn =
    (mood: Mood): Act =>
    async ({ forMs }) => {
      model.mood = mood;
      await sleep(forMs);
      model.mood = 'answers';
    };
  const at = ({ instance }: Fault) => {
    const met = instances[instance];
    if (met === undefined) throw new Error(`There is no instance ${instance}.`);
    return met;
  };
  return {
    'the model is busy': turn('is busy'),
    'the model is broken': turn('is broken'),
    'the model hangs': turn('hangs'),
    'the model cuts its answers': turn('cuts its answers'),
    async 'storage is away'({ forMs }) {
      storage.goAway();
      await sleep(forMs);
      storage.comeBack();
    },
    async 'storage is stopped'({ forMs }) {
      storage.halt();
      await sleep(forMs);
      storage.goOn();
    },
    'the worker is killed': (fault) => at(fault).killWorker(),
    'the host is killed': (fault) => at(fault).killHost(),
    'the worker is stopped': (fault) => at(fault).stopWorker(fault.forMs),
    'the host is stopped': (fault) => at(fault).stopHost(fault.forMs),
  };
}
