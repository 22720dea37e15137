// Everything here rounds first and then chooses the unit, so that 999.6 ms is `1.00 s` and not `1000 ms`.

const unknown = '–';

/** A time span as people read it: `< 1 ms`, `12 ms`, `1.23 s`, `12.4 s`, `1 min 5 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatSpan(ms: number): string {
  const whole = Math.round(ms);
  if (ms < 1) return '< 1 ms';
  if (whole < 1_000) return `${whole} ms`;
  if (Math.round(ms / 10) < 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (Math.round(ms / 100) < 600) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A count with thousands separated, or a dash for one that is not known. */
export function formatCount(count: number | undefined | null): string {
  return count === undefined || count === null ? unknown : count.toLocaleString('en-US');
}

/** What a call used: `1,200 → 310 tokens`; `1,200 tokens` where there is no output, as of embeddings. */
export function formatUsage(input: number | undefined, output: number | undefined): string {
  const given = output === undefined ? '' : ` → ${formatCount(output)}`;
  return `${formatCount(input)}${given} tokens`;
}

/** A number of tokens: in full up to `99,999`, then `0.123 M`, `1.23 M`, `1,235 M`; a dash for one that is not known. */
export function formatTokens(tokens: number | undefined | null): string {
  if (tokens === undefined || tokens === null || tokens < 99_999.5) return formatCount(tokens);
  const millions = tokens / 1_000_000;
  return `${millions < 999.5 ? millions.toPrecision(3) : Math.round(millions).toLocaleString('en-US')} M`;
}

/**
 * US dollars: three significant digits below 1 (`US$ 0.00123`), two decimals from there on (`US$ 1,234.50`), `US$ 0` for
 * what is free; a dash for what is not known, which is not free.
 */
export function formatMoney(usd: number | undefined | null): string {
  if (usd === undefined || usd === null || !Number.isFinite(usd)) return unknown;
  if (usd === 0) return 'US$ 0';
  const leadingZeros = Math.max(0, -Math.floor(Math.log10(Math.abs(usd))) - 1);
  const most = Math.abs(usd) < 1 ? Math.min(leadingZeros + 3, 20) : 2;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: most };
  return `US$ ${usd.toLocaleString('en-US', digits)}`;
}

/** A sum of costs, and how many calls are not in it for want of a price: `US$ 0.084 (+5 unpriced)`. */
export function formatTotal(usd: number | undefined | null, unpriced: number): string {
  return unpriced === 0
    ? formatMoney(usd)
    : `${formatMoney(usd)} (+${formatCount(unpriced)} unpriced)`;
}

/** A size: `812 B`, `1.2 KB`, `375 KB`, `5.2 MB`; 1 KB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  if (Math.round(bytes) < 1_000) return `${Math.round(bytes)} B`;
  const kilobytes = bytes / 1_000;
  return kilobytes < 999.5 ? `${toShort(kilobytes)} KB` : `${toShort(kilobytes / 1_000)} MB`;
}

/** How long ago a time was, both in ms since 1970: `just now`, `12 s ago`, `2 min ago`; `in 5 s` when it is to come. */
export function formatAgo(time: number, now: number): string {
  const seconds = Math.round(Math.abs(now - time) / 1_000);
  if (seconds < 2) return 'just now';
  const minutes = Math.round(seconds / 60);
  const hours = Math.round(minutes / 60);
  const span =
    seconds < 60
      ? `${seconds} s`
      : minutes < 60
        ? `${minutes} min`
        : hours < 48
          ? `${hours} h`
          : `${Math.round(hours / 24)} d`;
  return time > now ? `in ${span}` : `${span} ago`;
}

function toShort(value: number): string {
  return value < 9.95 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
