import { Server } from 'node:net';
import { answerCpu } from './answerCpu.ts';

// The peer: Portkey's gateway as its package starts it. It would listen on every address, at a port that it does not tell.

const { listen } = Server.prototype;
Server.prototype.listen = function (this: Server): Server {
  this.once('listening', () => {
    const address = this.address();
    if (typeof address === 'object') answerCpu(`http://127.0.0.1:${address?.port}`);
  });
  return Reflect.apply(listen, this, [0, '127.0.0.1']);
};
const entry = '../peers/node_modules/@portkey-ai/gateway/build/start-server.js';
await import(new URL(entry, import.meta.url).href);
