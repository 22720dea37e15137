import { type Insights, startInsights } from '../../insights/start/startInsights.ts';
import { parseRetention } from '../../insights/store/retention.ts';
import { printTrees } from '../../insights/terminal/printTrees.ts';
import { renderTree } from '../../insights/terminal/tree.ts';
import { openStorage } from '../ask/askQueue.ts';
import type { LocalInsights, RunningInsights } from './localInsights.ts';

/** The local Application Insights of this stack. No other file here imports `insights/`: a fork without it exports undefined. */
export const localInsights: LocalInsights | undefined = {
  parseRetention,
  start: async (options) => toRunning(await startInsights(options)),
  drawTree: renderTree,
};

function toRunning(insights: Insights): RunningInsights {
  return {
    url: insights.url,
    connectionString: insights.connectionString,
    appStarted: (app) => insights.appStarted(toBeside(app)),
    printTrees: (write, options) =>
      void printTrees(insights, write, { ...options, pages: insights.url }),
    stop: insights.stop,
  };
}

function toBeside({ storage, ...app }: Parameters<RunningInsights['appStarted']>[0]) {
  const sendToQueue = async (message: string, abortSignal: AbortSignal) => {
    await openStorage(`${storage}`).queue.sendMessage(message, { abortSignal });
  };
  return { ...app, ...(storage !== undefined && { sendToQueue }) };
}
