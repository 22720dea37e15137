import type { Row } from '../row.ts';
import { timeOf } from '../time.ts';
import { firstTokenMsOf, genAi, modelCallsOf, operationOf } from './attributes.ts';
import { contentNames } from './contentNames.ts';
import { withContent } from './withContent.ts';

/**
 * When the caller got the first text of a streamed answer, in ms since 1970, by the rows of one call; undefined when nothing was
 * streamed. What a step of an agent says before it runs tools reaches the caller as it comes, so such a step counts once a text of it
 * is recorded; a step that called tools and said nothing never does.
 */
export function firstTextAt(rows: readonly Row[]): number | undefined {
  const hasSteps = rows.some((row) => stepping.test(operationOf(row) ?? ''));
  const times = modelCallsOf(rows).flatMap((call) => {
    const first = firstTokenMsOf(call);
    const isSaid = first !== undefined && !(hasSteps && onlyCalledTools(call, rows));
    return isSaid ? [timeOf(call) + first] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

const stepping = /^(?:execute_tool|invoke_agent)$/;

/** As recorded: what is cut on its way to a page is no JSON. */
const textPart = /"type":"text","(?:content|text)":"(?!")/;

function onlyCalledTools(call: Row, rows: readonly Row[]): boolean {
  const reasons = genAi(call, 'gen_ai.response.finish_reasons') ?? '';
  if (!/tool|function/.test(reasons)) return false;
  return !textPart.test(genAi(withContent(call, rows), contentNames.output) ?? '');
}
