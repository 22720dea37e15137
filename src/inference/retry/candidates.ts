import { AppError } from '../../errors.ts';

/** The models that may answer: the requested one, then those after it in the list; throws `model_not_found`. */
export function candidates(
  models: readonly [string, ...string[]],
  asked: string | null | undefined,
): readonly [string, ...string[]] {
  if (asked == null || asked === models[0]) return models;
  const [model, ...fallbacks] = models.slice(models.indexOf(asked));
  if (model !== asked) {
    throw new AppError('model_not_found', 'This app has no such model; GET v1/models lists them.', {
      param: 'model',
    });
  }
  return [model, ...fallbacks];
}
