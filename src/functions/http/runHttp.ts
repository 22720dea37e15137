import type { HttpHandler } from '@azure/functions';
import type { ChatRequest } from '../../inference/request/chatRequest.ts';
import type { Services } from '../../services.ts';
import type { Invocation, InvocationSpan } from '../../telemetry/spans/invocationSpan.ts';
import { deadlineIn, type Limits } from '../../values/deadline.ts';
import type { Spending } from '../../values/spending.ts';
import { aboutInvocation, logTo } from '../invocation.ts';
import { answer, type Respond } from './answer.ts';
import type { Caller } from './caller.ts';
import { readBody } from './readBody.ts';

/** What an HTTP function with a JSON body works with. */
export interface HttpCall {
  readonly services: Services;
  readonly caller: Caller;
  readonly span: InvocationSpan;
  readonly respond: Respond;
  /** Reads the body; throws the table's 4xx. */
  readBody(): Promise<Uint8Array>;
  /** Reads the body of a request to a model and checks it. */
  readAsked<T>(parse: (body: Uint8Array) => T): Promise<T>;
  /**
   * Reads the body as a chat request and checks it, and whether its caller may ask its model; `model` replaces its own. Throws the table's
   * 4xx.
   */
  readChat(model?: string): Promise<ChatRequest>;
  /** Throws `model_not_found` for a model that the caller may not ask. */
  checkModel(model: string): void;
  /**
   * Runs work with models within the deadline and the limits of the caller, which holds what is reserved. Throws what stops the work before it begins.
   */
  within<T>(reserve: () => Spending, work: (limits: Limits) => Promise<T>): Promise<T>;
}

/**
 * The handler of an HTTP function that takes a JSON body: answers, and does its work inside the invocation's
 * span.
 */
export function runHttp(
  services: Promise<Services>,
  work: Invocation['work'],
  handle: (call: HttpCall) => Promise<void>,
): HttpHandler {
  return (request, context) => {
    const about = aboutInvocation(context);
    return answer(context, async (respond, caller, addHeaders) => {
      const ready = await services;
      const { callers, config, inference } = ready;
      const { name } = caller;
      if (name !== undefined) addHeaders(() => callers.headersOf(name));
      const invocation: Invocation = {
        ...about,
        work,
        trigger: 'http',
        conversation: caller.headers['x-conversation-id'],
      };
      const read = () => readBody(request, caller);
      await ready.telemetry.runInvocation(invocation, logTo(context), (span) => {
        if (name !== undefined) span.setCaller(name);
        const readAsked = async <T>(parse: (body: Uint8Array) => T) => {
          const body = await read();
          const asked = parse(body);
          span.setRequest({ bytes: body.byteLength, text: () => JSON.stringify(asked) });
          return asked;
        };
        const checkModel = (model: string) => callers.checkModel(name, model);
        return handle({
          services: ready,
          caller,
          span,
          respond,
          readBody: read,
          readAsked,
          async readChat(model) {
            const chat = await readAsked((body) => inference.parseBody(body, model));
            checkModel(chat.model ?? inference.models[0]);
            return chat;
          },
          checkModel,
          within(reserve, run) {
            const deadline = deadlineIn(config.inference.httpDeadlineMs);
            const limits = { deadline, left: caller.left };
            return callers.within(name, reserve, limits, run);
          },
        });
      });
    });
  };
}
