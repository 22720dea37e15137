import { createRequire } from 'node:module';
import type { LookupFunction } from 'node:net';

/**
 * Makes the name in BENCH_HOST mean this machine, and every other name but loopback nothing, in this process. The exporter
 * compresses only what goes to names of Application Insights, so that is what its server is called here.
 */
export function resolveLocally(): void {
  const { BENCH_HOST } = process.env;
  if (BENCH_HOST === undefined) return;
  const dns = createRequire(import.meta.url)('node:dns') as { lookup: LookupFunction };
  const { lookup } = dns;
  dns.lookup = (name, options, callback) => {
    const isKnown = [BENCH_HOST, 'localhost', '127.0.0.1'].includes(name);
    lookup(isKnown ? '127.0.0.1' : 'name.invalid', options, callback);
  };
}
