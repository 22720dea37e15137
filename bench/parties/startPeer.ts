import { startServer } from './startServer.ts';

/** Starts Portkey's gateway before a model. It records nothing. */
export function startPortkey(model: string) {
  const headers = {
    authorization: 'Bearer local',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${model}/v1`,
  };
  const settings = { NODE_ENV: 'production' };
  const about = { path: '/v1/chat/completions', headers };
  return startServer('portkey.ts', settings, about, ['--headless']);
}

/** Starts a bare `node:http` pipe before a model. */
export function startPipe(model: string) {
  return startServer('pipe.ts', { MODEL: model }, { path: '/v1/chat/completions' });
}
