import { Agent, request as call, createServer } from 'node:http';
import { listen } from '../../local/process/listen.ts';
import { answerCpu } from './answerCpu.ts';

// The peer that does nothing: passes a request to the model over kept-alive connections, and its answer back.

const { port: modelPort } = new URL(process.env.MODEL ?? '');
const agent = new Agent({ keepAlive: true });
const server = createServer((request, response) => {
  const { method, url: path, headers } = request;
  const asked = call({ host: '127.0.0.1', port: modelPort, method, path, headers, agent });
  asked.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  request.pipe(asked);
});
answerCpu(`http://127.0.0.1:${await listen(server, 0)}`);
