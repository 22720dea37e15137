import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCertificate } from '../../receive/certificate.ts';
import { startReceiver } from './startReceiver.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-certificate-'));
});
afterEach(() => rm(folder, { recursive: true }));

const dayMs = 24 * 60 * 60 * 1_000;
const now = Date.now();

describe('the certificate', () => {
  it.each(['localhost', '127.0.0.1', '::1'])('is for %s', async (name) => {
    const { key, cert } = await loadCertificate(folder);
    const { port } = new URL((await startReceiver({ key, cert })).url);
    const status = await new Promise((resolve, reject) => {
      // The server listens on 127.0.0.1 alone; what is checked is the name.
      request({ host: '127.0.0.1', servername: '', port, ca: cert, checkServerIdentity, path: '/' })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
      function checkServerIdentity() {
        const certificate = new X509Certificate(cert);
        const fits = certificate.checkHost(name) ?? certificate.checkIP(name);
        return fits === undefined ? new Error('another name') : undefined;
      }
    });
    expect(status).toBe(404);
  });

  it('is nobody else’s to use: a key that only its owner reads, no authority, servers only', async () => {
    const { cert } = await loadCertificate(folder);
    const { mode } = await stat(join(folder, 'certificate-key.pem'));
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
    const certificate = new X509Certificate(cert);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('is made once, in a folder that need not be there', async () => {
    const first = await loadCertificate(join(folder, 'deep', 'er'), [], now);
    const second = await loadCertificate(join(folder, 'deep', 'er'), [], now + 699 * dayMs);
    expect(second).toEqual(first);
    expect(Date.parse(new X509Certificate(first.cert).validTo)).toBeCloseTo(now + 730 * dayMs, -4);
  });

  it('is made anew for a name that it does not hold for', async () => {
    const first = await loadCertificate(folder, [], now);
    const named = await loadCertificate(folder, ['insights', '10.0.0.7'], now);
    expect(named.cert).not.toBe(first.cert);
    const certificate = new X509Certificate(named.cert);
    expect(certificate.checkHost('insights')).toBe('insights');
    expect(certificate.checkIP('10.0.0.7')).toBe('10.0.0.7');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(await loadCertificate(folder, ['insights'], now)).toEqual(named);
  });

  it('is made anew when it has less than 30 days', async () => {
    const first = await loadCertificate(folder, [], now);
    const second = await loadCertificate(folder, [], now + 701 * dayMs);
    expect(second.cert).not.toBe(first.cert);
  });

  it.each(['certificate.pem', 'certificate-key.pem'])(
    'is made anew when %s is broken',
    async (name) => {
      const first = await loadCertificate(folder);
      await writeFile(join(folder, name), 'broken');
      const second = await loadCertificate(folder);
      expect(second.cert).not.toBe(first.cert);
      expect(await loadCertificate(folder)).toEqual(second);
    },
  );
});
