import type { Callers } from '../callers/createCallers.ts';
import type { Inference } from '../inference/inference.ts';
import { deadlineIn } from '../values/deadline.ts';
import type { Inference as JobsInference } from './runJob.ts';

/** Inference as jobs need it: within the queue's deadline, and the limits of the job's caller. */
export function toJobsInference(
  inference: Inference,
  callers: Callers,
  deadlineMs: number,
): JobsInference {
  return {
    callerOf: callers.known,
    parse: inference.parse,
    checkModel: (caller, request) =>
      callers.checkModel(caller, request.model ?? inference.models[0]),
    complete(request, caller) {
      const limits = {
        deadline: deadlineIn(deadlineMs),
        left: new AbortController().signal, // no caller waits for a job, so none can disconnect
      };
      const reserve = () => inference.reserve(request);
      return callers.within(caller, reserve, limits, (own) => inference.complete(request, own));
    },
  };
}
