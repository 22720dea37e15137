import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

/** A certificate for this machine's own names, for a server of node:https and for NODE_EXTRA_CA_CERTS. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where the certificate (not the key) lies. */
  readonly certificateFile: string;
}

const dayMs = 24 * 60 * 60 * 1_000;
const validDays = 730;
const renewDays = 30;

/**
 * The certificate that a folder keeps, made when there is none that holds for another 30 days: self-signed, for
 * localhost, 127.0.0.1, ::1 and `names`, two years. Rejects with the system's error when the folder cannot be written.
 */
export async function loadCertificate(
  folder: string,
  names: readonly string[] = [],
  now = Date.now(),
): Promise<Certificate> {
  const certificateFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'certificate-key.pem');
  const kept = await readKept(certificateFile, keyFile, names, now);
  if (kept !== undefined) return { ...kept, certificateFile };
  const { generate } = await import('./selfSigned.ts'); // 80 ms, needed once in two years
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now),
    notAfterDate: new Date(now + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
          ...names.map((name) =>
            isIP(name) === 0
              ? ({ type: 2, value: name } as const)
              : ({ type: 7, ip: name } as const),
          ),
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true });
  await replace(keyFile, key);
  await replace(certificateFile, cert);
  return { key, cert, certificateFile };
}

/** Both files, when they are a pair that is valid long enough and for these names. */
async function readKept(
  file: string,
  keyFile: string,
  names: readonly string[],
  now: number,
): Promise<{ key: string; cert: string } | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(file, 'utf8'), readFile(keyFile, 'utf8')]);
    const certificate = new X509Certificate(cert);
    const left = Date.parse(certificate.validTo) - now;
    const isNamed = names.every((name) =>
      isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name),
    );
    const fits = isNamed && certificate.checkPrivateKey(createPrivateKey(key));
    return fits && left > renewDays * dayMs ? { key, cert } : undefined;
  } catch {
    return undefined; // not there, or not what it should be: made again
  }
}

/** Puts a file in place whole and with its mode, whatever was there before. */
async function replace(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, file);
}
