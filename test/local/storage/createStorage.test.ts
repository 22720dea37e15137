import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from '../../../local/process/listen.ts';
import { createStorage } from '../../../local/storage/createStorage.ts';

it('a storage that refuses is one line, without its address or a word of its own', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(403, { 'x-ms-error-code': 'canary' }).end('<Error>canary</Error>');
  });
  const port = await listen(server, 0);
  const address = `http://127.0.0.1:${port}/account`;
  const key = Buffer.from('canary').toString('base64');
  await expect(
    createStorage(
      `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${key};BlobEndpoint=${address};QueueEndpoint=${address}`,
    ),
  ).rejects.toThrow(/^The storage that AzureWebJobsStorage names answered with status 403\.$/);
  server.close();
});
