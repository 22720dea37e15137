import type { ServerResponse } from 'node:http';

const refusals = {
  badTarget: { status: 400, message: 'The first line of the request names no path.' },
  badHost: { status: 400, message: 'The header Host holds no host name.' },
  otherSite: {
    status: 403,
    message:
      'Only this machine may call the app: Host must be localhost, 127.0.0.1, [::1], host.docker.internal or a name given with --allowed-host, and Origin, if any, a page of this machine.',
  },
  starting: { status: 503, message: 'The app is starting.' },
} as const;

/** Answers for the app, in the form of its own errors. Does nothing once the head is sent. */
export function refuse(outgoing: ServerResponse, reason: keyof typeof refusals): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { status, message } = refusals[reason];
  outgoing.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  });
  const type = status === 503 ? 'server_error' : 'invalid_request_error';
  outgoing.end(JSON.stringify({ error: { message, type, param: null, code: null } }));
}
