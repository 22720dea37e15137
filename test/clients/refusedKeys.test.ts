import { afterAll, describe, expect, inject, it } from 'vitest';
import { newKey, toSetting } from '../e2e/callers/keys.ts';
import { startScriptedModel } from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { blocks, runBlock, withPlainKey } from './blocks.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  CALLERS: toSetting({ mobile: { key: newKey() } }),
}));

describe.skipIf(!inject('clients'))(
  'docs/clients.md: a wrong key is told, and asks no model',
  () => {
    it.each(blocks)('%s', async (_client, block) => {
      const port = Number(new URL(app.stack.app).port);
      for (const code of [block, withPlainKey(block)]) {
        await expect(runBlock(code, port, 'csk_wrong')).rejects.toThrow(
          'Incorrect API key provided',
        );
      }
      expect(model.received).toEqual([]);
    });
  },
);
