import type { ServerResponse } from 'node:http';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Functions app</title>
<p>This Functions app is running.</p>
</html>
`;

/** A Functions host's page at `/` when no function answers there. */
export function writeHomePage(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}
