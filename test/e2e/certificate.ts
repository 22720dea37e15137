import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for `localhost`, for servers that are https only. */
export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** For NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  remove(): void;
}

/** Why there can be none, for the name of a skipped test; empty when there can: Node itself cannot make one. */
export const noCertificate =
  spawnSync('openssl', ['version']).status === 0
    ? ''
    : ' (skipped: openssl, which makes the certificate, is not on this machine)';

/** Makes a certificate that is valid for two days. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'callspan-certificate-'));
  const file = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  const options =
    'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  execFileSync('openssl', [...options.split(' '), '-keyout', keyFile, '-out', file], {
    stdio: 'ignore',
  });
  return {
    key: readFileSync(keyFile),
    cert: readFileSync(file),
    file,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
